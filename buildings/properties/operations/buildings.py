"""Adding and changing buildings."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from buildings.properties.events import BuildingChanged, BuildingCreated
from buildings.properties.models import Building
from foundation import audit, clock, events, tenancy
from foundation.actors import Actor
from foundation.permissions import require
from foundation.validation import clean

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Company

#: What may be set from outside; everything else is given.
EDITABLE = (
    "name", "slug", "street", "postal_code", "city", "country", "time_zone", "language",
    "currency", "building_type", "year_built", "brand_hue",
)  # fmt: skip


@transaction.atomic
def create_building(*, actor: Actor, company: "Company", values: Mapping[str, Any]) -> Building:
    """Add a building to a company, with its pages and its media collection in the same act.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        InvalidInput: a value does not fit, or the address is taken.
    """
    require(actor, "properties.add_building", company)
    building = Building(
        company=company,
        created_at=clock.now(),
        **{name: values[name] for name in EDITABLE if name in values},
    )
    clean(building)
    building.save()
    audit.record(actor, "properties.building_created", building)
    events.publish(BuildingCreated(company_id=company.pk, building_id=building.pk), actor=actor)
    return building


def mark_content_changed(*, building_ids: "Iterable[int] | QuerySet[Any]") -> None:
    """Make worthless whatever was kept of the pages of these buildings.

    Part of the act that changes what pages show: call it in that transaction.
    """
    Building.objects.filter(pk__in=building_ids).update(content_version=tenancy.fresh_mark())


@transaction.atomic
def change_building(*, actor: Actor, building: Building, values: Mapping[str, Any]) -> Building:
    """Change facts of a building; its page address and title follow.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        InvalidInput: a value does not fit, or the address is taken.
    """
    require(actor, "properties.change_building", building)
    building = Building.objects.select_for_update().get(pk=building.pk)
    changes = audit.changed_values(
        building, {name: values[name] for name in EDITABLE if name in values}
    )
    if not changes:
        return building
    clean(building)
    building.save(update_fields=list(changes))
    mark_content_changed(building_ids=[building.pk])
    audit.record(actor, "properties.building_changed", building, changes)
    events.publish(
        BuildingChanged(
            company_id=building.company_id, building_id=building.pk, fields=sorted(changes)
        ),
        actor=actor,
    )
    return building
