"""Reads of who works where."""

from typing import TYPE_CHECKING

from accounts.models import StaffMembership, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


def current_memberships_of(user: User) -> "QuerySet[StaffMembership]":
    return StaffMembership.objects.current().filter(user=user).select_related("company")


def staff_of_whole_company(company_id: int, role: str) -> list[User]:
    """Active people who hold `role` for all buildings of a company."""
    found = StaffMembership.objects.current().filter(
        company_id=company_id, role=role, covers_all_buildings=True, user__is_active=True
    )
    return [membership.user for membership in found.select_related("user").order_by("pk")]


def memberships_visible_to(user: "User | AnonymousUser") -> "QuerySet[StaffMembership]":
    return StaffMembership.objects.visible_to(user)
