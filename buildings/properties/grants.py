"""Staff memberships as grants."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from accounts.queries.staff import current_memberships_of
from buildings.properties.models import BuildingAssignment
from foundation.tenancy import Grant, grant_source

if TYPE_CHECKING:
    from accounts.models import User


@grant_source
def staff_grants(user: "User") -> Iterator[Grant]:
    """One grant for a membership that covers all buildings, else one per named building."""
    named: dict[int, Grant] = {}
    for membership in current_memberships_of(user):
        if membership.covers_all_buildings:
            yield Grant(membership.role, membership.company_id)
        else:
            named[membership.pk] = Grant(membership.role, membership.company_id)
    if not named:
        return
    for assignment in BuildingAssignment.objects.filter(membership_id__in=named):
        grant = named[assignment.membership_id]
        yield Grant(grant.role, grant.company_id, assignment.building_id)
