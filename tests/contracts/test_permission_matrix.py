"""Every address answers every person as the matrix says, and has a row there."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.models import SupportConsent
from buildings.properties.models import StaffInvitation
from foundation.actors import SystemActor
from portal.models import Outage
from tests.contracts import matrix, routes
from tests.world import SUBSCRIPTION, png

pytestmark = [pytest.mark.django_db, pytest.mark.production]

PAGES, API = matrix.rows(matrix.PAGES), matrix.rows(matrix.API)
#: Pages of the page tree are no routes of their own; their addresses start with a slash.
TREE = {row.route for row in PAGES if row.route.startswith("/")}
SYSTEM = SystemActor("tests")
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
        event = world.events["willow"]
        offer = StaffInvitation.objects.get(company__slug="harbour")
        feeds = {feed.kind: feed for feed in world.ana.feed_tokens.all()}
        return {
            "company": "harbour",
            "company_slug": "harbour",
            "building": "willow-court",
            "building_slug": "willow-court",
            "building_id": str(building.uuid),
            "apartment_id": str(apartment.uuid),
            "residency_id": str(residency.uuid),
            "person_id": str(residency.person.uuid),
            "event_id": str(event.public_id),
            "signup_id": str(event.signups.get().uuid),
            "feed_id": str(feeds["events"].uuid),
            "consent_id": str(SupportConsent.objects.get(company__slug="harbour").uuid),
            "user_id": str(world.boris.uuid),
            "export_id": str(world.ana.data_exports.get().uuid),
            "token": feeds["events"].token,
            "key_id": str(world.companies["harbour"].api_keys.get().uuid),
            "news_token": feeds["news"].token,
            "staff_invitation_id": str(offer.uuid),
            "staff_token": offer.token,
            "membership_id": str(world.boris.memberships.get().uuid),
            "announcement_id": str(world.announcements["willow"].translation_key),
            "outage_id": str(Outage.objects.get(building=building).uuid),
            "notification_id": str(world.ana.notifications.get().uuid),
            "device_id": str(world.sol.push_devices.get().uuid),
            "way_out": world.ana.notifications.get().way_out,
            "code": building.join_code.shown,
            "join_request_id": str(building.join_requests.get().uuid),
            "restriction_id": "1",
            "session_id": "1",
            "pk": "1",
            "hue": "172",
            "uidb36": "1",
            "key": "forged",
            "name": "unknown.log",
            "path": world.images["willow"].file.name,
            "document_id": str(world.minutes["willow"].translation_key),
            "file_id": str(world.documents["willow"].pk),
            "file_name": world.documents["willow"].filename,
        }


def address(route: str, samples: dict[str, str]) -> str:
    """The address of a row: its shown form with the parameters filled in."""
    if route.startswith("unsubscribe/"):
        samples = samples | {"token": samples["way_out"]}
    if route.endswith("news.xml"):
        samples = samples | {"token": samples["news_token"]}
    if "staff" in route:
        samples = samples | {
            "token": samples["staff_token"],
            "invitation_id": samples["staff_invitation_id"],
        }
    elif "invitations/" in route:
        samples = samples | {"token": samples["invitation_token"]}
    return matrix.shown(route).replace("<", "{").replace(">", "}").format(**samples)


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
        "POST /api/v1/announcements/{announcement_id}/recall": {"reason": "No longer true"},
        "POST /api/v1/auth/token/introspect": {"token": "worthless"},
        "POST /api/v1/api-keys": {
            "company": "harbour",
            "name": "Matrix",
            "scopes": ["buildings:read"],
        },
        "POST /api/v1/apartments": {"building": samples["building_id"], "number": "9Z"},
        "POST /api/v1/residencies": {
            "apartment": samples["apartment_id"],
            "full_name": "New Person",
            "kind": "occupant",
            "start_date": "2026-01-01",
        },
        "POST /api/v1/invitations": {"person": samples.get("invited_id")},
        "POST /api/v1/invitations/all": {"building": samples["building_id"]},
        "POST /api/v1/invitations/validate": {"token": samples.get("invitation_token")},
        "POST /api/v1/invitations/accept": {"token": samples.get("invitation_token")},
        "POST /api/v1/invitations/decline": {"token": samples.get("invitation_token")},
        "POST /api/v1/join-codes/validate": {"code": samples["code"]},
        "POST /api/v1/join-requests": {
            "code": samples["code"],
            "full_name": "New Person",
            "apartment": "2B",
            "kind": "tenant",
        },
        "POST /api/v1/join-requests/{join_request_id}/approve": {
            "apartment": samples["apartment_id"],
            "kind": "tenant",
            "start_date": "2026-01-01",
        },
        "POST /api/v1/staff-invitations": {
            "company": "harbour",
            "email": "second@harbour.example",
            "role": "manager",
            "covers_all_buildings": True,
        },
        "POST /api/v1/staff-invitations/validate": {"token": samples["staff_token"]},
        "POST /api/v1/staff-invitations/accept": {"token": samples["staff_token"]},
        "POST /api/v1/staff-invitations/decline": {"token": samples["staff_token"]},
        "POST /api/v1/auth/password/strength": {"password": "a lantern in the yard"},
        "PUT /api/v1/me/preferences": {"theme": "dark", "digest": "weekly"},
        "POST /api/v1/me/erasure": {"email": "somebody@else.example"},
        "POST /api/v1/devices": SUBSCRIPTION | {"endpoint": "https://push.example.org/matrix"},
        "POST /api/v1/feeds": {"kind": "events", "building": samples["building_id"]},
        "POST /api/v1/outages": {
            "building": samples["building_id"],
            "kind": "emergency",
            "category": "water",
            "title": "Burst pipe",
        },
        "PATCH /api/v1/imports/{import_id}": {"mapping": {"apartment": "Unit"}},
        "POST /api/v1/imports/{import_id}/apply": {"mode": "all_or_nothing"},
    }.get(str(row), {})


def session_header(client: Any) -> dict[str, str]:
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return {"HTTP_X_SESSION_TOKEN": cookie.value} if cookie else {}


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
            elif str(row) == "POST /api/v1/buildings/{building_id}/logo":
                given = {"data": {"file": SimpleUploadedFile("logo.png", png())}}
            elif row.method != "GET" and row.route.startswith("/api/"):
                given = {"data": body(row, samples), "content_type": "application/json"}
            if row.route.startswith("/_allauth/"):
                # Apps send no cookies; the session of a browser is theirs by another header.
                client.defaults |= session_header(client)
                if row.method != "GET":
                    given = {"data": body(row, samples), "content_type": "application/json"}
            if row.route == "/api/v1/announcements":
                given = {"data": {"building": samples["building_id"]}}
            if row.route.startswith("/api/v1/search"):
                given = {"data": {"q": "lift", "building": samples["building_id"]}}
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


@pytest.fixture
def inherited(world: Any) -> Any:
    """Gives Willow Court a page of its company, for the rows about one."""
    from portal.models import InheritedPage, MasterIndexPage, MasterPage
    from portal.operations.masters import give_master
    from portal.operations.pages import publish_page

    def make() -> str:
        index = MasterIndexPage.objects.get(path__startswith=world.homes["willow"].path[:12])
        master = MasterPage(title="Fire safety", slug="fire-safety")
        publish_page(actor=world.mara, parent=index, page=master)
        page = give_master(actor=SYSTEM, master_id=master.pk, building_id=world.willow.pk)
        assert isinstance(page, InheritedPage)
        return str(page.pk)

    return make


@pytest.fixture
def invited(world: Any) -> Any:
    """Invites somebody new into Willow Court, for the rows about an invitation."""
    from buildings.residents.operations.invitations import invite
    from buildings.residents.operations.residencies import PersonFacts, move_in

    def make() -> dict[str, str]:
        residency = move_in(
            actor=world.boris,
            apartment=world.apartment("willow", "2A"),
            person=PersonFacts(full_name="Nora Vance", email="nora@willow.example", phone=""),
            kind="tenant",
            start_date=dt.date(2026, 1, 1),
        )
        invitation = invite(actor=world.boris, person=residency.person, building=world.willow)
        return {
            "invited_id": str(residency.person.uuid),
            "invitation_id": str(invitation.uuid),
            "invitation_token": invitation.token,
        }

    return make


@pytest.mark.parametrize("row", [*PAGES, *API], ids=str)
def test_answers_as_the_matrix_says(
    row: matrix.Row,
    sign_in: Any,
    samples: dict[str, str],
    run_of: Any,
    inherited: Any,
    invited: Any,
) -> None:
    expected = dict(zip(matrix.PEOPLE, row.statuses, strict=True))
    if "imports/" in row.route:
        run = run_of()
        samples = samples | {"run_id": run, "import_id": run}
    if "<int:page_id>" in row.route:
        samples = samples | {"page_id": inherited()}
    if "invitations" in row.route and "staff" not in row.route:
        samples = samples | invited()
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
    # With the code from the hall anybody may ask; what that opens is decided at the desk. A device
    # is one's own.
    of_nobody = ("POST /api/v1/join-requests", "POST /api/v1/devices")
    assert expected["emil"] != 201 or str(row) in of_nobody


def test_the_documentation_shows_the_matrix() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == matrix.document(), (
        "run: python -m tests.contracts.matrix > docs/permissions.md"
    )
