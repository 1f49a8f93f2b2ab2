"""Buildings and apartments through the API."""

from typing import Any

import pytest

from foundation.models import AuditEntry

pytestmark = pytest.mark.django_db

NEW_BUILDING = {
    "company": "harbour",
    "name": "Mole House",
    "slug": "mole-house",
    "street": "Mole 1",
    "city": "Hamburg",
    "time_zone": "Europe/Berlin",
    "currency": "EUR",
}
#: Strings that break text columns, protocols or spreadsheets somewhere; none may end in 500.
NASTY = [
    "\x00",
    "a\x00b",
    "\ud83c\udfe0" * 30,
    "<b>x</b>",
    "=1+1",
    "’ OR 1=1",
    "\u202e",
    "x" * 10_000,
]


def post(client: Any, path: str, body: Any) -> Any:
    return client.post(path, body, content_type="application/json")


def patch(client: Any, path: str, body: Any) -> Any:
    return client.patch(path, body, content_type="application/json")


class TestBuildings:
    def test_one_sees_ones_own(self, sign_in: Any) -> None:
        def slugs(name: str) -> set[str]:
            items = sign_in(name).get("/api/v1/buildings").json()["items"]
            return {item["slug"] for item in items}

        assert slugs("mara") == {"willow-court", "quay-house"}
        assert slugs("boris") == slugs("ana") == slugs("teo") == slugs("fin") == {"willow-court"}
        assert slugs("iris") == {"quay-house"}
        assert slugs("dara") == slugs("emil") == {"elm-gardens"}
        assert slugs("sol") == {"willow-court", "quay-house", "elm-gardens"}

    def test_create(self, sign_in: Any) -> None:
        client = sign_in("mara")
        response = post(client, "/api/v1/buildings", NEW_BUILDING)
        assert response.status_code == 201, response.content
        made = response.json()
        assert (made["company"], made["slug"], made["brand_hue"]) == ("harbour", "mole-house", 200)
        assert client.get(f"/api/v1/buildings/{made['id']}").json() == made
        assert client.get("/harbour/mole-house/").status_code == 200

    def test_change(self, sign_in: Any, world: Any) -> None:
        client = sign_in("boris")
        path = f"/api/v1/buildings/{world.willow.uuid}"
        before = client.get(path).json()
        after = patch(client, path, {"brand_hue": 10, "year_built": None}).json()
        assert after == before | {"brand_hue": 10, "year_built": None}
        entry = AuditEntry.objects.order_by("-pk")[0]
        assert (entry.actor, entry.changes) == (
            world.boris,
            {"brand_hue": [172, 10], "year_built": [1998, None]},
        )

    def test_a_new_address_moves_the_site(self, sign_in: Any, world: Any) -> None:
        client = sign_in("boris")
        path = f"/api/v1/buildings/{world.willow.uuid}"
        assert patch(client, path, {"slug": "willow-yard"}).status_code == 200
        assert client.get("/harbour/willow-yard/contacts/").status_code == 200
        assert client.get("/harbour/willow-court/contacts/").status_code == 404

    def test_changing_nothing_leaves_no_trace(self, sign_in: Any, world: Any) -> None:
        count = AuditEntry.objects.count()
        path = f"/api/v1/buildings/{world.willow.uuid}"
        assert patch(sign_in("boris"), path, {"name": "Willow Court"}).status_code == 200
        assert patch(sign_in("boris"), path, {}).status_code == 200
        assert AuditEntry.objects.count() == count

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "x" * 121),
            ("slug", "Not A Slug"),
            ("slug", "quay-house"),
            ("slug", ""),
            ("street", ""),
            ("time_zone", "Europe/Atlantis"),
            ("time_zone", ""),
            ("currency", "EURO"),
            ("currency", "XXL"),
            ("building_type", "castle"),
            ("year_built", 999),
            ("year_built", 2101),
            ("year_built", 10**30),
            ("year_built", "old"),
            ("brand_hue", 360),
            ("brand_hue", -1),
            ("country", "DEU"),
        ],
    )
    def test_values_that_do_not_fit(self, field: str, value: Any, sign_in: Any, world: Any) -> None:
        client = sign_in("mara")
        for response in (
            post(client, "/api/v1/buildings", NEW_BUILDING | {field: value}),
            patch(client, f"/api/v1/buildings/{world.willow.uuid}", {field: value}),
        ):
            assert response.status_code == 422, response.content
            assert response["Content-Type"].startswith("application/problem+json")
            errors = response.json()["errors"]
            assert any(name.endswith(field) or name == "form" for name in errors), errors
        world.willow.refresh_from_db()
        assert world.willow.name == "Willow Court"

    @pytest.mark.parametrize("field", ["name", "slug", "street", "postal_code", "city", "country",
                                       "time_zone", "language", "currency", "building_type",
                                       "brand_hue"])  # fmt: skip
    def test_null_where_a_value_must_be(self, field: str, sign_in: Any, world: Any) -> None:
        path = f"/api/v1/buildings/{world.willow.uuid}"
        response = patch(sign_in("boris"), path, {field: None})
        assert response.status_code == 422, response.content
        assert list(response.json()["errors"]) == [field]

    @pytest.mark.parametrize("field", ["name", "street", "postal_code", "city", "slug", "company"])
    @pytest.mark.parametrize("value", NASTY)
    def test_nasty_text_is_stored_or_refused(self, field: str, value: str, sign_in: Any) -> None:
        response = post(sign_in("mara"), "/api/v1/buildings", NEW_BUILDING | {field: value})
        assert response.status_code in (201, 400, 404, 422)

    def test_unknown_company(self, sign_in: Any) -> None:
        for company in ("rival", "nobody", ""):
            body = NEW_BUILDING | {"company": company}
            assert post(sign_in("mara"), "/api/v1/buildings", body).status_code == 404


