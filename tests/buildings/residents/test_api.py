"""Residencies through the API."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db

PATH = "/api/v1/residencies"


@pytest.fixture
def new(world: Any) -> dict[str, Any]:
    return {
        "apartment": str(world.apartment("willow", "1A").uuid),
        "full_name": "Nora Newcomer",
        "email": "Nora@Willow.example",
        "kind": "tenant",
        "start_date": "2026-03-01",
    }


def post(client: Any, body: Any) -> Any:
    return client.post(PATH, body, content_type="application/json")


def patch(client: Any, identity: str, body: Any) -> Any:
    return client.patch(f"{PATH}/{identity}", body, content_type="application/json")


def names(client: Any, **query: str) -> list[str]:
    items = client.get(PATH, query).json()["items"]
    return sorted(item["person"]["full_name"] for item in items)


def test_flatmates_see_each_other_and_nobody_else(sign_in: Any, new: dict[str, Any]) -> None:
    assert post(sign_in("boris"), new).status_code == 201
    assert names(sign_in("ana")) == ["Ana Almeida", "Teo Brandt"]
    assert names(sign_in("teo")) == ["Ana Almeida", "Teo Brandt"]
    assert names(sign_in("iris")) == ["Iris Quist"]
    assert names(sign_in("boris")) == ["Ana Almeida", "Nora Newcomer", "Teo Brandt"]


def test_by_apartment(sign_in: Any, world: Any) -> None:
    apartment = world.apartment("willow", "4B")
    assert names(sign_in("mara"), apartment=str(apartment.uuid)) == ["Ana Almeida", "Teo Brandt"]
    assert sign_in("dara").get(PATH, {"apartment": str(apartment.uuid)}).status_code == 404
    assert sign_in("mara").get(PATH, {"apartment": "4B"}).status_code == 422


def test_move_in_and_out(sign_in: Any, new: dict[str, Any]) -> None:
    client = sign_in("asta")
    made = post(client, new).json()
    assert (made["person"]["email"], made["apartment_number"]) == ("nora@willow.example", "1A")
    assert made["end_date"] is None
    changed = patch(client, made["id"], {"end_date": "2026-05-31"}).json()
    assert changed["end_date"] == "2026-05-31"
    assert client.get(f"{PATH}/{made['id']}").json() == changed
    assert patch(client, made["id"], {"end_date": None}).json()["end_date"] is None


def test_a_known_address_is_the_same_person(sign_in: Any, new: dict[str, Any], world: Any) -> None:
    client = sign_in("boris")
    first = post(client, new).json()
    other = str(world.apartment("willow", "2A").uuid)
    second = post(client, new | {"apartment": other, "email": "NORA@willow.example "}).json()
    assert first["person"]["id"] == second["person"]["id"]


def test_a_known_address_under_another_name_is_refused(sign_in: Any, new: dict[str, Any]) -> None:
    client = sign_in("boris")
    post(client, new)
    response = post(client, new | {"full_name": "Somebody Else", "kind": "owner"})
    assert response.status_code == 422
    assert "Nora Newcomer" in response.json()["errors"]["email"][0]


def test_overlaps_are_a_conflict(sign_in: Any, new: dict[str, Any]) -> None:
    client = sign_in("boris")
    post(client, new)
    response = post(client, new | {"start_date": "2026-04-01"})
    assert response.status_code == 409
    assert response.json()["code"] == "conflict"
    assert "Nora Newcomer is recorded for apartment" in response.json()["detail"]


def test_two_main_contacts_are_a_conflict(sign_in: Any, new: dict[str, Any], world: Any) -> None:
    body = new | {"apartment": str(world.apartment("willow", "4B").uuid), "is_main_contact": True}
    response = post(sign_in("boris"), body)
    assert response.status_code == 409
    assert "Ana Almeida is the main contact" in response.json()["detail"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "   "),
        ("full_name", "x" * 121),
        ("email", "not an address"),
        ("email", "x" * 260 + "@willow.example"),
        ("kind", "ghost"),
        ("start_date", "yesterday"),
        ("start_date", "2026-02-30"),
        ("end_date", "2026-02-28"),
        ("apartment", "4B"),
        ("phone", "1" * 41),
        ("is_main_contact", "perhaps"),
    ],
)
def test_values_that_do_not_fit(field: str, value: Any, sign_in: Any, new: dict[str, Any]) -> None:
    response = post(sign_in("boris"), new | {field: value})
    assert response.status_code == 422, response.content
    assert response["Content-Type"].startswith("application/problem+json")
    assert response.json()["errors"]


@pytest.mark.parametrize("field", ["full_name", "email", "phone"])
@pytest.mark.parametrize("value", ["\x00", "a\x00b@willow.example", "\u202e", "<script>", "=cmd()"])
def test_nasty_text_is_stored_or_refused(
    field: str, value: str, sign_in: Any, new: dict[str, Any]
) -> None:
    assert post(sign_in("boris"), new | {field: value}).status_code in (201, 400, 422)


@pytest.mark.parametrize("field", ["kind", "start_date", "is_main_contact"])
def test_null_where_a_value_must_be(field: str, sign_in: Any, world: Any) -> None:
    residency = world.apartment("willow", "4B").residencies.first()
    response = patch(sign_in("boris"), str(residency.uuid), {field: None})
    assert response.status_code == 422, response.content
    assert list(response.json()["errors"]) == [field]


def test_the_last_day_cannot_precede_the_first(sign_in: Any, world: Any) -> None:
    residency = world.apartment("willow", "4B").residencies.first()
    response = patch(sign_in("boris"), str(residency.uuid), {"end_date": "2000-01-01"})
    assert response.status_code == 422


def test_nobody_moves_into_a_foreign_house(sign_in: Any, new: dict[str, Any]) -> None:
    for name, status in (("dara", 404), ("iris", 404), ("ana", 404), ("fin", 403)):
        assert post(sign_in(name), new).status_code == status, name
