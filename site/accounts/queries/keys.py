"""Reads of API keys, and whom a key lets in."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext

from accounts.models import ApiKey, Company, StaffMembership
from accounts.queries.companies import companies_owned_by
from foundation import tenancy
from foundation.errors import NotFound
from foundation.permissions import require

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User


def digest_of(token: str) -> str:
    """Under which digest a key is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_backed(key: ApiKey) -> bool:
    """Whether whoever made the key may still answer for it.

    Its maker has seen the secret. A key that went on working after the owner left would be a way
    back in that nobody thinks of. A question of its own: as part of the search for the key it
    takes more time than both (`make bench`).
    """
    maker = key.created_by
    if maker is None:
        return True
    owners = StaffMembership.objects.current().filter(
        company_id=key.company_id, user_id=maker.pk, role=tenancy.OWNER
    )
    return maker.is_active and owners.exists()


def _opens(key: ApiKey | None) -> ApiKey | None:
    return key if key and key.is_working and key.account.is_active and _is_backed(key) else None


def _keys() -> "QuerySet[ApiKey]":
    found: QuerySet[ApiKey] = ApiKey.objects.select_related("account", "created_by")
    return found


def grant_of(key: ApiKey) -> tenancy.Grant:
    """What a key may at most: what a manager of the whole company may.

    Not what its owner may: a stolen key neither hires nor fires, and opens no buildings. Its scopes
    narrow this further, where a request comes in (accounts.authentication.keys).
    """
    return tenancy.Grant(tenancy.MANAGER, key.company_id)


def key_of_token(token: str) -> ApiKey | None:
    """The working key that this is, with its account, or None."""
    # A token is printable and short; what is not needs no look into the database.
    if not (token.isascii() and token.isprintable() and len(token) <= 100):
        return None
    return _opens(_keys().filter(digest=digest_of(token)).first())


def working_key_of(account: "User") -> ApiKey | None:
    """The key behind a program's account, while it works."""
    return _opens(_keys().filter(account=account).first())


def keys_of(user: "User | AnonymousUser", company: Company) -> "QuerySet[ApiKey]":
    """The keys of a company, the newest first, those that no longer work included."""
    found: QuerySet[ApiKey] = ApiKey.objects.visible_to(user).filter(company=company)
    return found.select_related("created_by", "company")


def keys_visible_to(user: "User | AnonymousUser") -> "QuerySet[ApiKey]":
    found: QuerySet[ApiKey] = ApiKey.objects.visible_to(user)
    return found.select_related("created_by", "company")


def key_with_id(user: "User | AnonymousUser", key_id: UUID) -> ApiKey:
    """One key.

    Raises:
        NotFound: unknown, or not for this person.
    """
    key: ApiKey | None = keys_visible_to(user).filter(uuid=key_id).first()
    if key is None:
        raise NotFound
    return key


def companies_with_keys_of(user: "User") -> list[Company]:
    """The companies whose keys this person manages.

    Raises:
        NotAllowed: none.
    """
    require(user, "accounts.add_apikey")
    return companies_owned_by(user)


def scope_labels() -> list[tuple[str, str]]:
    """What a key may be allowed, in words."""
    words: dict[str, Any] = {
        "apartments": gettext("apartments"),
        "buildings": gettext("buildings"),
        "documents": gettext("documents"),
        "events": gettext("events"),
        "imports": gettext("imports"),
        "invitations": gettext("invitations"),
        "residencies": gettext("residents and residencies"),
        "search": gettext("search"),
    }
    labels = []
    for scope in settings.API_KEY_SCOPES:
        area, _colon, mode = scope.partition(":")
        text = gettext("Read: %(area)s") if mode == "read" else gettext("Change: %(area)s")
        labels.append((scope, text % {"area": words.get(area, area)}))
    return labels


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key of the list, and in words why it does not work; empty while it does."""

    key: ApiKey
    why_not: str


def keys_listed(user: "User | AnonymousUser", company: Company) -> list[ListedKey]:
    """The keys of a company as its owners see them."""
    visible = ApiKey.objects.visible_to(user).filter(company=company)
    keys = _keys().filter(pk__in=visible)
    return [ListedKey(key, "" if _opens(key) else _why_not(key)) for key in keys]


def _why_not(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return gettext("Revoked")
    if not key.is_working:
        return gettext("Run out")
    return gettext("Stopped: whoever made it is no longer an owner")
