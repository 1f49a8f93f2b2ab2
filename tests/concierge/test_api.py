"""What every operation of the API has in common: sign-in, CSRF, lists, errors."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

LISTS = ["/api/v1/buildings", "/api/v1/apartments", "/api/v1/residencies"]
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/problem+json")
    found: dict[str, Any] = response.json()
    assert found["status"] == status
    return found


@pytest.mark.parametrize("address", LISTS)
class TestLists:
    def test_without_signing_in(self, address: str, client: Client) -> None:
        assert problem(client.get(address), 401)["code"] == "unauthenticated"

    def test_a_switched_off_account(self, address: str, sign_in: Any, world: Any) -> None:
        client = sign_in("boris")
        world.boris.is_active = False
        world.boris.save(update_fields=["is_active"])
        problem(client.get(address), 401)

    def test_have_items_and_count(self, address: str, sign_in: Any) -> None:
        answer = sign_in("boris").get(address).json()
        assert set(answer) == {"items", "count"}
        assert answer["count"] == len(answer["items"]) > 0

    def test_are_cut_by_limit_and_offset(self, address: str, sign_in: Any) -> None:
        client = sign_in("sol")
        everything = client.get(address, {"limit": 200}).json()
        first = client.get(address, {"limit": 1}).json()
        second = client.get(address, {"limit": 1, "offset": 1}).json()
        assert first["items"] + second["items"] == everything["items"][:2]
        assert first["count"] == second["count"] == everything["count"]

    def test_past_the_end_is_empty(self, address: str, sign_in: Any) -> None:
        answer = sign_in("sol").get(address, {"offset": 1_000_000}).json()
        assert answer["items"] == []
        assert answer["count"] > 0

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("limit", "0"),
            ("limit", "-1"),
            ("limit", "201"),
            ("limit", "many"),
            ("offset", "-1"),
            ("offset", "1000001"),
            ("offset", "99999999999999999999999"),
        ],
    )
    def test_bounds(self, address: str, name: str, value: str, sign_in: Any) -> None:
        found = problem(sign_in("boris").get(address, {name: value}), 422)
        assert name in found["errors"]

    def test_unknown_parameters_are_ignored(self, address: str, sign_in: Any) -> None:
        assert sign_in("boris").get(address, {"company_id": "2"}).status_code == 200


@pytest.mark.parametrize("address", LISTS[1:])
class TestBuildingParameter:
    @pytest.mark.parametrize("reference", ["willow-court", "harbour/willow-court", "<uuid>"])
    def test_forms(self, address: str, reference: str, sign_in: Any, world: Any) -> None:
        reference = reference.replace("<uuid>", str(world.willow.uuid))
        answer = sign_in("mara").get(address, {"building": reference})
        assert answer.status_code == 200
        assert answer.json()["count"] > 0

    @pytest.mark.parametrize(
        "reference",
        ["no-such-house", "harbour/elm-gardens", "rival/willow-court", "/", "a/b/c", "", UNKNOWN,
         "x" * 5000, "'; --"],
    )  # fmt: skip
    def test_unknown(self, address: str, reference: str, sign_in: Any) -> None:
        problem(sign_in("mara").get(address, {"building": reference}), 404)

    def test_null_characters(self, address: str, sign_in: Any) -> None:
        found = problem(sign_in("mara").get(address, {"building": "willow-court\x00"}), 422)
        assert list(found["errors"]) == ["building"]

    @pytest.mark.parametrize("name", ["iris", "emil", "dara"])
    @pytest.mark.parametrize("reference", ["willow-court", "harbour/willow-court", "<uuid>"])
    def test_foreign(
        self, address: str, name: str, reference: str, sign_in: Any, world: Any
    ) -> None:
        reference = reference.replace("<uuid>", str(world.willow.uuid))
        answer = sign_in(name).get(address, {"building": reference})
        found = problem(answer, 404)
        assert "Willow Court" not in str(found)

    def test_ambiguous(self, address: str, sign_in: Any, world: Any) -> None:
        from buildings.properties.operations.buildings import create_building
        from concierge.demo.cast import BUILDINGS, SYSTEM

        create_building(actor=SYSTEM, company=world.companies["rival"], values=BUILDINGS["willow"])
        found = problem(sign_in("sol").get(address, {"building": "willow-court"}), 422)
        assert "company/willow-court" in found["errors"]["building"][0]
        assert sign_in("sol").get(address, {"building": "harbour/willow-court"}).status_code == 200
        # Boris sees one of them only, so for him the bare name says enough.
        assert sign_in("boris").get(address, {"building": "willow-court"}).status_code == 200


class TestForgery:
    """A session cookie is sent by any site's form, so writing needs the token as well."""

    BODY = {"name": "Willow Court II"}

    def test_without_the_token(self, world: Any) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.mara, backend="django.contrib.auth.backends.ModelBackend")
        response = client.patch(
            f"/api/v1/buildings/{world.willow.uuid}", self.BODY, content_type="application/json"
        )
        assert response.status_code == 403
        world.willow.refresh_from_db()
        assert world.willow.name == "Willow Court"

    def test_with_the_token(self, world: Any) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.mara, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["csrftoken"] = token = "t" * 32
        response = client.patch(
            f"/api/v1/buildings/{world.willow.uuid}",
            self.BODY,
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
        assert response.status_code == 200, response.content

    def test_reading_needs_none(self, world: Any) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.mara, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/api/v1/buildings").status_code == 200


class TestAddresses:
    @pytest.mark.parametrize("kind", ["buildings", "apartments", "residencies"])
    def test_unknown_objects(self, kind: str, sign_in: Any) -> None:
        problem(sign_in("mara").get(f"/api/v1/{kind}/{UNKNOWN}"), 404)

    @pytest.mark.parametrize("kind", ["buildings", "apartments", "residencies"])
    @pytest.mark.parametrize("name", ["iris", "emil", "dara"])
    def test_foreign_objects_look_unknown(
        self, kind: str, name: str, sign_in: Any, world: Any
    ) -> None:
        apartment = world.apartment("willow", "4B")
        target = {
            "buildings": world.willow,
            "apartments": apartment,
            "residencies": apartment.residencies.first(),
        }[kind]
        client = sign_in(name)
        foreign = problem(client.get(f"/api/v1/{kind}/{target.uuid}"), 404)
        unknown = problem(client.get(f"/api/v1/{kind}/{UNKNOWN}"), 404)
        foreign["detail"] = foreign["detail"].replace(str(target.uuid), UNKNOWN)
        assert foreign == unknown

    @pytest.mark.parametrize("path", ["nothing", "buildings/", "buildings/no-uuid", "imports/%17"])
    @pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
    def test_unknown_addresses_are_problems(self, method: str, path: str) -> None:
        client = Client(enforce_csrf_checks=True)
        problem(getattr(client, method)(f"/api/v1/{path}"), 404)

    def test_the_description_is_served(self, client: Client) -> None:
        schema = client.get("/api/v1/openapi.json").json()
        assert schema["openapi"].startswith("3.")
        assert "/api/v1/buildings" in schema["paths"]

    def test_the_documentation_loads_nothing_from_elsewhere(self, client: Client) -> None:
        html = client.get("/api/v1/docs").content.decode()
        assert "//cdn" not in html
        assert 'src="http' not in html

    @pytest.mark.parametrize("body", ["", "not json", "[]", "null", '"text"', "{", "\x00"])
    def test_bodies_that_are_no_objects(self, body: str, sign_in: Any, world: Any) -> None:
        client = sign_in("mara")
        for method, path in (
            ("POST", "/api/v1/buildings"),
            ("PATCH", f"/api/v1/buildings/{world.willow.uuid}"),
        ):
            response = client.generic(method, path, body, content_type="application/json")
            assert response.status_code in (400, 422), (method, body)
            assert response["Content-Type"].startswith("application/problem+json")
