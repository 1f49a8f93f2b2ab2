"""Inviting people to have an account, and what the invited answer."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.operations.users import open_invited_account
from accounts.queries.invitations import InvitationForAnother
from accounts.queries.users import has_proven
from buildings.residents.models import Invitation, Person
from buildings.residents.operations.people import link_account
from buildings.residents.queries import (
    check_can_be_answered,
    invitation_of,
    people_to_invite,
    require_home_in,
    why_over,
)
from foundation import audit, clock, queue
from foundation.actors import Actor, is_system
from foundation.errors import Conflict, InvalidInput
from foundation.permissions import require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from buildings.properties.models import Building


@dataclass(frozen=True, slots=True)
class Invited:
    """How many were invited at once, and who was left out and why."""

    sent: int
    without_email: int


@transaction.atomic
def invite(*, actor: Actor, person: Person, building: "Building") -> Invitation:
    """Send somebody of the building the way to their account; sent before, it is sent again.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        InvalidInput: there is no e-mail address.
        Conflict: the person has an account, or no home in the building.
    """
    require(actor, "residents.add_invitation", building)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id is not None:
        raise Conflict(_("%(who)s already has an account.") % {"who": person})
    if not person.email:
        problem = _("Enter an e-mail address first.")
        raise InvalidInput(problem, fields={"email": [problem]})
    require_home_in(person, building)
    waiting = Invitation.objects.waiting().filter(person=person).first()
    if waiting is not None:
        return _send_again(actor, waiting)
    try:
        with transaction.atomic():
            return _send(actor, [person], building)[0]
    except IntegrityError as error:
        raise Conflict(_("%(who)s has been invited just now.") % {"who": person}) from error


@transaction.atomic
def invite_all(*, actor: Actor, building: "Building") -> Invited:
    """Invite everybody who lives in the building or owns there and was never invited.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
    """
    require(actor, "residents.add_invitation", building)
    return _invite_new(actor, building, people_to_invite(building))


@transaction.atomic
def invite_people(*, actor: Actor, people: "Iterable[Person]", building: "Building") -> Invited:
    """Invite those of `people` who live in the building or own there and were never invited.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
    """
    require(actor, "residents.add_invitation", building)
    return _invite_new(actor, building, people)


@transaction.atomic
def send_again(*, actor: Actor, invitation: Invitation) -> Invitation:
    """A new link to the address in the book; older links stop working.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        Conflict: it was accepted, declined or withdrawn.
    """
    require(actor, "residents.change_invitation", invitation)
    invitation = _locked(invitation)
    if not invitation.is_waiting:
        raise Conflict(why_over(invitation))
    if not (invitation.person.email or invitation.email):
        raise InvalidInput(_("There is no e-mail address. Print the letter again."))
    return _send_again(actor, invitation)


@transaction.atomic
def withdraw(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Its link stops working.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        Conflict: it was accepted, declined or withdrawn.
    """
    require(actor, "residents.change_invitation", invitation)
    invitation = _locked(invitation)
    if not invitation.is_waiting:
        raise Conflict(why_over(invitation))
    return _close(actor, invitation, Invitation.State.REVOKED, "residents.invitation_withdrawn")


def note_opened(*, token: str) -> None:
    """Remember that the page was looked at, which uses nothing up: scanners of mail look, too."""
    invitation = invitation_of(token)
    Invitation.objects.filter(pk=invitation.pk, state=Invitation.State.SENT).update(
        state=Invitation.State.OPENED, opened_at=clock.now()
    )


@transaction.atomic
def mark_bounced(*, invitation: Invitation, version: int) -> None:
    """The mail server refused the address, at once or by a later report.

    About an older message nothing is noted: a newer one may have gone to another address.
    """
    held = _locked(invitation)
    if held.is_waiting and held.version == version:
        held.state = Invitation.State.BOUNCED
        held.save(update_fields=["state"])
        audit.record_unsigned("mail server", "residents.invitation_bounced", held)


@transaction.atomic
def accept_with_new_account(
    *, token: str, first_name: str, last_name: str, password: str
) -> "User":
    """Make the account, with its address proven by the link, and open the building to it.

    Raises:
        NotFound: nobody made this token.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
        InvalidInput: the password is too weak, or a name is missing.
        Conflict: the address has an account; its owner signs in and accepts.
    """
    invitation = _locked(invitation_of(token), token)
    if not invitation.email:
        raise Conflict(_("A letter proves no e-mail address; enter yours first."))
    user = open_invited_account(
        email=invitation.email, first_name=first_name, last_name=last_name, password=password
    )
    _accept(user, invitation)
    return user


