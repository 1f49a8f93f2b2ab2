"""With every cache warm, whoever loses access has lost it on the next request."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.models import StaffMembership, User
from accounts.operations.staff import add_staff, end_staff
from accounts.operations.support import leave_company
from accounts.operations.users import create_verified_user
from buildings.properties.operations.apartments import change_apartment
from buildings.properties.operations.buildings import change_building
from buildings.properties.operations.staff import assign_buildings
from buildings.residents.models import Residency
from buildings.residents.operations.people import connect_account
from buildings.residents.operations.residencies import (
    PersonFacts,
    change_residency,
    move_in,
    move_out,
    save_residencies,
)
from concierge.demo.cast import LONG_AGO
from foundation import clock, tenancy
from foundation.actors import SystemActor
from tests.portal.pump import ADDRESS, FLOOR_ONE, OWNERS

pytestmark = pytest.mark.django_db

SYSTEM = SystemActor("tests")
WILLOW = "/harbour/willow-court/"
QUAY = "/harbour/quay-house/"


def settle_somebody(world: Any, number: str, kind: str, **dates: Any) -> Client:
    """A client of a new neighbour in an apartment of Willow Court."""
    email = f"{kind}{number}@willow.example".lower()
    user = create_verified_user(
        actor=SYSTEM, email=email, first_name="Noor", last_name="Haddad", password=None
    )
    residency = move_in(
        actor=SYSTEM,
        apartment=world.apartment("willow", number),
        person=PersonFacts(full_name="Noor Haddad", email=email),
        kind=kind,
        **({"start_date": LONG_AGO} | dates),
    )
    connect_account(actor=SYSTEM, person=residency.person, user=user)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def warm(client: Client, address: str = WILLOW) -> None:
    for _ in range(2):
        assert client.get(address).status_code == 200
    assert not client.get(address).templates


def residency_of(world: Any, name: str) -> Residency:
    return Residency.objects.get(person__user=world.people[name])


class TestLosingAccess:
    def test_moving_out(self, world: Any, sign_in: Any) -> None:
        client = sign_in("ana")
        warm(client)
        yesterday = clock.today("Europe/Berlin") - dt.timedelta(days=1)
        move_out(actor=world.boris, residency=residency_of(world, "ana"), end_date=yesterday)
        assert client.get(WILLOW).status_code == 404

    def test_moving_out_in_an_import(self, world: Any, sign_in: Any) -> None:
        client = sign_in("ana")
        warm(client)
        yesterday = clock.today("Europe/Berlin") - dt.timedelta(days=1)
        save_residencies(
            actor=world.boris,
            building=world.willow,
            new=[],
            changed=[(residency_of(world, "ana"), {"end_date": yesterday})],
        )
        assert client.get(WILLOW).status_code == 404

    def test_the_last_day_ends_at_midnight_in_hamburg(
        self, world: Any, sign_in: Any, monkeypatch: Any
    ) -> None:
        """22:00 UTC in summer: nothing happens at that moment but the clock."""
        client = sign_in("ana")
        last_day = dt.date(2026, 7, 1)
        change_residency(
            actor=world.boris, residency=residency_of(world, "ana"), values={"end_date": last_day}
        )
        before = dt.datetime(2026, 7, 1, 21, 59, 59, tzinfo=dt.UTC)
        monkeypatch.setattr(clock, "now", lambda: before)
        warm(client)
        monkeypatch.setattr(clock, "now", lambda: before + dt.timedelta(seconds=1))
        assert client.get(WILLOW).status_code == 404

    def test_the_first_day_begins_at_midnight_in_hamburg(
        self, world: Any, monkeypatch: Any
    ) -> None:
        noor = settle_somebody(world, "1A", "tenant", start_date=dt.date(2026, 7, 2))
        before = dt.datetime(2026, 7, 1, 21, 59, 59, tzinfo=dt.UTC)
        monkeypatch.setattr(clock, "now", lambda: before)
        assert noor.get(WILLOW).status_code == 404
        monkeypatch.setattr(clock, "now", lambda: before + dt.timedelta(seconds=1))
        assert noor.get(WILLOW).status_code == 200

    def test_losing_one_s_job(self, world: Any, sign_in: Any) -> None:
        client = sign_in("boris")
        warm(client)
        end_staff(actor=world.mara, membership=StaffMembership.objects.get(user=world.boris))
        assert client.get(WILLOW).status_code == 404

    def test_being_assigned_elsewhere(self, world: Any, sign_in: Any) -> None:
        client = sign_in("boris")
        warm(client)
        membership = StaffMembership.objects.get(user=world.boris)
        assign_buildings(actor=world.mara, membership=membership, buildings=[world.quay])
        assert client.get(WILLOW).status_code == 404
        assert client.get(QUAY).status_code == 200

    @pytest.mark.parametrize("name", ["ana", "boris"])
    def test_a_switched_off_account(self, name: str, world: Any, sign_in: Any) -> None:
        client = sign_in(name)
        warm(client)
        User.objects.filter(pk=world.people[name].pk).update(is_active=False)
        response = client.get(WILLOW)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")

    def test_signing_out(self, sign_in: Any) -> None:
        client = sign_in("ana")
        warm(client)
        client.post("/accounts/logout/")
        assert client.get(WILLOW).status_code == 302

    def test_a_super_user_who_leaves(self, world: Any, sign_in: Any) -> None:
        """Pages are made for super users alone, since they name whom one looks in on."""
        client = sign_in("sol")
        assert client.get(WILLOW).status_code == 200
        leave_company(actor=world.sol, company=world.willow.company)
        assert client.get(WILLOW).status_code == 404

    @pytest.mark.parametrize("name", ["iris", "emil", "dara"])
    def test_strangers_stay_strangers(self, name: str, sign_in: Any) -> None:
        for insider in ("ana", "boris", "mara"):
            warm(sign_in(insider))
        client = sign_in(name)
        for _ in range(2):
            response = client.get(WILLOW)
            assert response.status_code == 404
            assert b"Weeping" not in response.content
            assert b"Willow" not in response.content
        assert sign_in("nobody").get(WILLOW).status_code == 302


class TestGainingAccess:
    def test_moving_in(self, world: Any, sign_in: Any) -> None:
        client = sign_in("iris")
        assert client.get(WILLOW).status_code == 404
        move_in(
            actor=world.boris,
            apartment=world.apartment("willow", "1A"),
            person=residency_of(world, "iris").person,
            kind="owner",
            start_date=LONG_AGO,
        )
        assert client.get(WILLOW).status_code == 200

    def test_a_new_job(self, world: Any, sign_in: Any) -> None:
        client = sign_in("emil")
        assert client.get(WILLOW).status_code == 404
        add_staff(
            actor=world.mara, company=world.willow.company, user=world.emil, role="finance",
            covers_all_buildings=True,
        )  # fmt: skip
        assert client.get(WILLOW).status_code == 200


class TestOtherFacts:
    def test_an_owner_who_becomes_a_tenant_reads_the_tenants_part(
        self,
        world,
        pump,
        sign_in,
    ) -> None:
        client = sign_in("ana")
        warm(client, ADDRESS)
        assert OWNERS in client.get(ADDRESS).content.decode()
        change_residency(
            actor=world.boris, residency=residency_of(world, "ana"), values={"kind": "occupant"}
        )
        assert OWNERS not in client.get(ADDRESS).content.decode()

    def test_an_apartment_on_another_floor(self, world, pump, sign_in) -> None:
        client = sign_in("ana")
        warm(client, ADDRESS)
        change_apartment(
            actor=world.boris, apartment=world.apartment("willow", "4B"), values={"floor": 1}
        )
        assert FLOOR_ONE in client.get(ADDRESS).content.decode()

    def test_another_time_zone_moves_midnight(
        self, world: Any, sign_in: Any, monkeypatch: Any
    ) -> None:
        client = sign_in("ana")
        change_residency(
            actor=world.boris,
            residency=residency_of(world, "ana"),
            values={"end_date": dt.date(2026, 7, 1)},
        )
        moment = dt.datetime(2026, 7, 1, 21, 0, tzinfo=dt.UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)
        warm(client)
        change_building(actor=world.mara, building=world.willow, values={"time_zone": "Asia/Tokyo"})
        assert client.get(WILLOW).status_code == 404

    def test_what_was_kept_in_a_rolled_back_act_never_comes_back(self, world: Any) -> None:
        """The version is a mark that never was before, not a number that would come again."""
        marks = {tenancy.fresh_mark() for _ in range(1000)}
        assert len(marks) == 1000
        ana = User.objects.get(pk=world.ana.pk)
        key = tenancy.grants_key(ana)
        tenancy.renew_access([ana.pk])
        assert tenancy.grants_key(User.objects.get(pk=ana.pk)) != key

    def test_all_zones_lie_whole_quarter_hours_from_utc(self) -> None:
        """The quarter hour in the key of grants rests on this."""
        import zoneinfo

        moments = [dt.datetime(2026, month, 15, tzinfo=dt.UTC) for month in range(1, 13)]
        odd = {
            zone
            for zone in zoneinfo.available_timezones()
            for moment in moments
            if (moment.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or dt.timedelta())
            % dt.timedelta(minutes=15)
        }
        assert odd == set()

    def test_kept_grants_stay_in_the_cache_of_pages(self, sign_in: Any) -> None:
        """Sessions and rate limits must not be pushed out by pages."""
        sign_in("ana").get(WILLOW)
        assert caches["pages"]._table != caches["default"]._table
