"""What a token is worth, told only to whom it belongs."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from allauth.headless.internal.sessionkit import lookup_session
from allauth.headless.tokens.strategies.jwt import internal

from accounts.operations.families import has_refresh_token
from accounts.queries.keys import key_of_token, keys_visible_to

if TYPE_CHECKING:
    from accounts.models import ApiKey, User

NOTHING: dict[str, Any] = {"active": False}


def describe_token(user: "User", token: str, own_key: "ApiKey | None" = None) -> dict[str, Any]:
    """The facts of an own token or key. For everything else the same answer: not active.

    A key is told about to itself and to the owners of its company, who see it in their list.
    """
    return _of_key(user, token, own_key) or _of_person(user, token) or NOTHING


def _of_key(user: "User", token: str, own_key: "ApiKey | None") -> dict[str, Any] | None:
    key = key_of_token(token)
    if key is None:
        return None
    if key != own_key and not keys_visible_to(user).filter(pk=key.pk).exists():
        return None
    return {
        "active": True,
        "kind": "api_key",
        "expires_at": key.expires_at,
        "scopes": key.scopes,
        "subject": str(key.account.uuid),
        "company": key.company.slug,
    }


def _of_person(user: "User", token: str) -> dict[str, Any] | None:
    for kind in ("access", "refresh"):
        payload = internal.decode_token(token, kind)
        if payload is None or payload["sub"] != str(user.pk):
            continue
        key = internal.session_key_from_sid(payload["sid"])
        session = key and lookup_session(key)
        if not session or internal.validate_token_user(payload, session) is None:
            return None
        if kind == "refresh" and not has_refresh_token(session_key=key, token_id=payload["jti"]):
            return None
        return {
            "active": True,
            "kind": kind,
            "expires_at": dt.datetime.fromtimestamp(payload["exp"], dt.UTC),
            "subject": str(user.uuid),
        }
    return None
