"""What one is, and where: here, because it names companies and buildings."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema

from accounts.queries.companies import companies_visible_to
from buildings.properties.queries import buildings_visible_to
from foundation import tenancy
from foundation.problems import Problem
from foundation.requests import SignedInRequest

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem}


class RoleOut(Schema):
    """A role and where it holds: in one building, or without one in the whole company."""

    role: str
    company: str
    building: UUID | None


class PermissionsOut(Schema):
    """Everything you are, and where."""

    is_platform_staff: bool
    roles: list[RoleOut]


@router.get(
    "/permissions", response={200: PermissionsOut, **REFUSALS}, operation_id="get_my_permissions"
)
def get_my_permissions(request: SignedInRequest) -> Any:
    """Your roles, and the companies and buildings they hold for."""
    grants = tenancy.grants_of(request.user)
    companies = dict(companies_visible_to(request.user).values_list("pk", "slug"))
    buildings = dict(buildings_visible_to(request.user).values_list("pk", "uuid"))
    roles = {
        (
            grant.role,
            companies.get(grant.company_id, ""),
            buildings.get(grant.building_id) if grant.building_id else None,
        )
        for grant in grants
    }
    found = sorted(roles, key=lambda role: (role[1], role[0], str(role[2])))
    return {
        "is_platform_staff": request.user.is_platform_staff,
        "roles": [{"role": role, "company": co, "building": at} for role, co, at in found],
    }
