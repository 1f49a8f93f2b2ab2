"""Boris proves an app's code; Asta a passkey, in the browser's own authenticator."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from concierge.demo.cast import PASSWORD


@pytest.fixture
def required(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def prove_password(page: Any) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def sign_in(page: Any, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Any) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()


def test_an_app_is_set_up_and_asked_for(story: Any, visit: Any, required: None) -> None:
    page = visit("boris", "/desk/")
    expect(page.get_by_text("Your work needs a second factor.")).to_be_visible()
    page.get_by_role("link", name="Set up an app").click()
    prove_password(page)
    secret = page.get_by_label("Key, if you cannot scan").input_value()
    page.get_by_label("Code from the app").fill(
        str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    )
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    code = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Continue").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    sign_out(page)

    page = visit("nobody", "/accounts/login/?next=/desk/")
    sign_in(page, story.boris.email)
    expect(page.get_by_role("heading", name="Now your second factor")).to_be_visible()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")
    Authenticator.objects.filter(user=story.boris).delete()


def test_a_passkey_signs_in_without_a_password(story: Any, visit: Any, required: None) -> None:
    page = visit("asta", "/accounts/2fa/webauthn/add/")
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    prove_password(page)
    page.get_by_label("Name, such as “My phone”").fill("Front desk")
    page.get_by_label("Sign in with it alone, without a password").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)

    page.goto("/accounts/login/?next=/desk/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    Authenticator.objects.filter(user=story.people["asta"]).delete()
