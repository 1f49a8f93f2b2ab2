"""Which named buildings a staff membership covers."""

from typing import Any

from django.db import models

from buildings.properties.models.buildings import Building
from foundation.tenancy import CompanyOwned, ScopedQuerySet


class BuildingAssignmentQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "BuildingAssignmentQuerySet":
        """Whoever sees the membership sees where it counts."""
        from accounts.queries.staff import memberships_visible_to

        return self.filter(membership__in=memberships_visible_to(user))


class BuildingAssignment(CompanyOwned):
    """One building named by a membership that does not cover all buildings."""

    membership = models.ForeignKey(
        "accounts.StaffMembership", on_delete=models.CASCADE, related_name="assignments"
    )
    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="assignments")

    objects = BuildingAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "building"], name="building_assigned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership} at {self.building}"
