"""Super users look into a company only while its owner consents, and both sides can see it."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import SupportConsent, SupportVisit, User
from accounts.operations.support import (
    allow_support,
    end_support,
    enter_company,
    leave_company,
)
from buildings.properties.models import Building
from buildings.residents.models import Person
from foundation import clock, tenancy
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.models import AuditEntry

pytestmark = pytest.mark.django_db

#: Something of Willow Court behind every kind of door.
PRIVATE = (
    "/harbour/",
    "/harbour/willow-court/",
    "/harbour/willow-court/announcements/lift-inspection/",
    "/desk/harbour/willow-court/",
    "/desk/harbour/willow-court/residencies/",
    "/desk/support/harbour/",
    "/search/?q=weeping&building=willow-court",
)


@pytest.fixture
def outside(world: Any) -> User:
    """Sol, whom nobody lets in."""
    SupportVisit.objects.all().delete()
    SupportConsent.objects.all().delete()
    tenancy.forget_grants(world.sol)
    user: User = User.objects.get(pk=world.sol.pk)
    return user


def allow(world: Any, hours: int = 4) -> SupportConsent:
    return allow_support(
        actor=world.mara,
        company=world.willow.company,
        purpose="The import stops at row 7",
        hours=hours,
    )


class TestWithoutConsent:
    @pytest.mark.parametrize("address", PRIVATE)
    def test_a_super_user_is_a_stranger(self, address: str, outside: User, sign_in: Any) -> None:
        response = sign_in("sol").get(address)
        assert response.status_code in (403, 404) or "Weeping" not in response.content.decode()

    def test_no_list_and_no_file_tells_anything(
        self, outside: User, world: Any, sign_in: Any
    ) -> None:
        client = sign_in("sol")
        assert client.get("/desk/").status_code == 403
        for address in ("/my/", "/search/?q=weeping", "/cms/", "/cms/pages/"):
            assert "Weeping" not in client.get(address).content.decode()
            assert "Willow Court" not in client.get(address).content.decode()
        for name in ("buildings", "apartments", "residencies", "invitations", "documents"):
            assert client.get(f"/api/v1/{name}").json()["items"] == []
        assert client.get(world.images["willow"].file.url).status_code == 404
        assert client.get(f"/cms/pages/{world.homes['willow'].pk}/edit/").status_code == 404

    def test_no_row_is_visible_nor_allowed(self, outside: User, world: Any) -> None:
        assert not Building.objects.visible_to(outside).exists()
        assert not Person.objects.visible_to(outside).exists()
        assert not outside.has_perm("properties.change_building", world.willow)

    def test_the_platforms_own_work_goes_on(self, outside: User, world: Any, sign_in: Any) -> None:
        client = sign_in("sol")
        assert client.get("/").headers["Location"] == "/console/support/"
        page = client.get("/console/support/").content.decode()
        assert "Harbour Property Management" in page
        front = world.homes["willow"].get_ancestors()[1]
        assert client.get(f"/cms/pages/{front.pk}/edit/").status_code == 200

    def test_entering_is_refused(self, outside: User, world: Any, sign_in: Any) -> None:
        with pytest.raises(NotAllowed, match="Ask an owner"):
            enter_company(actor=outside, company=world.willow.company)
        assert sign_in("sol").post("/console/support/harbour/enter/").status_code == 302
        assert not SupportVisit.objects.exists()


class TestWithConsent:
    def test_she_sees_what_the_owner_sees_and_is_told_so(
        self, outside: User, world: Any, sign_in: Any
    ) -> None:
        allow(world)
        client = sign_in("sol")
        assert client.get("/harbour/willow-court/").status_code == 404
        client.post("/console/support/harbour/enter/")
        page = client.get("/harbour/willow-court/").content.decode()
        assert "The import stops at row 7" in page
        assert client.get("/desk/harbour/willow-court/residencies/").status_code == 200
        assert client.get("/rival/elm-gardens/").status_code == 404

    def test_she_acts_under_her_own_name(self, outside: User, world: Any, sign_in: Any) -> None:
        allow(world)
        enter_company(actor=outside, company=world.willow.company)
        client = sign_in("sol")
        client.patch(
            f"/api/v1/buildings/{world.willow.uuid}",
            {"year_built": 1951},
            content_type="application/json",
        )
        entry = AuditEntry.objects.filter(action="properties.building_changed").latest("pk")
        assert entry.actor == outside

    def test_both_sides_read_it_in_the_log(self, outside: User, world: Any) -> None:
        consent = allow(world)
        enter_company(actor=outside, company=world.willow.company)
        end_support(actor=world.mara, consent=consent)
        done = {
            "accounts.support_allowed",
            "accounts.support_entered",
            "accounts.support_ended",
        }
        for reader in (world.mara, outside):
            seen = AuditEntry.objects.visible_to(reader).filter(action__in=done)
            assert {entry.action for entry in seen} == done

    def test_ending_it_closes_the_door_at_once(
        self, outside: User, world: Any, sign_in: Any
    ) -> None:
        consent = allow(world)
        enter_company(actor=outside, company=world.willow.company)
        client = sign_in("sol")
        assert client.get("/harbour/willow-court/").status_code == 200
        assert sign_in("mara").post(f"/desk/support/{consent.uuid}/end/").status_code == 302
        assert client.get("/harbour/willow-court/").status_code == 404
        assert SupportVisit.objects.get().left_at is not None

    def test_it_ends_by_itself(
        self, outside: User, world: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        consent = allow(world, hours=1)
        enter_company(actor=outside, company=world.willow.company)
        client = sign_in("sol")
        assert client.get("/harbour/willow-court/").status_code == 200
        later = consent.until + dt.timedelta(seconds=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert client.get("/harbour/willow-court/").status_code == 404

    def test_it_ends_with_a_running_quarter_hour(self, world: Any, outside: User) -> None:
        consent = allow(world, hours=1)
        assert consent.until.timestamp() % 900 == 0
        assert consent.until >= consent.granted_at + dt.timedelta(hours=1)

    def test_leaving_is_her_own_to_do(self, outside: User, world: Any, sign_in: Any) -> None:
        allow(world)
        enter_company(actor=outside, company=world.willow.company)
        client = sign_in("sol")
        assert client.post("/console/support/harbour/leave/").status_code == 302
        assert client.get("/harbour/willow-court/").status_code == 404
        with pytest.raises(Conflict):
            leave_company(actor=outside, company=world.willow.company)

    def test_a_later_consent_follows_one_that_has_run_out(self, outside: User, world: Any) -> None:
        first = allow(world)
        with pytest.raises(Conflict):
            allow(world)
        SupportConsent.objects.filter(pk=first.pk).update(
            granted_at=clock.now() - dt.timedelta(days=2),
            until=clock.now() - dt.timedelta(days=1),
        )
        assert allow(world).is_running

    def test_she_cannot_prolong_it(self, outside: User, world: Any) -> None:
        consent = allow(world)
        enter_company(actor=outside, company=world.willow.company)
        user = User.objects.get(pk=outside.pk)
        end_support(actor=user, consent=consent)
        with pytest.raises((NotAllowed, NotFound)):
            allow_support(
                actor=User.objects.get(pk=outside.pk),
                company=world.willow.company,
                purpose="Longer",
                hours=72,
            )

    @pytest.mark.parametrize("hours", [0, 73])
    def test_hours_are_limited(self, hours: int, outside: User, world: Any) -> None:
        with pytest.raises(InvalidInput):
            allow(world, hours=hours)

    @pytest.mark.parametrize("who", ["boris", "asta", "fin", "ana", "dara"])
    def test_only_owners_consent(self, who: str, outside: User, world: Any) -> None:
        with pytest.raises((NotAllowed, NotFound)):
            allow_support(
                actor=world.people[who], company=world.willow.company, purpose="x", hours=1
            )

    def test_others_cannot_enter(self, outside: User, world: Any) -> None:
        allow(world)
        with pytest.raises(NotAllowed):
            enter_company(actor=world.dara, company=world.willow.company)


def test_nobody_passes_every_check(world: Any) -> None:
    """Django's own flag would go past grants and consent, so the database refuses it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=world.boris.pk).update(is_superuser=True)
