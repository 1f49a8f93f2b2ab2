"""Inviting on paper whoever has no e-mail address, and the account that such a letter begins."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.operations.users import open_unproven_account
from buildings.residents.models import Invitation, Person
from buildings.residents.operations.invitations import issue, locked_by_token
from buildings.residents.queries import invitation_of, people_to_invite, require_home_in
from foundation import audit
from foundation.actors import Actor
from foundation.errors import Conflict
from foundation.permissions import require

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Building


@transaction.atomic
def print_letter(*, actor: Actor, person: Person, building: "Building") -> Invitation:
    """An invitation to be printed. Printed again, the older letter stops working.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        Conflict: the person has an account, an e-mail address, or no home in the building.
    """
    require(actor, "residents.add_invitation", building)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id is not None:
        raise Conflict(_("%(who)s already has an account.") % {"who": person})
    if person.email:
        raise Conflict(_("%(who)s has an e-mail address; invite them by mail.") % {"who": person})
    require_home_in(person, building)
    invitation = issue(actor=actor, person=person, building=building)
    audit.record(actor, "residents.letter_printed", invitation)
    return invitation


@transaction.atomic
def print_letters(*, actor: Actor, building: "Building") -> list[Invitation]:
    """One for everybody in the building who has no e-mail address and was never invited.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        Conflict: there is nobody.
    """
    require(actor, "residents.add_invitation", building)
    people = [person for person in people_to_invite(building) if not person.email]
    if not people:
        raise Conflict(_("There is nobody without an e-mail address left to invite."))
    return [print_letter(actor=actor, person=person, building=building) for person in people]


@transaction.atomic
def begin_by_letter(
    *, token: str, email: str, first_name: str, last_name: str, password: str
) -> "User":
    """Make the account of somebody who holds a letter; it opens nothing yet.

    The letter proves who they are, but not the address they give. They prove that by a code, sign
    in with it, and then accept.

    Raises:
        NotFound: nobody made this token, or it went out by mail.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, or too old.
        InvalidInput: the address is none, the password too weak, or a name is missing.
        Conflict: the address has an account; its owner signs in and accepts.
    """
    invitation = locked_by_token(invitation_of(token), token)
    if invitation.email:
        raise Conflict(_("This invitation went out by mail; accept it there."))
    return open_unproven_account(
        email=email, first_name=first_name, last_name=last_name, password=password
    )
