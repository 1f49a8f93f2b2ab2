"""Signing in to our own API with a key of a company's program."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyHeader

from accounts.models import ApiKey as Key
from accounts.operations.keys import note_use
from accounts.queries.keys import grant_of, key_of_token
from foundation import tenancy
from foundation.errors import NotAllowed

_SAFE = ("GET", "HEAD", "OPTIONS")
_PREFIX = "/api/v1/"


class KeyMayNot(NotAllowed):
    """The key works, but not for this."""

    code = "missing_scope"


class ApiKey(APIKeyHeader):
    """`X-API-Key`: a program of a company, within the key's scopes.

    An address that no scope names is closed to keys. `is_scoped=False` is for the few operations
    that are about the key itself.
    """

    param_name = "X-API-Key"

    def __init__(self, *, is_scoped: bool = True) -> None:
        super().__init__()
        self.is_scoped = is_scoped

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        found = key_of_token(key) if key else None
        if found is None:
            return None
        if self.is_scoped:
            require_scope(found, request)
        note_use(key=found)
        account = found.account
        # Known already, so that nobody has to look it up; see accounts.grants.
        tenancy.adopt_grants(account, (grant_of(found),))
        request.user = account
        request.api_key = found  # type: ignore[attr-defined]
        return account


def require_scope(key: Key, request: HttpRequest) -> None:
    """Refuse what the key may not.

    Raises:
        KeyMayNot: the address is closed to keys, or the key lacks its scope.
    """
    area = request.path_info.removeprefix(_PREFIX).partition("/")[0]
    scope = f"{area}:{'read' if request.method in _SAFE else 'write'}"
    if scope not in settings.API_KEY_SCOPES:
        raise KeyMayNot(_("API keys cannot do this; it needs a person who has signed in."))
    _require(key, scope)


def require_also(request: HttpRequest, scope: str) -> None:
    """Refuse a program whose key lacks a second scope: the request acts in two areas.

    Raises:
        KeyMayNot: the request came in with a key, and it lacks the scope.
    """
    key = key_behind(request)
    if key is not None:
        _require(key, scope)


def _require(key: Key, scope: str) -> None:
    if scope not in key.scopes:
        raise KeyMayNot(_("This key lacks the scope “%(scope)s”.") % {"scope": scope})


def key_behind(request: HttpRequest) -> Key | None:
    """The key with which this request came in, or None."""
    found: Key | None = getattr(request, "api_key", None)
    return found
