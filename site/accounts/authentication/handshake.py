"""Who opens a connection that stays open: told once, by the headers of the handshake."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.http.request import validate_host

from accounts.authentication.bearer import bearer_of, session_methods
from accounts.queries.second_factor import needs_second_factor

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Visitor:
    user: "User"
    #: Of the session that ends the connection when it ends.
    session_key: str


def visitor_of(headers: Mapping[str, str]) -> Visitor | None:
    """Whoever sends these headers (names in lower case), by access token, else by cookie.

    Browsers send the cookie from every site's pages, so with a cookie the page's own host must be
    ours. None for strangers, and for whoever owes a second factor.
    """
    request = _request(headers)
    user: User | AnonymousUser
    found = bearer_of(request)
    if found is not None:
        user, session = found
    elif "authorization" in headers or not _is_our_page(headers):
        return None
    else:
        user, session = get_user(request), request.session
    if not user.is_authenticated or not user.is_active or not session.session_key:
        return None
    if settings.REQUIRE_SECOND_FACTOR and needs_second_factor(user):
        request.session = session
        if not any(method.get("method") == "mfa" for method in session_methods(request)):
            return None
    return Visitor(user, session.session_key)


def _request(headers: Mapping[str, str]) -> HttpRequest:
    """As much of a request as telling who sent it takes."""
    request = HttpRequest()
    if "authorization" in headers:
        request.META["HTTP_AUTHORIZATION"] = headers["authorization"]
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        cookies.clear()
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    engine: Any = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(morsel.value if morsel else None)
    return request


def _is_our_page(headers: Mapping[str, str]) -> bool:
    origin, host = urlsplit(headers.get("origin", "")), headers.get("host", "")
    return (
        bool(host)
        and origin.netloc == host
        and validate_host(origin.hostname or "", settings.ALLOWED_HOSTS)
    )
