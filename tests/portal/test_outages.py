"""The water of riser West is off: Ana is told and sees it, whoever has another riser does not."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.operations.users import choose_language, create_verified_user
from buildings.properties.operations.apartments import change_apartment
from buildings.residents.operations.people import connect_account
from buildings.residents.operations.residencies import PersonFacts, move_in, move_out
from concierge.demo import cast as demo
from foundation import clock, personal_data
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from notifications.models import Notification
from portal.audiences import EVERYBODY, Audience
from portal.models import Outage, OutageChange
from portal.operations.outages import (
    announce_outage,
    call_off_outage,
    change_outage,
    end_outage,
    start_outage,
)
from portal.tasks.outages import keep_time, tell_people
from tests.conftest import signed_in
from tests.queue import drain

pytestmark = pytest.mark.django_db

WILLOW = "/harbour/willow-court/"
DESK = "/desk/harbour/willow-court/outages/"
WEST = Audience(risers=frozenset({"west"}))
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def house(world: Any) -> Any:
    """Ana and Teo in 4B have riser West; Nora in 1A has riser East."""
    for number, riser in (("4B", "West"), ("1A", "East")):
        change_apartment(
            actor=demo.SYSTEM, apartment=world.apartment("willow", number), values={"riser": riser}
        )
    world.people["nora"] = create_verified_user(
        actor=demo.SYSTEM,
        email="nora@willow.example",
        first_name="Nora",
        last_name="Hill",
        password=None,
    )
    residency = move_in(
        actor=demo.SYSTEM,
        apartment=world.apartment("willow", "1A"),
        person=PersonFacts(full_name="Nora Hill", email="nora@willow.example"),
        kind="tenant",
        start_date=demo.LONG_AGO,
    )
    connect_account(actor=demo.SYSTEM, person=residency.person, user=world.people["nora"])
    mail.outbox.clear()
    return world


def announce(world: Any, audience: Audience = WEST, **values: Any) -> Outage:
    starts = clock.now() + HOUR
    usual = {
        "kind": "planned",
        "category": "water",
        "title": "New valve",
        "text": "Please fill a bucket.",
        "starts_at": starts,
        "ends_at": starts + 3 * HOUR,
    }
    return announce_outage(
        actor=world.boris, building=world.willow, audience=audience, values=usual | values
    )


def told(outage: Outage, what: str = "") -> set[str]:
    """Who was told, of everything or of one change."""
    source = outage.changes.get(what=what).source if what else outage.source
    found = Notification.objects.filter(source__startswith=source)
    return set(found.values_list("user__first_name", flat=True))


def pass_by(outage: Outage, by: dt.timedelta) -> None:
    """As if it had been planned for an earlier time."""
    Outage.objects.filter(pk=outage.pk).update(
        starts_at=outage.starts_at - by, ends_at=outage.ends_at and outage.ends_at - by
    )


def text(client: Any, path: str) -> str:
    return str(client.get(path).content.decode())


class TestWhoIsTold:
    def test_the_riser_and_nobody_else(self, house: Any) -> None:
        outage = announce(house)
        drain()
        assert told(outage) == {"Ana", "Teo"}
        assert {message.to[0] for message in mail.outbox} == {
            "ana@willow.example",
            "teo@willow.example",
        }
        message = next(m for m in mail.outbox if m.to == ["ana@willow.example"])
        assert "Planned outage · Water: New valve" in message.subject
        assert "Please fill a bucket." in message.body
        assert f"/my/outages/{outage.uuid}/" in message.body or "/my/inbox/" in message.body

    def test_each_in_their_language(self, house: Any) -> None:
        choose_language(actor=house.teo, language="de")
        outage = announce(house)
        drain()
        languages = dict(
            Notification.objects.filter(source__startswith=outage.source).values_list(
                "user__first_name", "language"
            )
        )
        assert languages == {"Ana": "en", "Teo": "de"}

    def test_whoever_moved_out_meanwhile_is_not(self, house: Any) -> None:
        outage = announce(house)
        residency = house.apartment("willow", "4B").residencies.get(person__user=house.teo)
        yesterday = clock.today(house.willow.time_zone) - dt.timedelta(days=1)
        move_out(actor=demo.SYSTEM, residency=residency, end_date=yesterday)
        drain()
        assert told(outage) == {"Ana"}

    def test_an_emergency_is_urgent(self, house: Any) -> None:
        outage = announce(house, kind="emergency", starts_at=None, ends_at=None)
        assert outage.state == "active"
        drain()
        urgencies = Notification.objects.filter(source__startswith=outage.source)
        assert set(urgencies.values_list("urgency", flat=True)) == {"emergency"}

    def test_twice_run_once_told(self, house: Any) -> None:
        outage = announce(house)
        drain()
        change = outage.changes.get()
        tell_people(change.pk, [house.ana.pk, house.teo.pk, house.people["nora"].pk, house.iris.pk])
        drain()
        assert Notification.objects.filter(source=change.source).count() == 2


class TestTime:
    def test_it_starts_and_ends_by_itself_and_says_so_once(self, house: Any) -> None:
        outage = announce(house)
        keep_time()
        outage.refresh_from_db()
        assert outage.state == "planned"
        pass_by(outage, 2 * HOUR)
        for _again in range(2):
            keep_time()
            drain()
        outage.refresh_from_db()
        assert outage.state == "active"
        pass_by(outage, 3 * HOUR)
        for _again in range(2):
            keep_time()
            drain()
        outage.refresh_from_db()
        assert outage.state == "over"
        assert [c.what for c in outage.changes.all()] == ["ended", "started", "announced"]
        assert {c.by for c in outage.changes.exclude(what="announced")} == {None}
        assert (
            Notification.objects.filter(user=house.ana, source__startswith=outage.source).count()
            == 3
        )

    def test_of_what_was_missed_only_the_end_is_told(self, house: Any) -> None:
        outage = announce(house)
        pass_by(outage, 6 * HOUR)
        keep_time()
        assert [c.what for c in outage.changes.all()] == ["ended", "announced"]

    def test_an_emergency_goes_on_until_somebody_ends_it(self, house: Any) -> None:
        outage = announce(house, kind="emergency", starts_at=None, ends_at=clock.now() + HOUR)
        pass_by(outage, 3 * HOUR)
        keep_time()
        outage.refresh_from_db()
        assert outage.state == "active"
        end_outage(actor=house.boris, outage=outage, note="The pipe is mended.")
        drain()
        assert told(outage, "ended") == {"Ana", "Teo"}
        with pytest.raises(Conflict):
            end_outage(actor=house.boris, outage=outage)

    def test_what_was_called_off_never_starts(self, house: Any) -> None:
        outage = announce(house)
        call_off_outage(actor=house.boris, outage=outage, note="The valve did not come.")
        pass_by(outage, 2 * HOUR)
        keep_time()
        outage.refresh_from_db()
        assert outage.state == "called_off"
        for operation in (start_outage, end_outage, call_off_outage):
            with pytest.raises(Conflict):
                operation(actor=house.boris, outage=outage)
        with pytest.raises(Conflict):
            change_outage(actor=house.boris, outage=outage, values={"title": "Again"})

    def test_is_entered_on_the_wall_and_a_time_that_does_not_exist_is_refused(
        self, house: Any
    ) -> None:
        zone = house.willow.time_zone
        assert zone == "Europe/Berlin"
        tomorrow = clock.today(zone) + dt.timedelta(days=1)
        nine = dt.datetime.combine(tomorrow, dt.time(9))
        outage = announce(house, starts_at=nine, ends_at=nine + HOUR)
        assert outage.starts_at == nine.replace(tzinfo=ZoneInfo(zone))
        gap = dt.datetime.combine(_clocks_forward(tomorrow), dt.time(2, 30))
        with pytest.raises(InvalidInput) as refused:
            announce(house, starts_at=gap, ends_at=gap + 3 * HOUR)
        assert "does not exist" in refused.value.fields["starts_at"][0]

    def test_another_end_is_told_and_kept(self, house: Any) -> None:
        outage = announce(house)
        later = outage.ends_at + 2 * HOUR
        changed = change_outage(
            actor=house.boris, outage=outage, values={"ends_at": later}, note="It takes longer."
        )
        drain()
        assert changed.ends_at == later
        change = outage.changes.get(what="changed")
        assert (change.text, change.by, change.ends_at) == ("It takes longer.", house.boris, later)
        message = Notification.objects.get(user=house.ana, source=change.source)
        assert "It takes longer." in message.text
        change_outage(actor=house.boris, outage=outage, values={"ends_at": later})
        assert outage.changes.filter(what="changed").count() == 1


def _clocks_forward(after: dt.date) -> dt.date:
    """The next last Sunday of March."""
    for year in (after.year, after.year + 1):
        last = dt.date(year, 3, 31)
        sunday = last - dt.timedelta(days=(last.weekday() + 1) % 7)
        if sunday > after:
            return sunday
    raise AssertionError("next year has a March as well")


class TestRefused:
    @pytest.mark.parametrize(
        ("audience", "words"),
        [
            (Audience(apartments=frozenset({"9Z"})), "no apartment 9Z"),
            (Audience(risers=frozenset({"North"})), "no riser North"),
            (Audience(floors=frozenset({3})), "Nobody"),
        ],
    )
    def test_an_audience_that_means_nobody(
        self, house: Any, audience: Audience, words: str
    ) -> None:
        with pytest.raises(InvalidInput) as refused:
            announce(house, audience)
        assert words in refused.value.fields["audience"][0]

    @pytest.mark.parametrize(
        ("start", "end"), [(1, 0.5), (1, 1), (-3, -1), (1, None), (24 * 500, 24 * 501)]
    )
    def test_impossible_times(self, house: Any, start: float, end: float | None) -> None:
        now = clock.now()
        ends_at = None if end is None else now + end * HOUR
        with pytest.raises(InvalidInput):
            announce(house, starts_at=now + start * HOUR, ends_at=ends_at)

    def test_another_start_of_what_has_started(self, house: Any) -> None:
        outage = announce(house, starts_at=None)
        with pytest.raises(InvalidInput) as refused:
            change_outage(
                actor=house.boris, outage=outage, values={"starts_at": clock.now() + HOUR}
            )
        assert refused.value.fields == {"starts_at": ["It has started already."]}

    def test_by_the_database_too(self, house: Any) -> None:
        rows = Outage.objects.filter(pk=announce(house).pk)
        for wrong in (
            {"ends_at": clock.now() - 24 * HOUR},
            {"ends_at": None},
            {"state": "unheard"},
            {"state": "over"},
            {"kind": "unheard"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**wrong)

    def test_people_who_may_not(self, house: Any) -> None:
        outage = announce(house)
        values = {"title": "Mine"}
        for name in ("asta", "fin", "ana"):
            with pytest.raises(NotAllowed):
                change_outage(actor=house.people[name], outage=outage, values=values)
        for name in ("nora", "iris", "emil", "dara"):
            with pytest.raises(NotFound):
                change_outage(actor=house.people[name], outage=outage, values=values)
        with pytest.raises(NotFound):
            announce_outage(actor=house.dara, building=house.willow, audience=EVERYBODY, values={})


class TestPages:
    def test_the_banner_stands_on_the_kept_pages_of_exactly_those(
        self, house: Any, sign_in: Any, nora: Any
    ) -> None:
        paths = (WILLOW, f"{WILLOW}announcements/", f"{WILLOW}house-rules/")
        for client in (sign_in("ana"), nora):
            for path in paths:
                assert "New valve" not in text(client, path)
        outage = announce(house)
        for _time in ("anew", "kept"):
            for path in paths:
                assert "New valve" in text(sign_in("ana"), path)
                assert "New valve" not in text(nora, path)
                assert "New valve" in text(sign_in("teo"), path)
                assert "Only for riser west" in text(sign_in("boris"), path)
        start_outage(actor=house.boris, outage=outage)
        assert "expected until" in text(sign_in("ana"), WILLOW)
        end_outage(actor=house.boris, outage=outage)
        for path in paths:
            assert "New valve" not in text(sign_in("ana"), path)

    def test_far_away_it_is_on_no_page_yet(self, house: Any, sign_in: Any) -> None:
        starts = clock.now() + dt.timedelta(days=12)
        announce(house, starts_at=starts, ends_at=starts + HOUR)
        assert "New valve" not in text(sign_in("ana"), WILLOW)
        assert "New valve" in text(sign_in("ana"), "/my/outages/")

    def test_a_kept_page_costs_no_query_more(self, house: Any, sign_in: Any) -> None:
        def cost() -> int:
            client = sign_in("ana")
            client.get(WILLOW)
            with CaptureQueriesContext(connection) as queries:
                client.get(WILLOW)
            return len([q for q in queries if "page_cache" not in q["sql"].replace('"', "")])

        before = cost()
        announce(house)
        assert cost() <= before

    def test_history_is_read_and_messages_with_it(self, house: Any, sign_in: Any) -> None:
        outage = announce(house)
        start_outage(actor=house.boris, outage=outage)
        end_outage(actor=house.boris, outage=outage, note="Water runs again.")
        drain()
        unread = Notification.objects.filter(
            user=house.ana, source__startswith=outage.source, read_at__isnull=True
        )
        assert unread.count() == 3
        page = text(sign_in("ana"), f"/my/outages/{outage.uuid}/")
        for words in ("Announced", "Has started", "Is over", "Water runs again.", "Over since"):
            assert words in page
        assert "Boris" not in page
        assert not unread.exists()
        assert "Boris Lang" in text(sign_in("asta"), f"{DESK}{outage.uuid}/")

    @pytest.mark.parametrize("name", ["iris", "emil", "dara"])
    def test_strangers_get_nothing_by_any_door(self, house: Any, sign_in: Any, name: str) -> None:
        outage = announce(house)
        drain()
        client = sign_in(name)
        for path in (
            f"/my/outages/{outage.uuid}/",
            f"{DESK}{outage.uuid}/",
            DESK,
            f"/api/v1/outages/{outage.uuid}",
            "/api/v1/outages?building=harbour/willow-court",
        ):
            assert client.get(path).status_code == 404, path
        for path in ("/my/outages/", "/my/inbox/", "/api/v1/outages?state=all", "/my/"):
            assert "New valve" not in text(client, path), path


@pytest.fixture
def nora(house: Any) -> Any:
    return signed_in(house.people["nora"])


class TestDesk:
    def test_boris_announces_and_ends_one(self, house: Any, sign_in: Any) -> None:
        client = sign_in("boris")
        wall = clock.on_wall(clock.now(), house.willow.time_zone) + HOUR
        form = {
            "kind": "planned",
            "category": "power",
            "title": "Meters are changed",
            "who": "risers",
            "names": "west",
            "starts_at": f"{wall:%Y-%m-%dT%H:%M}",
            "ends_at": f"{wall + HOUR:%Y-%m-%dT%H:%M}",
        }
        for wrong in ({"names": "south"}, {"names": ""}, {"who": "floors"}, {"ends_at": ""}):
            assert client.post(f"{DESK}new/", form | wrong).status_code == 422, wrong
        answer = client.post(f"{DESK}new/", form)
        outage = Outage.objects.get(title="Meters are changed")
        assert answer["Location"] == f"{DESK}{outage.uuid}/"
        assert outage.audience == {"risers": ["west"]}
        assert "Meters are changed" in text(client, DESK)
        change = f"{DESK}{outage.uuid}/change/"
        assert f"{wall:%Y-%m-%dT%H:%M}" in text(client, change)
        values = form | {"title": "Power meters are changed", "note": "Another firm"}
        assert client.post(change, values).status_code == 302
        outage.refresh_from_db()
        assert outage.title == "Power meters are changed"
        assert client.post(f"{DESK}{outage.uuid}/start/").status_code == 302
        assert client.post(f"{DESK}{outage.uuid}/end/", {"note": "Done"}).status_code == 302
        outage.refresh_from_db()
        assert outage.state == "over"
        whats = [c.what for c in outage.changes.all()]
        assert whats == ["ended", "started", "changed", "announced"]

    def test_by_program(self, house: Any, sign_in: Any) -> None:
        client = sign_in("boris")
        values = {
            "building": "willow-court",
            "kind": "emergency",
            "category": "water",
            "title": "Burst pipe",
            "audience": {"risers": ["West"]},
        }
        made = client.post("/api/v1/outages", values, content_type="application/json")
        assert made.status_code == 201, made.content
        address = f"/api/v1/outages/{made.json()['id']}"
        assert made.json()["state"] == "active"
        client.patch(address, {"note": "Plumber is here"}, content_type="application/json")
        ended = client.post(f"{address}/end", {"note": "Dry"}, content_type="application/json")
        assert [item["what"] for item in ended.json()["history"]] == [
            "ended",
            "changed",
            "announced",
        ]
        assert made.json()["id"] not in text(client, "/api/v1/outages")
        assert made.json()["id"] in text(sign_in("ana"), "/api/v1/outages?state=all")

    def test_what_boris_did_is_in_the_copy_of_his_data(self, house: Any) -> None:
        announce(house)
        managed = personal_data.export_of(house.boris)["portal"]["outages_managed"]
        assert [item["outage"] for item in managed] == ["New valve"]
        assert OutageChange.objects.visible_to(house.ana).exists()
