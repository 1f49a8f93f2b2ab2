"""Access and refresh tokens: what each way of ending a session does to them, at once."""

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.authentication.bearer import session_methods
from accounts.operations import sessions
from accounts.operations.personal_data import erase_account, order_erasure
from accounts.operations.users import create_verified_user
from concierge.demo.cast import PASSWORD, SYSTEM
from foundation import clock
from foundation.models import AuditEntry
from tests.accounts.tokens import APP, ME, App

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(world: Any) -> App:
    return App(world.ana.email)


def ends(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`later(seconds)` moves our clock; the tokens' own clock stays."""
    real = clock.now

    def move(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + dt.timedelta(seconds=seconds))

    return move


class TestSigningIn:
    def test_gives_a_pair_that_opens_our_api(self, ana: App, world: Any) -> None:
        assert ana.access
        assert ana.refresh
        response = ana.send("GET", ME)
        assert response.status_code == 200
        assert [item["slug"] for item in response.json()["items"]] == ["willow-court"]

    def test_writing_needs_no_csrf_token(self, world: Any) -> None:
        app = App(world.mara.email)
        response = app.send("PATCH", f"{ME}/{world.willow.uuid}", {"year_built": 1997})
        assert response.status_code == 200, response.content
        entry = AuditEntry.objects.order_by("pk").last()
        assert entry is not None
        assert entry.actor == world.mara

    def test_a_wrong_password_gives_nothing(self, world: Any) -> None:
        app = App()
        assert app.sign_in(world.ana.email, "wrong").status_code == 400
        assert not app.access

    def test_a_second_factor_is_asked_before_any_token(self, world: Any) -> None:
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(world.ana, secret)
        app = App()
        response = app.sign_in(world.ana.email)
        assert response.status_code == 401
        flows = {flow["id"]: flow for flow in response.json()["data"]["flows"]}
        assert flows["mfa_authenticate"]["is_pending"]
        assert not app.access
        assert not app.refresh
        # Half signed in opens nothing, neither here nor there.
        assert app.status() == 401
        assert Client(headers={"X-Session-Token": app.session}).get(ME).status_code == 401
        assert app.send("GET", f"{APP}/account/email").status_code == 401
        code = totp.format_hotp_value(
            totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
        )
        assert app.send("POST", f"{APP}/auth/2fa/authenticate", {"code": code}).status_code == 200
        assert app.status() == 200
        assert Authenticator.objects.filter(user=world.ana).exists()

    def test_methods_can_be_asked_for(self, ana: App, rf: Any) -> None:
        request = rf.get("/", headers={"Authorization": f"Bearer {ana.access}"})
        assert [method["method"] for method in session_methods(request)] == ["password"]
        assert session_methods(rf.get("/", headers={"Authorization": "Bearer nonsense"})) == []

    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Basic eDp5", "x" * 9000])
    def test_nonsense_is_401(self, header: str, world: Any) -> None:
        assert Client().get(ME, headers={"Authorization": header}).status_code == 401

    def test_a_worthless_token_is_not_replaced_by_the_cookie(self, sign_in: Any) -> None:
        response = sign_in("ana").get(ME, headers={"Authorization": "Bearer worthless"})
        assert response.status_code == 401

    def test_writing_with_nothing_at_all_is_401_not_403(self, world: Any) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.post(ME, {}, content_type="application/json")
        assert response.status_code == 401

    def test_the_browser_client_needs_csrf(self, world: Any) -> None:
        client = Client(enforce_csrf_checks=True)
        body = {"email": world.ana.email, "password": PASSWORD}
        path = "/_allauth/browser/v1/auth/login"
        assert client.post(path, body, content_type="application/json").status_code == 403
        client.get("/_allauth/browser/v1/config")
        headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
        answer = client.post(path, body, content_type="application/json", headers=headers)
        assert answer.status_code == 200
        assert "access_token" not in answer.content.decode()
        assert client.get(ME).status_code == 200

    def test_pages_stay_beside_it(self, client: Client) -> None:
        assert client.get("/accounts/login/").status_code == 200

    @pytest.mark.parametrize("client_name", ["app", "browser"])
    @pytest.mark.parametrize(
        "path", ["account/phone", "auth/phone/verify", "auth/phone/verify/resend"]
    )
    @pytest.mark.parametrize("method", ["get", "post", "put"])
    def test_nothing_about_phones(self, client_name: str, path: str, method: str, ana: App) -> None:
        headers = {"Authorization": f"Bearer {ana.access}"}
        address = f"/_allauth/{client_name}/v1/{path}"
        assert getattr(Client(), method)(address, headers=headers).status_code == 404

    def test_no_page_of_the_library_loads_from_elsewhere(self, client: Client) -> None:
        for name in ("html", "json", "yaml"):
            assert client.get(f"/_allauth/openapi.{name}").status_code == 404


class TestExchange:
    def test_gives_a_new_pair(self, ana: App) -> None:
        old = ana.refresh
        assert ana.exchange().status_code == 200
        assert ana.refresh != old
        assert ana.status() == 200
        assert ana.exchange().status_code == 200

    def test_a_double_send_is_refused_and_harmless(self, ana: App, later: Any) -> None:
        old = ana.refresh
        ana.exchange()
        later(9)
        assert App().exchange(old).status_code == 400
        assert ana.status() == 200
        assert ana.exchange().status_code == 200
        assert ends("accounts.token_reused") == 0

    def test_a_spent_token_ends_the_whole_family(self, ana: App, world: Any, later: Any) -> None:
        thief = App()
        stolen = ana.refresh
        ana.exchange()
        later(11)
        assert thief.exchange(stolen).status_code == 400
        assert ana.status() == 401
        assert ana.exchange().status_code == 400
        entry = AuditEntry.objects.get(action="accounts.token_reused")
        assert entry.object_id == world.ana.pk
        assert not UserSession.objects.filter(user=world.ana).exists()
        # Late in an ended session is no further reuse.
        assert ends("accounts.token_reused") == 1

    def test_the_thief_s_own_pair_dies_as_well(self, ana: App, later: Any) -> None:
        thief = App()
        assert thief.exchange(ana.refresh).status_code == 200
        later(11)
        assert ana.exchange().status_code == 400
        assert thief.status() == 401
        assert thief.exchange().status_code == 400

    def test_another_session_of_the_person_lives_on(self, ana: App, world: Any, later: Any) -> None:
        other = App(world.ana.email)
        stolen = ana.refresh
        ana.exchange()
        later(11)
        App().exchange(stolen)
        assert other.status() == 200
        assert other.exchange().status_code == 200

    def test_whoever_writes_the_session_meanwhile_revives_nothing(self, ana: App) -> None:
        """allauth keeps the list of tokens in the session, where a stale copy overwrites it."""
        from importlib import import_module

        from django.conf import settings

        store = import_module(settings.SESSION_ENGINE).SessionStore(ana.session)
        store["language"] = "de"
        old = ana.refresh
        ana.exchange()
        store.save()
        assert App().exchange(old).status_code == 400
        assert ana.exchange().status_code == 200

    def test_a_late_token_after_signing_out_is_no_theft(self, ana: App, later: Any) -> None:
        ana.send("DELETE", f"{APP}/auth/session")
        later(60)
        assert ana.exchange().status_code == 400
        assert ends("accounts.token_reused") == 0

    @pytest.mark.parametrize("token", ["", "x", "a.b.c", "\x00", "x" * 5000, None, 7, [], {}])
    def test_nonsense(self, token: Any, world: Any) -> None:
        response = Client().post(
            f"{APP}/tokens/refresh", {"refresh_token": token}, content_type="application/json"
        )
        assert response.status_code == 400

    def test_each_token_is_for_its_own_use(self, ana: App) -> None:
        assert App().exchange(ana.access).status_code == 400
        answer = Client().get(ME, headers={"Authorization": f"Bearer {ana.refresh}"})
        assert answer.status_code == 401
        # Neither guess harmed the session.
        assert ana.exchange().status_code == 200

    def test_a_session_in_use_is_prolonged_once_a_day(self, ana: App, later: Any) -> None:
        def end() -> Any:
            return Session.objects.get(pk=ana.session).expire_date

        first = end()
        ana.exchange()
        assert end() == first
        later(25 * 3600)
        ana.exchange()
        assert end() > first


class TestEndings:
    def test_signing_out(self, ana: App, world: Any) -> None:
        assert UserSession.objects.filter(user=world.ana).count() == 1
        assert ana.send("DELETE", f"{APP}/auth/session").status_code == 401
        assert ana.status() == 401
        assert ana.exchange().status_code == 400
        assert not UserSession.objects.filter(user=world.ana).exists()

    def test_ending_it_from_the_list_of_sessions(self, ana: App, world: Any) -> None:
        other = App(world.ana.email)
        found = other.send("GET", f"{APP}/auth/sessions").json()["data"]
        [foreign] = [item["id"] for item in found if not item["is_current"]]
        assert (
            other.send("DELETE", f"{APP}/auth/sessions", {"sessions": [foreign]}).status_code == 200
        )
        assert ana.status() == 401
        assert ana.exchange().status_code == 400
        assert other.status() == 200

    def test_a_new_password_brings_a_new_pair_and_ends_the_others(
        self, ana: App, world: Any
    ) -> None:
        """allauth forgets the pair; our receiver asks for it through a private mark."""
        other = App(world.ana.email)
        before = (ana.access, ana.refresh)
        body = {"current_password": PASSWORD, "new_password": "a lantern in the yard"}
        response = ana.send("POST", f"{APP}/account/password/change", body)
        assert response.status_code == 200, response.content
        assert set(before).isdisjoint({ana.access, ana.refresh})
        assert ana.status() == 200
        assert ana.exchange().status_code == 200
        assert App().exchange(before[1]).status_code == 400
        assert Client().get(ME, headers={"Authorization": f"Bearer {before[0]}"}).status_code == 401
        assert other.status() == 401
        assert other.exchange().status_code == 400
        assert ends("accounts.token_reused") == 0

    @pytest.mark.parametrize("path", [ME, f"{APP}/auth/session", f"{APP}/account/email"])
    def test_a_switched_off_account(self, path: str, ana: App, world: Any) -> None:
        world.ana.is_active = False
        world.ana.save(update_fields=["is_active"])
        assert ana.status(path) == 401
        assert ana.exchange().status_code == 400

    @pytest.mark.parametrize("path", [ME, f"{APP}/auth/session", f"{APP}/account/email"])
    def test_an_erased_account(self, path: str, world: Any) -> None:
        passing = create_verified_user(
            actor=SYSTEM, email="p@x.example", first_name="P", last_name="X", password=PASSWORD
        )
        app = App("p@x.example")
        assert app.status() == 200
        order_erasure(actor=passing, user=passing)
        erase_account(user_id=passing.pk)
        assert app.status(path) == 401
        assert app.exchange().status_code == 400

    def test_everywhere(self, ana: App, world: Any, sign_in: Any) -> None:
        browser = sign_in("ana")
        assert browser.get(ME).status_code == 200
        other = App(world.ana.email)
        assert sessions.sign_out_everywhere(actor=world.ana, user=world.ana) == 2
        for app in (ana, other):
            assert app.status() == 401
            assert app.exchange().status_code == 400
        # This session was on no list, and ended all the same.
        assert browser.get(ME).status_code == 401
        assert not UserSession.objects.filter(user=world.ana).exists()
        assert ends("accounts.signed_out_everywhere") == 1
        assert App(world.ana.email).status() == 200

    def test_everywhere_is_for_oneself_and_the_platform(self, world: Any) -> None:
        from foundation.errors import DomainError

        for name in ("mara", "boris", "teo"):
            with pytest.raises(DomainError):
                sessions.sign_out_everywhere(actor=world.people[name], user=world.ana)
        sessions.sign_out_everywhere(actor=world.sol, user=world.ana)


class TestDangerousActs:
    def test_want_the_password_again_in_the_session_of_the_token(
        self, ana: App, world: Any
    ) -> None:
        body = {"email": world.ana.email}
        refused = ana.send("POST", "/api/v1/me/erasure", body)
        assert refused.status_code == 403
        assert refused.json()["code"] == "reauthentication_required"
        again = ana.send("POST", f"{APP}/auth/reauthenticate", {"password": PASSWORD})
        assert again.status_code == 200
        assert ana.send("POST", "/api/v1/me/erasure", body).status_code == 202
