"""Opening a company, alone or with the person who owns it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.events import CompanyOpened
from accounts.models import Company, User
from accounts.models.users import normalise_email
from accounts.operations.staff import add_staff
from accounts.operations.users import create_verified_user
from accounts.queries.companies import reserved_slugs
from foundation import audit, clock, events, queue, tenancy
from foundation.actors import Actor, is_system
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.validation import clean


@transaction.atomic
def open_company(*, actor: Actor, name: str, slug: str) -> Company:
    """Open a company with its page tree and its private media collection.

    Only the system and super users do this until sign-up exists.

    Raises:
        NotAllowed: the actor is an ordinary person.
        InvalidInput: the address is malformed, reserved or taken.
    """
    if not is_system(actor) and not actor.is_platform_staff:
        raise NotAllowed(_("Companies are opened by the platform."))
    if slug in reserved_slugs():
        problem = _("“%(slug)s” is an address of the platform itself; choose another.")
        problem %= {"slug": slug}
        raise InvalidInput(problem, fields={"slug": [problem]})
    company = Company(name=name, slug=slug, created_at=clock.now())
    clean(company)
    company.save()
    audit.record(actor, "accounts.company_opened", company)
    events.publish(CompanyOpened(company_id=company.pk, slug=company.slug), actor=actor)
    return company


@transaction.atomic
def open_company_with_owner(
    *,
    actor: Actor,
    name: str,
    slug: str,
    email: str,
    first_name: str = "",
    last_name: str = "",
    is_mailed: bool = True,
) -> tuple[Company, User]:
    """Open a company together with its first owner: how a customer begins.

    Somebody who has an account already keeps it as it is; a new one has no password yet, and the
    mail brings a link with which the owner chooses one. Names are for a new account only.

    Raises:
        NotAllowed: the actor is not the system.
        InvalidInput: the company's address is malformed, reserved or taken, or the e-mail address
            is none.
        Conflict: the account is switched off.
    """
    company = open_company(actor=actor, name=name, slug=slug)
    owner = User.objects.filter(email=normalise_email(email)).first()
    if owner is None:
        owner = create_verified_user(
            actor=actor, email=email, first_name=first_name, last_name=last_name, password=None
        )
    elif not owner.is_active:
        raise Conflict(_("The account of %(email)s is switched off.") % {"email": owner.email})
    add_staff(
        actor=actor, company=company, user=owner, role=tenancy.OWNER, covers_all_buildings=True
    )
    if is_mailed:
        queue.enqueue("accounts.tasks.send_welcome_owner", company.pk, owner.pk)
    return company, owner
