"""Many people and residencies at once, for imports that have checked every row."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from buildings.residents.models import Person, Residency
from buildings.residents.operations.residencies import PersonFacts, save_residencies
from foundation import audit, clock
from foundation.actors import Actor
from foundation.permissions import require

if TYPE_CHECKING:
    from buildings.properties.models import Apartment, Building


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResidency:
    """A residency to add; apartment and person are saved already."""

    apartment: "Apartment"
    person: Person
    kind: str
    start_date: dt.date
    end_date: dt.date | None = None
    is_main_contact: bool = False


@transaction.atomic
def save_people(
    *,
    actor: Actor,
    building: "Building",
    new: Sequence[PersonFacts],
    changed: Sequence[tuple[Person, Mapping[str, Any]]],
) -> tuple[list[Person], list[Person]]:
    """Add and change many people of one building in a handful of statements.

    Values must be valid already; the database's constraints hold in any case. Returns the added
    people in the order given, and the really changed ones.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
    """
    require(actor, "residents.add_residency", building)
    now = clock.now()
    added = Person.objects.bulk_create(
        [
            Person(
                company_id=building.company_id,
                full_name=facts.full_name,
                email=facts.email,
                phone=facts.phone,
                created_at=now,
            )
            for facts in new
        ],
        batch_size=500,
    )
    changes_of: list[tuple[Person, dict[str, tuple[Any, Any]]]] = []
    for person, values in changed:
        changes = audit.changed_values(person, values)
        if changes:
            changes_of.append((person, changes))
    altered = [person for person, _ in changes_of]
    Person.objects.bulk_update(altered, ["full_name", "email", "phone"], batch_size=200)
    audit.record_many(actor, "residents.person_added", [(person, {}) for person in added])
    audit.record_many(actor, "residents.person_changed", changes_of)
    return added, altered


@transaction.atomic
def add_residencies(
    *, actor: Actor, building: "Building", new: Sequence[NewResidency]
) -> list[Residency]:
    """Record many move-ins of one building.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        IntegrityError: two of them, or one and a known one, overlap.
    """
    added, _ = save_residencies(
        actor=actor,
        building=building,
        new=[
            Residency(
                company_id=building.company_id,
                apartment=item.apartment,
                person=item.person,
                kind=item.kind,
                start_date=item.start_date,
                end_date=item.end_date,
                is_main_contact=item.is_main_contact,
            )
            for item in new
        ],
        changed=[],
    )
    return added
