"""Signing in to our own API with an access token, or with a browser's session."""

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.headless.tokens.strategies.jwt import internal
from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

    from accounts.models import User

_FOUND = "_concierge_bearer"


def bearer_of(request: HttpRequest) -> "tuple[User, SessionBase] | None":
    """Whose access token the request brings, with the session behind it; None without a good one.

    Asked once per request. Middleware may ask, too: there `request.user` knows cookies only.
    """
    if not hasattr(request, _FOUND):
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        found = _of_token(token.strip()) if scheme.lower() == "bearer" else None
        setattr(request, _FOUND, found)
    found_now: tuple[User, SessionBase] | None = getattr(request, _FOUND)
    return found_now


def _of_token(token: str) -> "tuple[User, SessionBase] | None":
    payload = internal.decode_token(token, "access")
    session = payload and internal.get_token_session(payload)
    user = session and internal.validate_token_user(payload, session)
    return (user, session) if user else None


def session_methods(request: HttpRequest) -> list[dict[str, Any]]:
    """How whoever sends the request signed in: password, TOTP, passkey … with the time of each.

    For rules about the second factor. The session is the access token's, else the cookie's.
    """
    found = bearer_of(request)
    session = found[1] if found else getattr(request, "session", {})
    methods: list[dict[str, Any]] = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return methods


class Bearer(HttpBearer):
    """An access token of /_allauth/app/v1. Browsers never send it by themselves: no CSRF token."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = bearer_of(request)
        if found is None:
            return None
        request.user = found[0]
        return found[0]


class Cookie(SessionAuth):
    """The session of a browser. Any site's form sends it, so writing needs the CSRF token as well.

    Whoever brings a token or a key has said who they are: if that is worth nothing, the cookie does
    not step in. And without a cookie there is nothing to forge: then it is "sign in", not "forged".
    """

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" in request.headers or "X-API-Key" in request.headers:
            return None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        return super().__call__(request)
