"""Every address answers every person as the matrix says, and has a row there."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.contracts import matrix, routes

pytestmark = pytest.mark.django_db

PAGES, API = matrix.rows(matrix.PAGES), matrix.rows(matrix.API)
#: Pages of the page tree are no routes of their own; their addresses start with a slash.
TREE = {row.route for row in PAGES if row.route.startswith("/")}
SHEET = b"Unit,Floor\n1A,1\n"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


@pytest.fixture(scope="module")
def samples(django_db_setup: Any, django_db_blocker: Any) -> dict[str, str]:
    """What stands in the place of a route's parameters: Willow Court and its apartment 4B."""
    from tests.world import recall

    with django_db_blocker.unblock():
        world = recall()
        building = world.buildings["willow"]
        apartment = world.apartment("willow", "4B")
        residency = apartment.residencies.get(is_main_contact=True)
        return {
            "company": "harbour",
            "company_slug": "harbour",
            "building": "willow-court",
            "building_slug": "willow-court",
            "building_id": str(building.uuid),
            "apartment_id": str(apartment.uuid),
            "residency_id": str(residency.uuid),
            "person_id": str(residency.person.uuid),
            "restriction_id": "1",
            "hue": "172",
            "uidb36": "1",
            "key": "forged",
            "name": "unknown.log",
            "path": world.images["willow"].file.name,
            "document": f"{world.documents['willow'].pk}/"
            f"{Path(world.documents['willow'].file.name).name}",
        }


def address(route: str, samples: dict[str, str]) -> str:
    """The address of a row: its shown form with the parameters filled in."""
    text = matrix.shown(route).replace("<id>/<name>", "{document}")
    return text.replace("<", "{").replace(">", "}").format(**samples)


def body(row: matrix.Row, samples: dict[str, str]) -> dict[str, Any]:
    """The smallest body an operation takes; PATCH changes nothing and still needs the right."""
    return {
        "POST /api/v1/buildings": {
            "company": "harbour",
            "name": "Matrix House",
            "slug": "matrix-house",
            "street": "Kai 1",
            "city": "Hamburg",
            "time_zone": "Europe/Berlin",
            "currency": "EUR",
        },
        "POST /api/v1/apartments": {"building": samples["building_id"], "number": "9Z"},
        "POST /api/v1/residencies": {
            "apartment": samples["apartment_id"],
            "full_name": "New Person",
            "kind": "occupant",
            "start_date": "2026-01-01",
        },
        "PATCH /api/v1/imports/{import_id}": {"mapping": {"apartment": "Unit"}},
        "POST /api/v1/imports/{import_id}/apply": {"mode": "all_or_nothing"},
    }.get(str(row), {})


def answers(row: matrix.Row, sign_in: Any, samples: dict[str, str]) -> dict[str, int]:
    """What each person gets; what they changed is rolled back before the next one asks."""
    found = {}
    for name in matrix.PEOPLE:
        with transaction.atomic():
            client = sign_in(name)
            client.raise_request_exception = False
            given: dict[str, Any] = {}
            if str(row) == "POST /api/v1/imports":
                sheet = SimpleUploadedFile("sheet.csv", SHEET)
                given = {"data": {"building": samples["building_id"], "file": sheet}}
            elif row.method != "GET" and row.route.startswith("/api/"):
                given = {"data": body(row, samples), "content_type": "application/json"}
            response = getattr(client, row.method.lower())(address(row.route, samples), **given)
            found[name] = response.status_code
            transaction.set_rollback(True)
    return found


@pytest.fixture
def run_of(world: Any) -> Any:
    """Uploads a spreadsheet into Willow Court, for the rows about an import."""
    from buildings.imports.operations.uploads import upload_file

    def make() -> str:
        run = upload_file(
            actor=world.boris, building=world.willow, content=SHEET, file_name="sheet.csv"
        )
        return str(run.uuid)

    return make


@pytest.mark.parametrize("row", [*PAGES, *API], ids=str)
def test_answers_as_the_matrix_says(
    row: matrix.Row, sign_in: Any, samples: dict[str, str], run_of: Any
) -> None:
    expected = dict(zip(matrix.PEOPLE, row.statuses, strict=True))
    if "imports/" in row.route:
        run = run_of()
        samples = samples | {"run_id": run, "import_id": run}
    assert answers(row, sign_in, samples) == expected


def test_every_page_has_a_row() -> None:
    assert {row.route for row in PAGES} - TREE == set(routes.routes())


def test_every_operation_of_the_api_has_a_row() -> None:
    assert {str(row) for row in API} == set(routes.operations())


@pytest.mark.parametrize("row", [*PAGES, *API], ids=str)
def test_strangers_learn_nothing(row: matrix.Row) -> None:
    """What stands in Willow Court does not exist for the other company, except as for nobody."""
    expected = dict(zip(matrix.PEOPLE, row.statuses, strict=True))
    is_about_willow = any(sign in row.route for sign in ("{", "<", "(", "/willow-court"))
    if is_about_willow:
        assert expected["dara"] in (404, expected["nobody"])
        assert expected["emil"] == expected["dara"]
    assert expected["emil"] != 201


def test_the_documentation_shows_the_matrix() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == matrix.document(), (
        "run: python -m tests.contracts.matrix > docs/permissions.md"
    )
