"""Reads of people and companies."""

from typing import TYPE_CHECKING

from accounts.models import Company, StaffMembership, User
from accounts.models.users import normalise_email
from foundation.errors import NotFound

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


def companies_visible_to(user: "User | AnonymousUser") -> "QuerySet[Company]":
    return Company.objects.visible_to(user)


def company_for(user: "User | AnonymousUser", slug: str) -> Company:
    """The company at an address.

    Raises:
        NotFound: unknown, or not for this person.
    """
    company: Company | None = companies_visible_to(user).filter(slug=slug).first()
    if company is None:
        raise NotFound
    return company


def company_by_id(company_id: int) -> Company:
    return Company.objects.get(pk=company_id)


def current_memberships_of(user: User) -> "QuerySet[StaffMembership]":
    return StaffMembership.objects.current().filter(user=user).select_related("company")


def user_by_email(email: str) -> User | None:
    """The account with this address in any case, or None."""
    user: User | None = User.objects.filter(email=normalise_email(email)).first()
    return user


def memberships_visible_to(user: "User | AnonymousUser") -> "QuerySet[StaffMembership]":
    return StaffMembership.objects.visible_to(user)


def company_exists(slug: str) -> bool:
    return Company.objects.filter(slug=slug).exists()
