"""Letting super users look into a company, and their looking."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Company, SupportConsent, SupportVisit, User
from foundation import audit, clock, tenancy
from foundation.actors import Actor, is_system
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.permissions import require
from foundation.validation import clean

#: The longest that an owner can consent to at once.
MOST_HOURS = 72


@transaction.atomic
def allow_support(*, actor: Actor, company: Company, purpose: str, hours: int) -> SupportConsent:
    """Let the platform's super users look into `company` for some hours.

    They then see and do what an owner may, under their own name.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        InvalidInput: no purpose, or no number of hours from 1 to `MOST_HOURS`.
        Conflict: a consent is running already.
    """
    require(actor, "accounts.allow_support", company)
    if not 1 <= hours <= MOST_HOURS:
        problem = _("Choose from 1 to %(most)s hours.") % {"most": MOST_HOURS}
        raise InvalidInput(problem, fields={"hours": [problem]})
    Company.objects.select_for_update().get(pk=company.pk)
    now = clock.now()
    for old in SupportConsent.objects.filter(company=company, ended_at=None):
        if old.is_running:
            raise Conflict(_("The support may look in already. End that first."))
        _end(old, old.until)
    consent = SupportConsent(
        company=company,
        granted_by=None if is_system(actor) else actor,
        purpose=purpose.strip(),
        granted_at=now,
        until=_quarter_hour_after(now + dt.timedelta(hours=hours)),
    )
    clean(consent)
    consent.save()
    audit.record(
        actor,
        "accounts.support_allowed",
        consent,
        {"purpose": ("", consent.purpose), "until": (None, consent.until)},
    )
    return consent


def _quarter_hour_after(moment: dt.datetime) -> dt.datetime:
    """Kept grants hold for a running quarter hour, so consents end where one ends."""
    seconds = -(-int(moment.timestamp()) // 900) * 900
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


@transaction.atomic
def end_support(*, actor: Actor, consent: SupportConsent) -> None:
    """Take a consent back; whoever looks in is out with their next click.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        Conflict: it has ended already.
    """
    require(actor, "accounts.end_support", consent)
    consent = SupportConsent.objects.select_for_update().get(pk=consent.pk)
    if not consent.is_running:
        raise Conflict(_("This consent has ended already."))
    _end(consent, clock.now())
    audit.record(actor, "accounts.support_ended", consent)


def _end(consent: SupportConsent, moment: dt.datetime) -> None:
    consent.ended_at = moment
    consent.save(update_fields=["ended_at"])
    visits = SupportVisit.objects.filter(consent=consent, left_at=None)
    tenancy.renew_access(visits.values_list("user_id", flat=True))
    visits.update(left_at=moment)


@transaction.atomic
def enter_company(*, actor: User, company: Company) -> SupportVisit:
    """Begin to look into a company whose owner consents.

    Raises:
        NotAllowed: the actor is no super user, or no owner consents now.
    """
    require(actor, "accounts.give_support")
    found = SupportConsent.objects.running().filter(company=company)
    consent: SupportConsent | None = found.select_for_update().first()
    if consent is None:
        raise NotAllowed(
            _("Nobody at %(company)s has allowed this. Ask an owner to allow it at their desk.")
            % {"company": company.name}
        )
    visit, is_new = SupportVisit.objects.get_or_create(
        consent=consent,
        user=actor,
        left_at=None,
        defaults={"company": company, "entered_at": clock.now()},
    )
    if is_new:
        tenancy.forget_grants(actor)
        audit.record(actor, "accounts.support_entered", visit)
    return visit


@transaction.atomic
def leave_company(*, actor: User, company: Company) -> None:
    """End one's own look into a company.

    Raises:
        Conflict: one is not looking in.
    """
    require(actor, "accounts.give_support")
    visit = (
        SupportVisit.objects.select_for_update()
        .filter(user=actor, company=company, left_at=None)
        .first()
    )
    if visit is None:
        raise Conflict(_("You are not looking into this company."))
    visit.left_at = clock.now()
    visit.save(update_fields=["left_at"])
    tenancy.forget_grants(actor)
    audit.record(actor, "accounts.support_left", visit)
