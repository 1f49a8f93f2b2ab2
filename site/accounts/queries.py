"""Reads of people and companies."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_resolver, reverse

from accounts.models import Company, StaffMembership, User
from accounts.models.companies import RESERVED_SLUGS
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


def staff_of_whole_company(company_id: int, role: str) -> list[User]:
    """Active people who hold `role` for all buildings of a company."""
    found = StaffMembership.objects.current().filter(
        company_id=company_id, role=role, covers_all_buildings=True, user__is_active=True
    )
    return [membership.user for membership in found.select_related("user").order_by("pk")]


def user_by_email(email: str) -> User | None:
    """The account with this address in any case, or None."""
    user: User | None = User.objects.filter(email=normalise_email(email)).first()
    return user


def user_by_id(user_id: int) -> User:
    user: User = User.objects.get(pk=user_id)
    return user


def has_proven(user: User, email: str) -> bool:
    """Whether `email` is one of the account's verified addresses."""
    from allauth.account.models import EmailAddress

    return bool(
        EmailAddress.objects.filter(user=user, email=normalise_email(email), verified=True).exists()
    )


def password_link(user: User) -> str:
    """An address at which the account's password is chosen, once; good for three days."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def memberships_visible_to(user: "User | AnonymousUser") -> "QuerySet[StaffMembership]":
    return StaffMembership.objects.visible_to(user)


def company_exists(slug: str) -> bool:
    return Company.objects.filter(slug=slug).exists()


_WORD = re.compile(r"[a-z0-9_-]+")
#: Behind this door companies stand beside its own pages: /desk/<company>/… and /desk/imports/.
_SHARED_DOOR = "desk"


def reserved_slugs() -> frozenset[str]:
    """The words that no company may take as its address, because the platform answers there.

    They are read from the project's addresses, so a new door is reserved by being built.
    """
    found = {urlsplit(url).path.strip("/") for url in (settings.STATIC_URL, settings.MEDIA_URL)}
    for route in _routes(get_resolver().url_patterns):
        first, _, rest = route.partition("/")
        found.add(first)
        if first == _SHARED_DOOR:
            found.add(rest.partition("/")[0])
    return RESERVED_SLUGS | {word for word in found if _WORD.fullmatch(word)}


def _routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        yield from _routes(entry.url_patterns, route) if hasattr(entry, "url_patterns") else [route]
