"""Owners read what happened in their company, super users what happened to the platform, and
everybody what happened to their own account. Nobody reads of others."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from accounts.models import SupportConsent
from accounts.operations.support import end_support
from buildings.properties.operations.buildings import change_building
from foundation import audit, seals

pytestmark = pytest.mark.django_db

LOG = "/desk/log/harbour/"


@pytest.fixture
def changed(world: Any) -> None:
    change_building(actor=world.boris, building=world.willow, values={"name": "Willow Tower"})


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


class TestACompany:
    def test_tells_its_owner_who_did_what(self, changed: None, sign_in: Any) -> None:
        page = text(sign_in("mara").get(LOG))
        assert "Building changed" in page
        assert "Boris Lang" in page
        assert "Willow Tower" in page

    @pytest.mark.parametrize(
        ("query", "is_found"),
        [
            ("who=boris", True),
            ("who=asta", False),
            ("what=building changed", True),
            ("what=moved in", False),
            ("since=2099-01-01", False),
            ("until=2000-01-01", False),
            ("since=not-a-day", True),
        ],
    )
    def test_is_narrowed(self, query: str, is_found: bool, changed: None, sign_in: Any) -> None:
        assert (
            "<ins>Willow Tower</ins>" in text(sign_in("mara").get(f"{LOG}?{query}"))
        ) is is_found

    def test_is_narrowed_to_a_building(self, changed: None, world: Any, sign_in: Any) -> None:
        client = sign_in("mara")
        ours = text(client.get(f"{LOG}?building={world.willow.uuid}&what=building changed"))
        theirs = text(client.get(f"{LOG}?building={world.quay.uuid}&what=building changed"))
        assert "Boris Lang" in ours
        assert "Boris Lang" not in theirs

    def test_goes_into_a_file_that_executes_nothing(self, world: Any, sign_in: Any) -> None:
        change_building(
            actor=world.boris, building=world.willow, values={"name": '=HYPERLINK("http://x")'}
        )
        response = sign_in("mara").get(f"{LOG}?export")
        assert response["Content-Type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows[0] == ["When", "Who", "What", "About", "Changes", "Address"]
        assert all(cell[:1] not in ("=", "+", "@") for row in rows for cell in row)
        assert any(row[3].startswith("'=HYPERLINK") for row in rows)

    def test_tells_nothing_of_another(self, changed: None, sign_in: Any) -> None:
        client = sign_in("mara")
        assert client.get("/desk/log/rival/").status_code == 404
        assert "Elm" not in text(client.get(LOG))
        answer = client.get("/api/v1/audit", {"company": "rival"})
        assert answer.status_code == 404

    def test_tells_programs_the_same(self, changed: None, sign_in: Any) -> None:
        answer = sign_in("mara").get(
            "/api/v1/audit", {"company": "harbour", "what": "building_changed"}
        )
        entry = answer.json()["items"][0]
        assert (entry["who"], entry["action"]) == ("Boris Lang", "properties.building_changed")
        assert entry["changes"] == {"name": ["Willow Court", "Willow Tower"]}


class TestThePlatform:
    def test_names_by_whose_consent_the_support_acted(self, world: Any, sign_in: Any) -> None:
        SupportConsent.objects.filter(company__slug="harbour").update(granted_by=world.mara)
        sign_in("sol").patch(
            f"/api/v1/buildings/{world.willow.uuid}",
            {"year_built": 1951},
            content_type="application/json",
        )
        page = text(sign_in("mara").get(f"{LOG}?what=building changed"))
        assert "Sol Reyes (support, allowed by Mara Holt)" in page

    def test_reads_of_a_company_only_what_lets_it_in(
        self, changed: None, world: Any, sign_in: Any
    ) -> None:
        client = sign_in("sol")
        assert "Willow Tower" in text(client.get("/console/log/?what=building changed"))
        end_support(actor=world.mara, consent=SupportConsent.objects.get(company__slug="harbour"))
        assert "Willow Tower" not in text(client.get("/console/log/?what=building changed"))
        assert "Support ended" in text(client.get("/console/log/"))

    def test_verifies_the_seals(self, world: Any, sign_in: Any) -> None:
        seals.seal_waiting()
        answer = sign_in("sol").get("/api/v1/audit/verify")
        assert answer.json() == {"is_whole": True, "breaks": []}


class TestOnesOwn:
    def test_tells_of_sign_ins_with_their_address(self, world: Any) -> None:
        client = Client(REMOTE_ADDR="203.0.113.7")
        client.post("/accounts/login/", {"login": world.ana.email, "password": "concierge-demo"})
        page = text(client.get("/my/security/events/"))
        assert "Signed in" in page
        assert "203.0.113.7" in page

    def test_tells_nothing_of_others(self, world: Any, sign_in: Any) -> None:
        audit.record(world.boris, "accounts.password_changed", world.boris)
        assert "Password changed" not in text(sign_in("ana").get("/my/security/events/"))
        entries = sign_in("ana").get("/api/v1/me/security-events").json()["items"]
        assert {entry["about"] for entry in entries} == {"Ana Almeida"}
