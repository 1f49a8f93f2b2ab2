"""Staff and super users prove a second factor in each session; residents may have one."""

import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.db import transaction
from django.test import Client

from concierge.demo.cast import PASSWORD

pytestmark = pytest.mark.django_db
INDEX = "/accounts/2fa/"
SECRET = generate_totp_secret()


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def give_totp(user: Any) -> None:
    TOTP.activate(user, SECRET)


def prove_password(client: Client) -> None:
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("name", ["boris", "asta", "fin", "mara", "sol"])
@pytest.mark.parametrize("path", ["/desk/", "/my/", "/harbour/willow-court/", "/cms/", "/search/"])
def test_staff_without_a_factor_are_sent_to_set_one_up(name: str, path: str, sign_in: Any) -> None:
    response = sign_in(name).get(path)
    assert (response.status_code, response["Location"]) == (302, INDEX)


@pytest.mark.parametrize("name", ["ana", "teo"])
def test_residents_are_not_asked(name: str, sign_in: Any) -> None:
    assert sign_in(name).get("/my/").status_code == 200


def test_nobody_is_sent_to_sign_in_as_ever(client: Client) -> None:
    assert client.get("/my/")["Location"].startswith("/accounts/login/")


def test_the_way_to_set_one_up_and_to_leave_stays_open(sign_in: Any) -> None:
    client = sign_in("boris")
    for path in (INDEX, "/accounts/logout/", "/my/security/", "/healthz", "/accounts/sessions/"):
        assert client.get(path).status_code == 200, path


def test_a_program_is_told_so(sign_in: Any) -> None:
    response = sign_in("boris").get("/api/v1/buildings")
    assert response.status_code == 403
    assert response["Content-Type"].startswith("application/problem+json")
    assert response.json()["code"] == "second_factor_required"


def test_htmx_leaves_the_page_instead_of_showing_the_set_up_inside_it(sign_in: Any) -> None:
    response = sign_in("boris").get("/desk/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == INDEX


def test_a_factor_that_is_only_set_up_opens_nothing(world: Any, sign_in: Any) -> None:
    """A session from before, or one that got past the sign-in page, must prove it first."""
    give_totp(world.boris)
    client = sign_in("boris")
    response = client.get("/desk/?page=2")
    assert response["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fdesk%2F%3Fpage%3D2"
    wrong = client.post(response["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/desk/").status_code == 302
    right = client.post(response["Location"], {"code": code_of(SECRET)})
    assert (right.status_code, right["Location"]) == (302, "/desk/?page=2")
    assert client.get("/desk/").status_code == 200
    # Another session of the same person proves nothing for this one.
    assert sign_in("boris").get("/my/").status_code == 200
    other = Client()
    other.force_login(world.boris, backend="django.contrib.auth.backends.ModelBackend")
    assert other.get("/desk/").status_code == 302


def test_whoever_has_only_a_passkey_is_asked_for_that(world: Any, sign_in: Any) -> None:
    Authenticator.objects.create(user=world.boris, type=Authenticator.Type.WEBAUTHN, data={})
    location = sign_in("boris").get("/desk/")["Location"]
    assert location == "/accounts/2fa/webauthn/reauthenticate/?next=%2Fdesk%2F"


def test_signing_in_with_password_and_code(world: Any, client: Client) -> None:
    give_totp(world.boris)
    response = client.post(
        "/accounts/login/?next=/desk/", {"login": world.boris.email, "password": PASSWORD}
    )
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/").status_code == 302
    page = client.get("/accounts/2fa/authenticate/")
    assert page.status_code == 200
    assert "Now your second factor" in page.content.decode()
    response = client.post("/accounts/2fa/authenticate/", {"code": code_of(SECRET)})
    assert response.status_code == 302
    assert client.get("/desk/").status_code == 200


def test_setting_up_an_app_counts_at_once_and_is_mailed(
    sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The commit comes before the answer; in a test it would come after it.
    monkeypatch.setattr(transaction, "on_commit", lambda done, **kwargs: done())
    client = sign_in("boris")
    page = client.get("/accounts/2fa/totp/activate/")
    assert page["Location"].startswith("/accounts/reauthenticate/")
    prove_password(client)
    page = client.get("/accounts/2fa/totp/activate/")
    assert 'class="qr" src="data:image/svg+xml' in page.content.decode()
    secret = client.session[SECRET_SESSION_KEY]
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/desk/").status_code == 200
    assert "Recovery codes" in client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "Codes from an app are switched on" in [message.subject for message in mail.outbox]


def test_switching_the_last_factor_off_ends_the_proof(
    world: Any, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    give_totp(world.boris)
    client = sign_in("boris")
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of(SECRET)})
    assert client.get("/desk/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/deactivate/")
    assert client.get("/desk/")["Location"] == INDEX
    methods = client.session[AUTHENTICATION_METHODS_SESSION_KEY]
    assert [method for method in methods if method["method"] == "mfa"] == []


def test_removing_a_factor_needs_a_fresh_proof(world: Any, sign_in: Any) -> None:
    give_totp(world.ana)
    response = sign_in("ana").post("/accounts/2fa/totp/deactivate/")
    assert "reauthenticate" in response["Location"]
    assert Authenticator.objects.filter(user=world.ana, type="totp").exists()


def test_a_recovery_code_works_once(world: Any, client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    give_totp(world.boris)
    code = RecoveryCodes.activate(world.boris).get_unused_codes()[0]
    for expected in (302, 200):
        browser = Client()
        browser.post("/accounts/login/", {"login": world.boris.email, "password": PASSWORD})
        answer = browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert answer.status_code == expected
        if expected == 302:
            assert browser.get("/desk/").status_code == 200


def test_a_token_of_a_session_without_the_factor_is_refused(world: Any) -> None:
    browser = Client()
    answer = browser.post(
        "/_allauth/app/v1/auth/login",
        {"email": world.boris.email, "password": PASSWORD},
        content_type="application/json",
    ).json()
    bearer = {"Authorization": f"Bearer {answer['meta']['access_token']}"}
    refused = browser.get("/api/v1/buildings", headers=bearer)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_required")


def test_a_token_of_a_session_with_the_factor_is_good(world: Any) -> None:
    give_totp(world.boris)
    browser = Client()
    pending = browser.post(
        "/_allauth/app/v1/auth/login",
        {"email": world.boris.email, "password": PASSWORD},
        content_type="application/json",
    )
    assert pending.status_code == 401
    answer = browser.post(
        "/_allauth/app/v1/auth/2fa/authenticate",
        {"code": code_of(SECRET)},
        content_type="application/json",
        headers={"X-Session-Token": pending.json()["meta"]["session_token"]},
    ).json()
    bearer = {"Authorization": f"Bearer {answer['meta']['access_token']}"}
    assert browser.get("/api/v1/buildings", headers=bearer).status_code == 200