class TestApartments:
    PATH = "/api/v1/apartments"

    def test_residents_see_their_own_only(self, sign_in: Any) -> None:
        for name in ("ana", "teo"):
            answer = sign_in(name).get(self.PATH, {"building": "willow-court"}).json()
            assert [item["number"] for item in answer["items"]] == ["4B"]
        assert [i["number"] for i in sign_in("iris").get(self.PATH).json()["items"]] == ["2A"]

    def test_a_neighbours_apartment_does_not_exist(self, sign_in: Any, world: Any) -> None:
        other = world.apartment("willow", "4A")
        assert sign_in("ana").get(f"{self.PATH}/{other.uuid}").status_code == 404
        assert patch(sign_in("ana"), f"{self.PATH}/{other.uuid}", {}).status_code == 404

    def test_staff_see_all_in_door_order(self, sign_in: Any) -> None:
        client = sign_in("boris")
        post(client, self.PATH, {"building": "willow-court", "number": "10A"})
        items = client.get(self.PATH, {"building": "willow-court", "limit": 200}).json()["items"]
        numbers = [item["number"] for item in items]
        assert numbers == [f"{f}{letter}" for f in range(1, 5) for letter in "ABC"] + ["10A"]

    def test_search(self, sign_in: Any) -> None:
        items = sign_in("boris").get(self.PATH, {"q": "4b"}).json()["items"]
        assert [item["number"] for item in items] == ["4B"]

    @pytest.mark.parametrize("text", ["%", "_", "x" * 5000, "\\", "'"])
    def test_search_for_nasty_text(self, text: str, sign_in: Any) -> None:
        answer = sign_in("boris").get(self.PATH, {"q": text})
        assert answer.status_code == 200
        assert answer.json()["count"] == 0

    def test_add_get_and_change(self, sign_in: Any, world: Any) -> None:
        client = sign_in("boris")
        body = {"building": "harbour/willow-court", "number": "5A", "floor": 5, "area_m2": "61.5"}
        made = post(client, self.PATH, body).json()
        assert (made["building"], made["number"]) == (str(world.willow.uuid), "5A")
        path = f"{self.PATH}/{made['id']}"
        changed = patch(client, path, {"number": "5 A", "floor": None}).json()
        assert (changed["number"], changed["floor"]) == ("5 A", None)
        assert client.get(path).json() == changed
        assert float(changed["area_m2"]) == 61.5

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("number", ""),
            ("number", "4B"),
            ("number", "4b"),
            ("number", "x" * 21),
            ("floor", 201),
            ("floor", -11),
            ("floor", 10**20),
            ("floor", 1.5),
            ("area_m2", "0"),
            ("area_m2", "12345678"),
            ("area_m2", "1.234"),
            ("area_m2", "NaN"),
            ("area_m2", "Infinity"),
            ("area_m2", "much"),
            ("ownership_share", "100.1"),
            ("ownership_share", "-1"),
            ("apartment_type", "cave"),
            ("section", "x" * 41),
        ],
    )
    def test_values_that_do_not_fit(self, field: str, value: Any, sign_in: Any, world: Any) -> None:
        client = sign_in("boris")
        body = {"building": "willow-court", "number": "9Z"} | {field: value}
        other = world.apartment("willow", "1A")
        for response in (
            post(client, self.PATH, body),
            patch(client, f"{self.PATH}/{other.uuid}", {field: value}),
        ):
            assert response.status_code == 422, response.content
            assert response["Content-Type"].startswith("application/problem+json")
            assert response.json()["errors"]

    @pytest.mark.parametrize(
        "field", ["number", "section", "riser", "apartment_type", "parking", "locker"]
    )
    def test_null_where_a_value_must_be(self, field: str, sign_in: Any, world: Any) -> None:
        path = f"{self.PATH}/{world.apartment('willow', '1A').uuid}"
        response = patch(sign_in("boris"), path, {field: None})
        assert response.status_code == 422, response.content
        assert list(response.json()["errors"]) == [field]

    @pytest.mark.parametrize("field", ["number", "section", "riser", "parking", "locker"])
    @pytest.mark.parametrize("value", NASTY)
    def test_nasty_text_is_stored_or_refused(self, field: str, value: str, sign_in: Any) -> None:
        body = {"building": "willow-court", "number": "9Z"} | {field: value}
        assert post(sign_in("boris"), self.PATH, body).status_code in (201, 400, 422)

    def test_a_number_in_another_building_is_free(self, sign_in: Any) -> None:
        body = {"building": "harbour/quay-house", "number": "4B"}
        assert post(sign_in("mara"), self.PATH, body).status_code == 201

    def test_an_apartment_cannot_change_houses(self, sign_in: Any, world: Any) -> None:
        apartment = world.apartment("willow", "1A")
        path = f"{self.PATH}/{apartment.uuid}"
        patch(sign_in("mara"), path, {"building": "harbour/quay-house"})
        apartment.refresh_from_db()
        assert apartment.building == world.willow
