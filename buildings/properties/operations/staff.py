"""Naming the buildings a member of staff looks after."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from buildings.properties.models import Building, BuildingAssignment
from foundation import audit, tenancy
from foundation.actors import Actor
from foundation.errors import InvalidInput
from foundation.permissions import require

if TYPE_CHECKING:
    from accounts.models import StaffMembership


@transaction.atomic
def assign_buildings(
    *, actor: Actor, membership: "StaffMembership", buildings: Collection[Building]
) -> None:
    """Make `buildings` the named buildings of the membership, replacing those before.

    Raises:
        NotFound, NotAllowed: the actor does not own the company.
        InvalidInput: the membership covers all buildings, or one belongs to another company.
    """
    require(actor, "properties.assign_staff", membership.company)
    if membership.covers_all_buildings:
        raise InvalidInput(_("This membership already covers all buildings of the company."))
    if any(building.company_id != membership.company_id for building in buildings):
        raise InvalidInput(fields={"buildings": [_("Choose buildings of this company.")]})
    current = BuildingAssignment.objects.filter(membership=membership)
    before = sorted(current.values_list("building__name", flat=True))
    current.exclude(building__in=buildings).delete()
    for building in buildings:
        BuildingAssignment.objects.get_or_create(
            membership=membership, building=building, company_id=membership.company_id
        )
    after = sorted(building.name for building in buildings)
    audit.record(actor, "properties.staff_assigned", membership, {"buildings": (before, after)})
    tenancy.forget_grants(membership.user)
