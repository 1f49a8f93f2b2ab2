"""People in a company's book."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.operations.guards import forget_attempts
from buildings.residents.events import AccountConnected
from buildings.residents.models import Person
from foundation import audit, events, tenancy
from foundation.actors import Actor, is_system
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import require
from foundation.validation import clean

if TYPE_CHECKING:
    from accounts.models import User

EDITABLE = ("full_name", "email", "phone")


@transaction.atomic
def change_person(*, actor: Actor, person: Person, values: Mapping[str, Any]) -> Person:
    """Correct a name, an address or a number.

    A linked account keeps its own sign-in address: only its owner changes that.

    Raises:
        NotFound, NotAllowed: the actor does not work where the person lives.
        InvalidInput: a value does not fit, or another person has the e-mail address.
    """
    require(actor, "residents.change_person", person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    wanted = {name: values[name] for name in EDITABLE if name in values}
    if "email" in wanted:
        wanted["email"] = wanted["email"].strip().lower()
    changes = audit.changed_values(person, wanted)
    if changes:
        clean(person)
        person.save(update_fields=list(changes))
        audit.record(actor, "residents.person_changed", person, changes)
    return person


@transaction.atomic
def unlock_person(*, actor: Actor, person: Person) -> bool:
    """Let a resident who typed wrong passwords try again at once; answers whether there was a lock.

    Raises:
        NotFound, NotAllowed: the actor does not work where the person lives.
        Conflict: the person has no account.
    """
    require(actor, "residents.change_person", person)
    if person.user is None:
        raise Conflict(_("%(who)s has no account.") % {"who": person})
    was_locked = forget_attempts(user=person.user)
    if was_locked:
        audit.record(actor, "residents.sign_in_unlocked", person)
    return was_locked


@transaction.atomic
def connect_account(*, actor: Actor, person: Person, user: "User") -> Person:
    """Link a verified account to a person, which opens their building to them.

    Raises:
        NotAllowed: only the system does this, once the address is proven to be theirs.
        Conflict: the person or the account is linked to somebody else in this company.
    """
    if not is_system(actor):
        raise NotAllowed(_("Accounts are connected when a person proves their address."))
    return link_account(actor=actor, person=person, user=user)


@transaction.atomic
def link_account(*, actor: Actor, person: Person, user: "User") -> Person:
    """As `connect_account`, for operations that have checked the proof themselves.

    Raises:
        Conflict: the person or the account is linked to somebody else in this company.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id == user.pk:
        return person
    if person.user_id is not None:
        raise Conflict(_("%(who)s already has an account.") % {"who": person})
    if Person.objects.filter(company_id=person.company_id, user=user).exists():
        raise Conflict(
            _("%(who)s is already somebody else in this company.") % {"who": user.display_name}
        )
    person.user = user
    person.save(update_fields=["user"])
    tenancy.forget_grants(user)
    audit.record(actor, "residents.account_connected", person)
    events.publish(
        AccountConnected(company_id=person.company_id, person_id=person.pk, user_id=user.pk),
        actor=actor,
    )
    return person
