"""API keys: whom they let in, to what, and how each of them ends."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import ApiKey, User
from accounts.operations.keys import MOST_KEYS, create_key, revoke_key
from accounts.operations.staff import add_staff, end_staff
from concierge.api import api
from concierge.demo.cast import SYSTEM
from foundation import clock, tenancy
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry
from tests.accounts.tokens import App

pytestmark = pytest.mark.django_db

BUILDINGS = "/api/v1/buildings"


@pytest.fixture
def make(world: Any) -> Any:
    """`make("buildings:read", …)` answers a key of Harbour made by Mara, and its token."""

    def key(*scopes: str, company: str = "harbour", actor: Any = None) -> tuple[ApiKey, str]:
        return create_key(
            actor=actor or world.mara,
            company=world.companies[company],
            name="Accounting",
            scopes=scopes or settings.API_KEY_SCOPES,
            days=30,
        )

    return key


def ask(key: str, path: str = BUILDINGS, method: str = "get", **body: Any) -> Any:
    client = Client(enforce_csrf_checks=True, headers={"X-API-Key": key})
    given = {"data": body, "content_type": "application/json"} if method != "get" else {}
    return getattr(client, method)(path, **given)


class TestLetsIn:
    def test_to_its_own_company_only(self, make: Any) -> None:
        _key, token = make("buildings:read")
        answer = ask(token).json()
        assert [item["slug"] for item in answer["items"]] == ["quay-house", "willow-court"]
        _key, token = make("buildings:read", company="rival", actor=SYSTEM)
        assert [item["slug"] for item in ask(token).json()["items"]] == ["elm-gardens"]

    def test_foreign_objects_are_404(self, make: Any, world: Any) -> None:
        _key, token = make()
        apartment = world.apartment("elm", "1C")
        for path in (
            f"{BUILDINGS}/{world.elm.uuid}",
            f"/api/v1/apartments/{apartment.uuid}",
            f"/api/v1/residencies/{apartment.residencies.first().uuid}",
            "/api/v1/apartments?building=elm-gardens",
            f"/api/v1/events/{world.events['elm'].public_id}",
            f"/api/v1/documents/{world.minutes['elm'].translation_key}",
        ):
            response = ask(token, path)
            assert response.status_code == 404, path
            assert "Elm" not in response.content.decode()
        assert ask(token, f"{BUILDINGS}/{world.elm.uuid}", "patch", year_built=1).status_code == 404

    def test_nothing_of_the_other_company_is_visible_in_any_model(
        self, make: Any, world: Any
    ) -> None:
        from tests.contracts.test_visibility_agrees_with_rules import MODELS

        key, _token = make()
        account = User.objects.get(pk=key.account_id)
        rival = world.companies["rival"].pk
        for model in MODELS:
            visible = model._default_manager.visible_to(account)
            if any(field.attname == "company_id" for field in model._meta.concrete_fields):
                assert not visible.filter(company_id=rival).exists(), model._meta.label
        assert not ApiKey.objects.visible_to(account).exists()
        assert list(User.objects.visible_to(account)) == [account]

    def test_writing_needs_no_csrf_and_history_tells_the_program(
        self, make: Any, world: Any
    ) -> None:
        key, token = make("buildings:write")
        path = f"{BUILDINGS}/{world.willow.uuid}"
        assert ask(token, path, "patch", year_built=1997).status_code == 200
        entry = AuditEntry.objects.filter(action="properties.building_changed").first()
        assert entry is not None
        assert entry.actor_id == key.account_id
        assert entry.actor.display_name == "Accounting"
        assert entry.company == world.companies["harbour"]

    def test_it_is_a_manager_at_most(self, make: Any, world: Any) -> None:
        """A stolen key hires nobody and opens no buildings, whatever its scopes."""
        key, token = make()
        body = {
            "company": "harbour", "name": "New House", "slug": "new-house", "street": "Kai 1",
            "city": "Hamburg", "time_zone": "Europe/Berlin", "currency": "EUR",
        }  # fmt: skip
        assert ask(token, BUILDINGS, "post", **body).status_code == 403
        account = User.objects.get(pk=key.account_id)
        assert {grant.role for grant in tenancy.grants_of(account)} == {tenancy.MANAGER}
        with pytest.raises((NotAllowed, NotFound)):
            create_key(
                actor=account, company=world.companies["harbour"], name="Child",
                scopes=["buildings:read"], days=1,
            )  # fmt: skip

    def test_its_account_has_no_other_way_in(self, make: Any, client: Client) -> None:
        key, token = make()
        account = User.objects.get(pk=key.account_id)
        assert not account.has_usable_password()
        assert App().sign_in(account.email, token).status_code == 400
        # Neither pages nor the other API take the key.
        headers = {"X-API-Key": token}
        assert client.get("/desk/", headers=headers).status_code == 302
        assert client.get("/_allauth/app/v1/auth/session", headers=headers).status_code == 401
        assert client.get("/cms/", headers=headers).status_code == 302


class TestScopes:
    @pytest.mark.parametrize(
        ("scope", "method", "path", "status"),
        [
            ("buildings:read", "get", BUILDINGS, 200),
            ("buildings:write", "get", BUILDINGS, 403),
            ("apartments:read", "get", BUILDINGS, 403),
            ("buildings:read", "patch", BUILDINGS + "/{building}", 403),
            ("buildings:write", "patch", BUILDINGS + "/{building}", 200),
            ("apartments:write", "patch", BUILDINGS + "/{building}", 403),
            ("search:read", "get", "/api/v1/search?q=lift", 200),
            ("buildings:read", "get", "/api/v1/search?q=lift", 403),
        ],
    )
    def test_are_enforced(
        self, scope: str, method: str, path: str, status: int, make: Any, world: Any
    ) -> None:
        _key, token = make(scope)
        body = {"year_built": 1990} if method == "patch" else {}
        response = ask(token, path.format(building=world.willow.uuid), method, **body)
        assert response.status_code == status, response.content
        if status == 403:
            assert response["Content-Type"].startswith("application/problem+json")
            assert response.json()["code"] == "missing_scope"

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", "/api/v1/feeds"),
            ("post", "/api/v1/feeds"),
            ("post", "/api/v1/events/00000000-0000-4000-8000-000000000000/sign-up"),
        ],
    )
    def test_what_is_about_a_person_is_closed(self, method: str, path: str, make: Any) -> None:
        _key, token = make()
        response = ask(token, path, method)
        assert response.status_code == 403
        assert response.json()["code"] == "missing_scope"

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("get", "/api/v1/api-keys"),
            ("post", "/api/v1/api-keys"),
            ("post", "/api/v1/auth/logout-all"),
        ],
    )
    def test_keys_cannot_manage_keys(self, method: str, path: str, make: Any) -> None:
        _key, token = make()
        assert ask(token, path, method).status_code == 401

    def test_name_areas_of_the_api_only(self) -> None:
        paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
        areas = {path.split("/")[3] for path in paths if path.startswith("/api/v1/")}
        for scope in settings.API_KEY_SCOPES:
            area, mode = scope.split(":")
            assert area in areas
            assert mode in ("read", "write")


class TestEnds:
    @pytest.mark.parametrize(
        "token",
        ["", "x", "nc_", "nc_00000000_", "x" * 10_000, "nc_\u00e9", "\u0000", "Bearer x"],
        ids=range(8),
    )
    def test_nonsense(self, token: str, world: Any) -> None:
        assert ask(token).status_code == 401

    def test_another_secret_with_a_known_prefix(self, make: Any) -> None:
        key, _token = make()
        assert ask(f"{key.prefix}_{'A' * 43}").status_code == 401

    def test_the_stored_digest_is_no_key(self, make: Any) -> None:
        key, token = make()
        assert ask(key.digest).status_code == 401
        assert token not in str(vars(key))

    def test_revoked(self, make: Any, world: Any) -> None:
        key, token = make()
        revoke_key(actor=world.mara, key=key)
        response = ask(token)
        assert response.status_code == 401
        assert response["Content-Type"].startswith("application/problem+json")
        account = User.objects.get(pk=key.account_id)
        assert not tenancy.grants_of(account)
        assert AuditEntry.objects.filter(action="accounts.api_key_revoked").count() == 1
        revoke_key(actor=world.mara, key=key)
        assert AuditEntry.objects.filter(action="accounts.api_key_revoked").count() == 1

    def test_run_out(self, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        key, token = make()
        late = clock.now() + dt.timedelta(days=31)
        monkeypatch.setattr(clock, "now", lambda: late)
        assert ask(token).status_code == 401
        assert not tenancy.grants_of(User.objects.get(pk=key.account_id))

    def test_when_its_maker_leaves(self, make: Any, world: Any) -> None:
        """Whoever made it has seen the secret."""
        add_staff(
            actor=SYSTEM, company=world.companies["harbour"], user=world.ana, role="owner",
            covers_all_buildings=True,
        )  # fmt: skip
        key, token = make(actor=world.ana)
        assert ask(token).status_code == 200
        end_staff(actor=world.mara, membership=world.ana.memberships.get())
        assert ask(token).status_code == 401
        assert not tenancy.grants_of(User.objects.get(pk=key.account_id))

    def test_when_its_maker_is_switched_off(self, make: Any, world: Any) -> None:
        _key, token = make()
        world.mara.is_active = False
        world.mara.save(update_fields=["is_active"])
        assert ask(token).status_code == 401

    def test_a_worthless_key_is_not_replaced_by_the_cookie(self, sign_in: Any) -> None:
        assert sign_in("mara").get(BUILDINGS, headers={"X-API-Key": "worthless"}).status_code == 401


class TestUse:
    def test_is_noted_at_most_once_a_minute(
        self, make: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key, token = make()
        real = clock.now

        def used(seconds: int) -> Any:
            monkeypatch.setattr(clock, "now", lambda: real() + dt.timedelta(seconds=seconds))
            ask(token)
            key.refresh_from_db()
            return key.last_used_at

        first = used(0)
        assert first is not None
        assert used(55) == first
        assert used(70) > first

    def test_costs_two_queries_before_the_work(
        self, make: Any, django_assert_num_queries: Any
    ) -> None:
        _key, token = make("buildings:read")
        ask(token)
        # The key and its maker, then what the list itself asks: its rows and their number.
        with django_assert_num_queries(4):
            ask(token)


class TestMaking:
    @pytest.mark.parametrize("name", ["boris", "asta", "fin", "ana", "dara"])
    def test_is_for_owners(self, name: str, world: Any, make: Any) -> None:
        with pytest.raises((NotAllowed, NotFound)):
            make(actor=world.people[name])

    @pytest.mark.parametrize(
        ("field", "values"),
        [
            ("name", {"name": "  "}),
            ("name", {"name": "x" * 61}),
            ("name", {"name": "a\x00b"}),
            ("scopes", {"scopes": []}),
            ("scopes", {"scopes": ["everything"]}),
            ("scopes", {"scopes": ["feeds:read"]}),
            ("days", {"days": 0}),
            ("days", {"days": 731}),
        ],
    )
    def test_refuses(self, field: str, values: dict[str, Any], world: Any) -> None:
        given = {"name": "Accounting", "scopes": ["buildings:read"], "days": 30} | values
        with pytest.raises(InvalidInput) as caught:
            create_key(actor=world.mara, company=world.companies["harbour"], **given)
        assert list(caught.value.fields) == [field]

    def test_has_an_end(self, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("accounts.operations.keys.MOST_KEYS", 2)
        make()
        with pytest.raises(Conflict):
            make()
        assert MOST_KEYS == 50

    def test_by_api(self, world: Any) -> None:
        app = App(world.mara.email)
        body = {"company": "harbour", "name": "Accounting", "scopes": ["buildings:read"], "days": 3}
        response = app.send("POST", "/api/v1/api-keys", body)
        assert response.status_code == 201, response.content
        made = response.json()
        assert made["key"].startswith(made["prefix"])
        assert ask(made["key"]).status_code == 200
        listed = app.send("GET", "/api/v1/api-keys?company=harbour").json()
        assert listed["items"][0]["id"] == made["id"]
        assert "key" not in listed["items"][0]
        assert made["key"] not in app.send("GET", "/api/v1/api-keys").content.decode()
        assert app.send("DELETE", f"/api/v1/api-keys/{made['id']}").status_code == 204
        assert ask(made["key"]).status_code == 401
        entries = AuditEntry.objects.filter(action__startswith="accounts.api_key").order_by("-pk")
        assert made["key"] not in str([entry.changes for entry in entries])

    @pytest.mark.parametrize("name", ["boris", "ana", "dara"])
    def test_by_api_for_others(self, name: str, world: Any, make: Any, sign_in: Any) -> None:
        key, _token = make()
        client = sign_in(name)
        body = {"company": "harbour", "name": "Mine", "scopes": ["buildings:read"], "days": 3}
        answer = client.post("/api/v1/api-keys", body, content_type="application/json")
        assert answer.status_code == (404 if name == "dara" else 403)
        assert client.delete(f"/api/v1/api-keys/{key.uuid}").status_code == 404
        assert client.get("/api/v1/api-keys").status_code == 403


class TestIntrospection:
    PATH = "/api/v1/auth/token/introspect"

    def test_of_one_s_own_tokens(self, world: Any) -> None:
        app = App(world.ana.email)
        for kind, token in (("access", app.access), ("refresh", app.refresh)):
            answer = app.send("POST", self.PATH, {"token": token}).json()
            assert answer["active"]
            assert answer["kind"] == kind
            assert answer["subject"] == str(world.ana.uuid)
            assert answer["expires_at"]
        spent = app.refresh
        app.exchange()
        assert not app.send("POST", self.PATH, {"token": spent}).json()["active"]

    def test_of_a_key_by_itself_and_by_the_owner(self, make: Any, world: Any) -> None:
        key, token = make("buildings:read")
        for answer in (
            ask(token, self.PATH, "post", token=token).json(),
            App(world.mara.email).send("POST", self.PATH, {"token": token}).json(),
        ):
            assert answer["active"]
            assert answer["scopes"] == ["buildings:read"]
            assert answer["company"] == "harbour"
            assert answer["subject"] == str(key.account.uuid)
        revoke_key(actor=world.mara, key=key)
        assert not App(world.mara.email).send("POST", self.PATH, {"token": token}).json()["active"]

    def test_tells_nothing_about_others(self, make: Any, world: Any) -> None:
        ana, teo = App(world.ana.email), App(world.teo.email)
        _key, token = make()
        _key, other_token = make(company="rival", actor=SYSTEM)
        nothing = ana.send("POST", self.PATH, {"token": "worthless"}).json()
        assert not nothing["active"]
        for foreign in (teo.access, teo.refresh, token, "\u00e9" * 50, ana.session):
            assert ana.send("POST", self.PATH, {"token": foreign}).json() == nothing
        mara = App(world.mara.email)
        assert mara.send("POST", self.PATH, {"token": other_token}).json() == nothing
        assert ask(token, self.PATH, "post", token=other_token).json() == nothing
        assert ask(token, self.PATH, "post", token=ana.access).json() == nothing

    def test_needs_a_caller(self, client: Client, world: Any) -> None:
        assert (
            client.post(self.PATH, {"token": "x"}, content_type="application/json").status_code
            == 401
        )

    def test_logging_out_everywhere_by_api(self, world: Any) -> None:
        app, other = App(world.ana.email), App(world.ana.email)
        response = app.send("POST", "/api/v1/auth/logout-all")
        assert response.status_code == 200
        assert response.json() == {"sessions": 2}
        for each in (app, other):
            assert each.status() == 401
            assert each.exchange().status_code == 400
