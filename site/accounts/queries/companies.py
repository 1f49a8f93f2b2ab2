"""Reads of companies, and the words that no company may be called."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_resolver

from accounts.models import Company, User
from accounts.models.companies import RESERVED_SLUGS
from foundation import tenancy
from foundation.errors import NotFound

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet


def companies_visible_to(user: "User | AnonymousUser") -> "QuerySet[Company]":
    return Company.objects.visible_to(user)


def companies_owned_by(user: "User | AnonymousUser") -> "list[Company]":
    """Companies in which the person is an owner; for super users those they look into."""
    owned, _buildings = tenancy.places(user, {tenancy.OWNER})
    return list(companies_visible_to(user).filter(pk__in=owned))


def owns_a_company(user: "User | AnonymousUser") -> bool:
    """For menus: by the grants. What `has_perm` finds refused, it goes on to look up in the
    framework's own tables, on every page of the desk."""
    return any(grant.role == tenancy.OWNER for grant in tenancy.grants_of(user))


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
