"""Letting somebody in who asked on their own: the book learns of them, their account opens it."""

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.queries.users import has_proven
from buildings.residents.models import Invitation, Person, Residency
from buildings.residents.operations.invitations import close_waiting
from buildings.residents.operations.people import link_account
from buildings.residents.operations.residencies import PersonFacts, lock_apartment, move_in
from buildings.residents.queries import person_of_account
from foundation.actors import Actor
from foundation.errors import Conflict, InvalidInput, NotAllowed
from foundation.permissions import require

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Apartment


@transaction.atomic
def let_in(
    *,
    actor: Actor,
    user: "User",
    apartment: "Apartment",
    facts: PersonFacts,
    kind: str,
    start_date: dt.date,
    end_date: dt.date | None = None,
    person_id: UUID | None = None,
) -> Residency:
    """Record that an account's holder lives in an apartment or owns it, and open it to them.

    Who they are in the book: whom the company knows by this account already, else the person that
    was pointed out, else the one with an address that the account has proven, else somebody new.
    A waiting invitation of theirs is closed: it has no more use.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        NotAllowed: the account has not proven its address, or is switched off.
        InvalidInput: a value does not fit, or the person is not in this company's book.
        Conflict: the person in the book has an account, or the account is somebody else there.
    """
    require(actor, "residents.add_residency", apartment)
    if not user.is_active or not has_proven(user, user.email):
        raise NotAllowed(_("Their e-mail address is not proven, or the account is switched off."))
    lock_apartment(apartment)
    person = _who(user, apartment.company_id, person_id)
    if person is not None:
        residency = Residency.objects.filter(
            person=person, apartment=apartment, kind=kind, end_date__isnull=True
        ).first()
        if residency is not None:
            return _open(actor, user, residency)
    residency = move_in(
        actor=actor,
        apartment=apartment,
        person=facts if person is None else person,
        kind=kind,
        start_date=start_date,
        end_date=end_date,
    )
    return _open(actor, user, residency)


def _who(user: "User", company_id: int, person_id: UUID | None) -> Person | None:
    own: Person | None = person_of_account(user, company_id)
    people = Person.objects.filter(company_id=company_id)
    if person_id is None:
        known: Person | None = people.filter(email=user.email, user__isnull=True).first()
        return own or known
    person: Person | None = people.filter(uuid=person_id).first()
    if person is None:
        message = _("This person is not in this company's book.")
        raise InvalidInput(fields={"person": [message]})
    if own is not None and own.pk != person.pk:
        raise Conflict(
            _("%(who)s is already somebody else in this company.") % {"who": user.display_name}
        )
    return person


def _open(actor: Actor, user: "User", residency: Residency) -> Residency:
    link_account(actor=actor, person=residency.person, user=user)
    for invitation in Invitation.objects.waiting().filter(person=residency.person):
        close_waiting(actor=actor, invitation=invitation)
    return residency