@transaction.atomic
def accept(*, actor: "User", token: str) -> Invitation:
    """Open the building to somebody who has an account.

    Raises:
        NotFound: nobody made this token.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
        InvitationForAnother: the address is not one of the actor's proven ones.
        Conflict: the actor is already somebody else in this company.
    """
    invitation = _locked(invitation_of(token), token)
    if not is_for(actor, invitation):
        raise InvitationForAnother
    _accept(actor, invitation)
    return invitation


@transaction.atomic
def decline(*, token: str) -> Invitation:
    """The invited does not want an account. Whoever holds the link may say so.

    Raises:
        NotFound: nobody made this token.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
    """
    invitation = _locked(invitation_of(token), token)
    invitation.state, invitation.closed_at = Invitation.State.DECLINED, clock.now()
    invitation.save(update_fields=["state", "closed_at"])
    # Nobody has signed in: the link acted, and the log says so.
    audit.record_unsigned("invitation link", "residents.invitation_declined", invitation)
    return invitation


def is_for(user: "User", invitation: Invitation) -> bool:
    """Whether an account may accept: by its proven address, or because it holds the letter."""
    if not invitation.email:
        return has_proven(user, user.email)
    return has_proven(user, invitation.email)


def issue(*, actor: Actor, person: Person, building: "Building") -> Invitation:
    """A fresh version without an address, for operations that have checked everything and hold the
    transaction."""
    now = clock.now()
    invitation = Invitation.objects.waiting().select_for_update().filter(person=person).first()
    if invitation is None:
        invitation = Invitation(
            company_id=person.company_id, person=person, building=building, version=0
        )
    invitation.version += 1
    invitation.state, invitation.opened_at, invitation.email = Invitation.State.SENT, None, ""
    invitation.invited_by = None if is_system(actor) else actor
    invitation.sent_at, invitation.expires_at = now, now + _valid_for()
    invitation.save()
    return invitation


def locked_by_token(invitation: Invitation, token: str) -> Invitation:
    """The row, held until the transaction ends, and its token checked under the lock."""
    return _locked(invitation, token)


def close_waiting(*, actor: Actor, invitation: Invitation) -> None:
    """Withdraw one that has no more use, for operations that hold the transaction."""
    _close(actor, _locked(invitation), Invitation.State.REVOKED, "residents.invitation_withdrawn")


def _invite_new(actor: Actor, building: "Building", people: "Iterable[Person]") -> Invited:
    """Invite those who still need it once nobody else is inviting them."""
    ids = {person.pk for person in people}
    held = list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    people = people_to_invite(building, among=[person.pk for person in held])
    reachable = [person for person in people if person.email]
    _send(actor, reachable, building)
    return Invited(sent=len(reachable), without_email=len(people) - len(reachable))


def _send(actor: Actor, people: "Iterable[Person]", building: "Building") -> list[Invitation]:
    now = clock.now()
    sent: list[Invitation] = Invitation.objects.bulk_create(
        [
            Invitation(
                company_id=person.company_id,
                person=person,
                building=building,
                email=person.email,
                invited_by=None if is_system(actor) else actor,
                sent_at=now,
                expires_at=now + _valid_for(),
            )
            for person in people
        ],
        batch_size=500,
    )
    audit.record_many(actor, "residents.invited", [(invitation, {}) for invitation in sent])
    for invitation in sent:
        queue.enqueue(
            "buildings.residents.tasks.send_invitation", invitation.pk, invitation.version
        )
    return sent


def _send_again(actor: Actor, invitation: Invitation) -> Invitation:
    now = clock.now()
    invitation.version += 1
    invitation.state, invitation.opened_at = Invitation.State.SENT, None
    invitation.email = invitation.person.email or invitation.email
    invitation.sent_at, invitation.expires_at = now, now + _valid_for()
    invitation.save()
    audit.record(actor, "residents.invited_again", invitation)
    queue.enqueue("buildings.residents.tasks.send_invitation", invitation.pk, invitation.version)
    return invitation


def _accept(user: "User", invitation: Invitation) -> None:
    require_home_in(invitation.person, invitation.building)
    link_account(actor=user, person=invitation.person, user=user)
    _close(user, invitation, Invitation.State.ACCEPTED, "residents.invitation_accepted")


def _close(actor: Actor, invitation: Invitation, state: str, action: str) -> Invitation:
    invitation.state, invitation.closed_at = state, clock.now()
    invitation.save(update_fields=["state", "closed_at"])
    audit.record(actor, action, invitation)
    return invitation


def _locked(invitation: Invitation, token: str = "") -> Invitation:
    """The row, held until the transaction ends; with a token, checked again under the lock."""
    locked: Invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person", "building__company")
        .get(pk=invitation.pk)
    )
    if token:
        check_can_be_answered(locked, Invitation.row_and_version(token)[1])
    return locked


def _valid_for() -> dt.timedelta:
    return dt.timedelta(days=settings.INVITATION_DAYS)
