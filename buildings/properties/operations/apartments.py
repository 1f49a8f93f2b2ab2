"""Adding and changing apartments, one by one or many at once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from buildings.properties.events import ApartmentsAdded, ApartmentsChanged
from buildings.properties.models import Apartment, Building
from foundation import audit, clock, events
from foundation.actors import Actor
from foundation.permissions import require
from foundation.validation import clean

EDITABLE = (
    "number", "section", "floor", "riser", "apartment_type", "area_m2", "ownership_share",
    "parking", "locker",
)  # fmt: skip


def sort_key(number: str) -> str:
    """Digits padded to six places, so that text order is door order: 2A, 10A, 10B."""
    return re.sub(r"\d+", lambda match: match.group().zfill(6), number.strip().lower())[:80]


@transaction.atomic
def add_apartment(*, actor: Actor, building: Building, values: Mapping[str, Any]) -> Apartment:
    """Add one apartment to a building.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        InvalidInput: a value does not fit, or the number is taken.
    """
    require(actor, "properties.add_apartment", building)
    apartment = _new(building, values)
    clean(apartment)
    apartment.save()
    audit.record(actor, "properties.apartment_added", apartment)
    events.publish(
        ApartmentsAdded(
            company_id=building.company_id, building_id=building.pk, apartment_ids=[apartment.pk]
        ),
        actor=actor,
    )
    return apartment


@transaction.atomic
def change_apartment(*, actor: Actor, apartment: Apartment, values: Mapping[str, Any]) -> Apartment:
    """Change facts of one apartment.

    Raises:
        NotFound, NotAllowed: the actor does not work at the building's desk.
        InvalidInput: a value does not fit, or the number is taken.
    """
    require(actor, "properties.change_apartment", apartment)
    apartment = Apartment.objects.select_for_update().get(pk=apartment.pk)
    changes = audit.changed_values(apartment, _editable(values))
    if not changes:
        return apartment
    clean(apartment)
    apartment.sort_key = sort_key(apartment.number)
    apartment.save()
    audit.record(actor, "properties.apartment_changed", apartment, changes)
    events.publish(
        ApartmentsChanged(
            company_id=apartment.company_id,
            building_id=apartment.building_id,
            apartment_ids=[apartment.pk],
        ),
        actor=actor,
    )
    return apartment


@transaction.atomic
def save_apartments(
    *,
    actor: Actor,
    building: Building,
    new: Sequence[Mapping[str, Any]],
    changed: Sequence[tuple[Apartment, Mapping[str, Any]]],
) -> tuple[list[Apartment], list[Apartment]]:
    """Add and change many apartments of one building in a handful of statements.

    The values must be valid already: the import checks every row before it gets here, and the
    database's constraints hold in any case.

    Returns the added and the really changed apartments.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
    """
    require(actor, "properties.add_apartment", building)
    added = Apartment.objects.bulk_create(
        [_new(building, values) for values in new], batch_size=500
    )
    changes_of: list[tuple[Apartment, dict[str, tuple[Any, Any]]]] = []
    for apartment, values in changed:
        changes = audit.changed_values(apartment, _editable(values))
        if changes:
            apartment.sort_key = sort_key(apartment.number)
            changes_of.append((apartment, changes))
    altered = [apartment for apartment, _ in changes_of]
    Apartment.objects.bulk_update(altered, [*EDITABLE, "sort_key"], batch_size=200)
    audit.record_many(actor, "properties.apartment_added", [(apartment, {}) for apartment in added])
    audit.record_many(actor, "properties.apartment_changed", changes_of)
    place = {"company_id": building.company_id, "building_id": building.pk}
    if added:
        events.publish(
            ApartmentsAdded(**place, apartment_ids=[apartment.pk for apartment in added]),
            actor=actor,
        )
    if altered:
        events.publish(
            ApartmentsChanged(**place, apartment_ids=[apartment.pk for apartment in altered]),
            actor=actor,
        )
    return added, altered


def _editable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in EDITABLE if name in values}


def _new(building: Building, values: Mapping[str, Any]) -> Apartment:
    return Apartment(
        company_id=building.company_id,
        building=building,
        sort_key=sort_key(str(values.get("number", ""))),
        created_at=clock.now(),
        **_editable(values),
    )
