"""There is one door: whatever page asks for a password, it is allauth's, and a factor follows."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from concierge.demo.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PASSWORD_FIELD = re.compile(r'<input[^>]*type="password"', re.I)
#: Pages that ask nobody who is not signed in, or that sign somebody in by other proof as well.
ALLAUTH = re.compile(r"^/accounts/")
#: Values for the parts of addresses; what does not exist answers 404, and that is no door.
SAMPLE = {
    "int": "1",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "slug": "harbour",
    "hue": "200",
}


def addresses() -> list[str]:
    """Each address of the project once, with sample values."""
    found: set[str] = set()

    def walk(patterns: Any, prefix: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern).lstrip("^")
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                found.add(sampled(route))

    walk(get_resolver().url_patterns, "")
    return sorted(found)


def sampled(route: str) -> str:
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLE.get(m[1] or "", "harbour"), route)
    route = re.sub(r"\(\?P<\w+>[^)]*\)\??", "1", route)
    return "/" + re.sub(r"\([^)]*\)[*?]?|[\^$\\?]", "", route)


def test_only_allauth_asks_for_a_password(sign_in: Any) -> None:
    doors = set()
    for client in (Client(raise_request_exception=False), sign_in("boris"), sign_in("sol")):
        client.raise_request_exception = False
        for address in addresses():
            if "logout" in address or address.endswith("/enter/"):
                continue
            response = client.get(address)
            if response.streaming or "html" not in response.get("Content-Type", ""):
                continue
            if PASSWORD_FIELD.search(response.content.decode()):
                doors.add(address)
    assert "/accounts/login/" in doors
    assert [door for door in doors if not ALLAUTH.match(door)] == []


@pytest.mark.parametrize("old", ["/cms/login/", "/cms/password_reset/", "/admin/login/"])
def test_the_doors_of_libraries_are_walled_up(old: str) -> None:
    response = Client().post(old, {"username": "boris", "password": PASSWORD})
    assert response.status_code in (301, 302, 404)
    assert "_auth_user_id" not in Client().session


@pytest.mark.parametrize("name", ["ana", "boris", "sol"])
def test_every_door_asks_an_enrolled_person_for_the_factor(name: str, world: Any) -> None:
    user = world.people[name]
    TOTP.activate(user, generate_totp_secret())
    pages = {
        "/accounts/login/": {"login": user.email, "password": PASSWORD},
        "/cms/login/": {"username": user.email, "password": PASSWORD},
    }
    for page, values in pages.items():
        client = Client()
        response = client.post(page, values)
        assert response.status_code in (301, 302)
        assert "_auth_user_id" not in client.session, page
    assert (
        Client()
        .post("/accounts/login/", pages["/accounts/login/"])["Location"]
        .startswith("/accounts/2fa/authenticate/")
    )
    answer = Client().post(
        "/_allauth/app/v1/auth/login",
        {"email": user.email, "password": PASSWORD},
        content_type="application/json",
    )
    assert answer.status_code == 401
    assert "access_token" not in answer.json()["meta"]
