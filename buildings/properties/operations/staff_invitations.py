"""Offering people a job in a company, and what they answer."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.operations.staff import add_staff
from accounts.operations.users import open_invited_account
from accounts.queries.invitations import InvitationForAnother
from accounts.queries.staff import current_memberships_of
from accounts.queries.users import has_proven, user_by_email
from buildings.properties.models import Building, StaffInvitation
from buildings.properties.operations.staff import assign_buildings
from buildings.properties.queries.staff import (
    check_staff_invitation,
    staff_invitation_of,
    why_staff_invitation_is_over,
)
from foundation import audit, clock, queue, tenancy
from foundation.actors import Actor, SystemActor, is_system
from foundation.errors import Conflict, InvalidInput
from foundation.permissions import require

if TYPE_CHECKING:
    from accounts.models import Company, User

#: More than anybody hires in two weeks; a stolen session must not write to half the world.
MOST_WAITING = 100
#: Gives the job, on the word of the owner whom the invitation names.
_DOOR = SystemActor("staff invitation")


@transaction.atomic
def invite_staff(
    *,
    actor: Actor,
    company: "Company",
    email: str,
    role: str,
    covers_all_buildings: bool = False,
    buildings: Collection[Building] = (),
) -> StaffInvitation:
    """Offer somebody a job; offered before and not answered, it is sent again as it is now.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        InvalidInput: the address is none, there is no such role, or no building is named.
        Conflict: the person works there already, or very many have not answered yet.
    """
    require(actor, "properties.add_staffinvitation", company)
    email = email.strip().lower()
    covers_all = covers_all_buildings or role == tenancy.OWNER
    buildings = [] if covers_all else list(buildings)
    _check_offer(company, email, role, covers_all, buildings)
    user = user_by_email(email)
    if user is not None and current_memberships_of(user).filter(company=company).exists():
        raise Conflict(
            _("%(person)s already works for %(company)s.") % {"person": email, "company": company}
        )
    waiting = StaffInvitation.objects.waiting().filter(company=company)
    invitation = waiting.select_for_update().filter(email=email).first()
    if invitation is None:
        if waiting.count() >= MOST_WAITING:
            raise Conflict(_("Too many invitations are not answered yet; withdraw some first."))
        invitation = StaffInvitation(company=company, email=email)
    else:
        invitation.version += 1
    invitation.role, invitation.covers_all_buildings = role, covers_all
    return _send(actor, invitation, buildings)


@transaction.atomic
def send_staff_invitation_again(*, actor: Actor, invitation: StaffInvitation) -> StaffInvitation:
    """A new link to the same address; older links stop working.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        Conflict: it was accepted, declined or withdrawn.
    """
    require(actor, "properties.change_staffinvitation", invitation)
    invitation = _locked(invitation)
    if not invitation.is_waiting:
        raise Conflict(why_staff_invitation_is_over(invitation))
    invitation.version += 1
    return _send(actor, invitation, list(invitation.buildings.all()))


@transaction.atomic
def withdraw_staff_invitation(*, actor: Actor, invitation: StaffInvitation) -> StaffInvitation:
    """Its link stops working.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        Conflict: it was accepted, declined or withdrawn.
    """
    require(actor, "properties.withdraw_staffinvitation", invitation)
    invitation = _locked(invitation)
    if not invitation.is_waiting:
        raise Conflict(why_staff_invitation_is_over(invitation))
    return _close(
        actor, invitation, StaffInvitation.State.REVOKED, "properties.staff_invitation_withdrawn"
    )


def note_staff_invitation_opened(*, token: str) -> None:
    """Remember that the page was looked at, which uses nothing up: scanners of mail look, too."""
    invitation = staff_invitation_of(token)
    StaffInvitation.objects.filter(pk=invitation.pk, state=StaffInvitation.State.SENT).update(
        state=StaffInvitation.State.OPENED, opened_at=clock.now()
    )


@transaction.atomic
def mark_staff_invitation_bounced(*, invitation: StaffInvitation, version: int) -> None:
    """The mail server refused the address. A newer message may have gone elsewhere meanwhile."""
    held = _locked(invitation)
    if held.is_waiting and held.version == version:
        held.state = StaffInvitation.State.BOUNCED
        held.save(update_fields=["state"])
        audit.record_unsigned("mail server", "properties.staff_invitation_bounced", held)


@transaction.atomic
def join_staff_with_new_account(
    *, token: str, first_name: str, last_name: str, password: str
) -> "User":
    """Make the account, with its address proven by the link, and give it the job.

    Raises:
        NotFound: nobody made this token.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
        InvalidInput: the password is too weak, or a name is missing.
        Conflict: the address has an account; its owner signs in and accepts.
    """
    invitation = _locked(staff_invitation_of(token), token)
    user = open_invited_account(
        email=invitation.email, first_name=first_name, last_name=last_name, password=password
    )
    _give_job(user, invitation)
    return user


@transaction.atomic
def join_staff(*, actor: "User", token: str) -> StaffInvitation:
    """Give the job to somebody who has an account.

    Raises:
        NotFound: nobody made this token.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
        InvitationForAnother: the address is not one of the actor's proven ones.
        Conflict: the actor works there already, or no building of the offer is left.
    """
    invitation = _locked(staff_invitation_of(token), token)
    if not has_proven(actor, invitation.email):
        raise InvitationForAnother
    _give_job(actor, invitation)
    return invitation


@transaction.atomic
def decline_staff_invitation(*, token: str) -> StaffInvitation:
    """The invited does not want the job. Whoever holds the link may say so.

    Raises:
        NotFound: nobody made this token.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
    """
    invitation = _locked(staff_invitation_of(token), token)
    # Nobody has signed in: the link acted, and the log says so.
    return _close(
        SystemActor("invitation link"),
        invitation,
        StaffInvitation.State.DECLINED,
        "properties.staff_invitation_declined",
    )


def _check_offer(
    company: "Company", email: str, role: str, covers_all: bool, buildings: Collection[Building]
) -> None:
    problems: dict[str, list[str]] = {}
    try:
        validate_email(email)
    except ValidationError as error:
        problems["email"] = error.messages
    if len(email) > 254:
        problems["email"] = [_("This address is too long.")]
    if role not in StaffInvitation.Role.values:
        problems["role"] = [_("There is no such role.")]
    if not covers_all and not buildings:
        problems["buildings"] = [_("Choose at least one building, or all.")]
    if any(building.company_id != company.pk for building in buildings):
        problems["buildings"] = [_("Choose buildings of this company.")]
    if problems:
        raise InvalidInput(next(iter(problems.values()))[0], fields=problems)


def _send(actor: Actor, invitation: StaffInvitation, buildings: list[Building]) -> StaffInvitation:
    now = clock.now()
    is_new = invitation.pk is None
    invitation.state, invitation.opened_at = StaffInvitation.State.SENT, None
    # Whoever sent it last answers for it.
    invitation.invited_by = None if is_system(actor) else actor
    invitation.sent_at = now
    invitation.expires_at = now + dt.timedelta(days=settings.INVITATION_DAYS)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise Conflict(
            _("%(who)s has been invited just now.") % {"who": invitation.email}
        ) from error
    invitation.buildings.set(buildings)
    audit.record(
        actor,
        "properties.staff_invited" if is_new else "properties.staff_invited_again",
        invitation,
        {
            "role": (None, invitation.role),
            "buildings": (
                None,
                "all"
                if invitation.covers_all_buildings
                else ", ".join(sorted(building.name for building in buildings)),
            ),
        },
    )
    queue.enqueue(
        "buildings.properties.tasks.send_staff_invitation", invitation.pk, invitation.version
    )
    return invitation


def _give_job(user: "User", invitation: StaffInvitation) -> None:
    buildings = list(invitation.buildings.all())
    if not buildings and not invitation.covers_all_buildings:
        raise Conflict(_("The buildings of this offer are gone. Ask the company for a new one."))
    membership = add_staff(
        actor=_DOOR,
        company=invitation.company,
        user=user,
        role=invitation.role,
        covers_all_buildings=invitation.covers_all_buildings,
    )
    if buildings:
        assign_buildings(actor=_DOOR, membership=membership, buildings=buildings)
    _close(user, invitation, StaffInvitation.State.ACCEPTED, "properties.staff_invitation_accepted")


def _close(actor: Actor, invitation: StaffInvitation, state: str, action: str) -> StaffInvitation:
    invitation.state, invitation.closed_at = state, clock.now()
    invitation.save(update_fields=["state", "closed_at"])
    audit.record(actor, action, invitation)
    return invitation


def _locked(invitation: StaffInvitation, token: str = "") -> StaffInvitation:
    """The row, held until the transaction ends; with a token, checked again under the lock."""
    locked: StaffInvitation = (
        StaffInvitation.objects.select_for_update(of=("self",))
        .select_related("company", "invited_by")
        .get(pk=invitation.pk)
    )
    if token:
        check_staff_invitation(locked, StaffInvitation.row_and_version(token)[1])
    return locked
