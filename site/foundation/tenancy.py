"""Tenancy: every row belongs to a company, and who may see it follows from *grants*.

A grant says "this person has this role for this company, building or apartment". Apps that know
such facts (staff memberships, residencies) register a source in their `grants` module; everything
else, from pages to files, asks here. Grants are read once per user instance, that is once per
request; a background task re-fetches the user. Pages keep them across requests, under `grants_key`
(docs/decisions/0013), which changes with every change of access and with every quarter hour.
"""

import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import models

from foundation import clock

if TYPE_CHECKING:
    from accounts.models import User

AnyUser = "User | AnonymousUser"

OWNER = "owner"
MANAGER = "manager"
ASSISTANT = "assistant"
FINANCE = "finance"
RESIDENT = "resident"

STAFF_ROLES = frozenset({OWNER, MANAGER, ASSISTANT, FINANCE})
#: Roles that may enter the CMS and write pages; only the first two may publish.
EDITOR_ROLES = frozenset({OWNER, MANAGER, ASSISTANT})
PUBLISHER_ROLES = frozenset({OWNER, MANAGER})


@dataclass(frozen=True, slots=True)
class Dwelling:
    """The facts of a resident's apartment by which a page may be meant for them."""

    number: str
    floor: int | None
    riser: str
    section: str
    apartment_type: str
    #: owner, tenant or occupant
    kind: str


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one place. `building_id` None means every building of the company."""

    role: str
    company_id: int
    building_id: int | None = None
    apartment_id: int | None = None
    dwelling: Dwelling | None = None
    #: The person by whose consent it is held, for super users inside a company.
    on_behalf_of_id: int | None = None


GrantSource = Callable[["User"], Iterable[Grant]]
_sources: list[GrantSource] = []
_CACHE = "_concierge_grants"


def grant_source(source: GrantSource) -> GrantSource:
    """Register a function that reads the grants of a user. Use as a decorator."""
    if source not in _sources:
        _sources.append(source)
    return source


def grants_of(user: "User | AnonymousUser") -> tuple[Grant, ...]:
    """All current grants of an active user; none for anonymous and deactivated people."""
    if not user.is_authenticated or not user.is_active:
        return ()
    cached: tuple[Grant, ...] | None = getattr(user, _CACHE, None)
    if cached is None:
        cached = tuple(grant for source in _sources for grant in source(user))
        setattr(user, _CACHE, cached)
    return cached


def grants_key(user: "User") -> str:
    """Under which key the grants of `user`, as just read from the database, may be kept.

    Residencies begin and end at midnight where the building stands. All zones lie whole quarter
    hours from UTC, so within one quarter hour no date turns anywhere.
    """
    return f"grants:{user.pk}:{user.access_version}:{clock.quarter_hour()}"


def adopt_grants(user: "User", grants: tuple[Grant, ...]) -> None:
    """Take over grants that were kept under `grants_key`."""
    setattr(user, _CACHE, grants)


def forget_grants(user: "User | AnonymousUser") -> None:
    """Read the grants again next time, after a membership changed. Part of the change's act."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)
    if user.pk is not None:
        renew_access([user.pk])


def renew_access(user_ids: Iterable[int]) -> None:
    """Make worthless whatever is kept about the access of these people.

    Call it in the transaction that changes a membership, a residency or facts of an apartment:
    both commit or neither does.
    """
    ids = set(user_ids)
    if ids:
        users = get_user_model()._default_manager.filter(pk__in=ids)
        users.update(access_version=fresh_mark())


def fresh_mark() -> str:
    """A version that never was before. A counter would come again after a rollback or a restore,
    and with it whatever was kept under it."""
    return secrets.token_hex(8)


def is_platform_staff(user: "User | AnonymousUser") -> bool:
    """Whether this is an active super user, who runs the platform.

    That opens what belongs to the platform, and nothing of a company: there, a super user holds
    what the company's owner consented to, as a grant like everybody else's (decision 0025).
    """
    return bool(user.is_authenticated and user.is_active and user.is_platform_staff)


def has_role(
    user: "User | AnonymousUser",
    roles: Collection[str],
    *,
    company_id: int,
    building_id: int | None = None,
) -> bool:
    """Whether the user holds one of `roles` for the building, or for the whole company.

    With `building_id` None the question is about the company itself, so only a company-wide grant
    answers yes.
    """
    return any(
        grant.role in roles
        and grant.company_id == company_id
        and (grant.building_id is None or grant.building_id == building_id)
        for grant in grants_of(user)
    )


def places(
    user: "User | AnonymousUser", roles: Collection[str] | None = None
) -> tuple[set[int], set[int]]:
    """The ids of companies held as a whole, and of single buildings, for `roles` (None: any)."""
    companies: set[int] = set()
    buildings: set[int] = set()
    for grant in grants_of(user):
        if roles is None or grant.role in roles:
            if grant.building_id is None:
                companies.add(grant.company_id)
            else:
                buildings.add(grant.building_id)
    return companies, buildings


class ScopedQuerySet(models.QuerySet[Any]):
    """Base queryset of tenant-owned models: `visible_to` is the only reader of permissions."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        raise NotImplementedError(f"{type(self).__name__} must say what a person may see")


class CompanyOwned(models.Model):
    """Base of every table that belongs to a company, and so is invisible to all others."""

    company = models.ForeignKey("accounts.Company", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def scope_building_id(self) -> int | None:
        """The building this row lives in; None when it belongs to the company as a whole."""
        building_id: int | None = getattr(self, "building_id", None)
        return building_id
