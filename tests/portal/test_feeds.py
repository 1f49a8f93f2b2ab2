"""Feeds: what a calendar program and a news reader get under a person's secret addresses."""

import datetime as dt
import xml.etree.ElementTree as ET

import pytest
from django.core import signing
from icalendar import Calendar

from foundation import clock
from foundation.errors import NotFound
from portal.models import AnnouncementPage, EventPage, FeedToken
from portal.operations.feeds import MOST_FEEDS, TooManyFeeds, open_feed, revoke_feed
from portal.operations.signups import sign_up, withdraw
from tests.portal.test_event_calendar import at  # noqa: F401 - a fixture
from tests.portal.test_event_signups import move_out, publish

pytestmark = pytest.mark.django_db

UTC = dt.UTC


@pytest.fixture
def fetch(client):
    """`fetch(feed)` is a program that knows the address and nothing else."""

    def get(feed, name=None, **headers):
        name = name or ("calendar.ics" if feed.is_calendar else "news.xml")
        return client.get(f"/feeds/{feed.token}/{name}", headers=headers)

    return get


def next_end_of_summer_time():
    """The coming last Sunday of October, a few days ahead at least."""
    soon = clock.today("UTC") + dt.timedelta(days=3)
    for year in (soon.year, soon.year + 1):
        last = dt.date(year, 10, 31)
        sunday = last - dt.timedelta(days=(last.weekday() + 1) % 7)
        if sunday > soon:
            return sunday
    raise AssertionError("every year has an October")


def entries(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    return {str(e["SUMMARY"]): e for e in Calendar.from_ical(answer.content).walk("VEVENT")}


def titles(answer):
    assert answer.status_code == 200
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.fromstring(answer.content)  # noqa: S314 - our own feed
    assert root.tag == f"{atom}feed"
    return [entry.findtext(f"{atom}title") for entry in root.iter(f"{atom}entry")]


class TestCalendar:
    def test_the_clocks_change_in_between(self, world, fetch, at):  # noqa: F811
        """Seven in the evening stays seven; the night of the change has nine hours."""
        sunday = next_end_of_summer_time()
        saturday = sunday - dt.timedelta(days=1)
        at(f"{saturday} 19:00", f"{saturday} 21:00", "Before")
        at(f"{saturday} 22:00", f"{sunday} 06:00", "Across")
        at(f"{sunday} 19:00", f"{sunday} 21:00", "After")
        answer = fetch(open_feed(actor=world.ana, kind="events", building=world.willow))
        found = entries(answer)
        moments = {
            name: (entry["DTSTART"].dt.astimezone(UTC), entry["DTEND"].dt.astimezone(UTC))
            for name, entry in found.items()
        }
        assert moments["Before"][0] == dt.datetime.combine(saturday, dt.time(17), UTC)
        assert moments["After"][0] == dt.datetime.combine(sunday, dt.time(18), UTC)
        assert moments["Across"][1] - moments["Across"][0] == dt.timedelta(hours=9)
        assert found["Before"]["DTSTART"].params["TZID"] == "Europe/Berlin"
        calendar = Calendar.from_ical(answer.content)
        assert [zone.tz_name for zone in calendar.timezones] == ["Europe/Berlin"]
        # A program that knows no zones reads the rules in the file and comes to the same.
        rules = calendar.timezones[0].to_tz(lookup_tzid=False)
        naive = found["After"]["DTSTART"].dt.replace(tzinfo=None)
        assert naive.replace(tzinfo=rules).astimezone(UTC) == moments["After"][0]

    def test_whole_days_are_dates(self, world, fetch, at):  # noqa: F811
        year = clock.now().year + 1
        at(f"{year}-05-24 00:00", f"{year}-05-26 23:59", "Holidays", is_whole_day=True)
        entry = entries(fetch(open_feed(actor=world.ana, kind="events")))["Holidays"]
        assert entry["DTSTART"].dt == dt.date(year, 5, 24)
        assert entry["DTEND"].dt == dt.date(year, 5, 27)

    def test_an_event_keeps_its_id_and_counts_its_changes(self, world, fetch):
        feed = open_feed(actor=world.ana, kind="events", building=world.willow)
        event = world.events["willow"]
        before = entries(fetch(feed))["Weeping summer party"]
        EventPage.objects.filter(pk=event.pk).update(
            first_published_at=clock.now() - dt.timedelta(hours=2),
            last_published_at=clock.now() - dt.timedelta(hours=1),
        )
        middle = entries(fetch(feed))["Weeping summer party"]
        publish(event, world.boris, is_cancelled=True, cancel_reason="Rain")
        after = entries(fetch(feed))["Weeping summer party"]
        assert before["UID"] == middle["UID"] == after["UID"]
        assert int(after["SEQUENCE"]) > int(middle["SEQUENCE"]) > int(before["SEQUENCE"])
        assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
        assert "Rain" in after["DESCRIPTION"]
        assert after["URL"].endswith("/harbour/willow-court/events/summer-party/")

    def test_texts_cannot_break_the_file(self, world, fetch):
        title = "Party; with, commas\\ and\r\nBEGIN:VEVENT"
        publish(world.events["willow"], world.boris, title=title)
        answer = fetch(open_feed(actor=world.ana, kind="events", building=world.willow))
        assert len(entries(answer)) == 1

    def test_my_events_are_those_i_go_to(self, world, fetch):
        feed = open_feed(actor=world.teo, kind="my_events")
        assert entries(fetch(feed)) == {}
        sign_up(actor=world.teo, event=world.events["willow"])
        assert list(entries(fetch(feed))) == ["Weeping summer party"]
        withdraw(actor=world.teo, event=world.events["willow"])
        assert entries(fetch(feed)) == {}

    def test_only_what_is_for_the_owner(self, world, fetch):
        publish(world.events["willow"], world.boris, audience=[("only_for", {"kinds": ["tenant"]})])
        assert entries(fetch(open_feed(actor=world.ana, kind="events"))) == {}
        assert len(entries(fetch(open_feed(actor=world.teo, kind="events")))) == 1

    def test_all_my_buildings_are_mine_only(self, world, fetch):
        found = entries(fetch(open_feed(actor=world.mara, kind="events")))
        assert set(found) == {"Weeping summer party", "Quayside summer party"}
        found = entries(fetch(open_feed(actor=world.emil, kind="events")))
        assert set(found) == {"Elmwood summer party"}

    def test_one_event_as_a_file(self, world, sign_in):
        answer = sign_in("ana").get(f"/my/events/{world.events['willow'].public_id}/event.ics")
        assert list(entries(answer)) == ["Weeping summer party"]
        assert answer["Content-Disposition"] == 'attachment; filename="summer-party.ics"'


class TestNews:
    def test_announcements_newest_first(self, world, fetch):
        answer = fetch(open_feed(actor=world.ana, kind="news", building=world.willow))
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert titles(answer) == ["Weeping lift inspection"]
        assert b"/harbour/willow-court/announcements/lift-inspection/" in answer.content
        assert b"Weeping body text" not in answer.content

    def test_only_what_is_for_the_owner(self, world, fetch, monkeypatch):
        from portal.audiences import Audience

        tenants = property(lambda page: Audience(kinds=frozenset({"tenant"})))
        monkeypatch.setattr(AnnouncementPage, "reading_audience", tenants, raising=False)
        assert titles(fetch(open_feed(actor=world.ana, kind="news"))) == []
        assert titles(fetch(open_feed(actor=world.teo, kind="news"))) == ["Weeping lift inspection"]


class TestTheKey:
    def test_it_ends_when_it_is_switched_off(self, world, fetch, sign_in):
        feed = open_feed(actor=world.ana, kind="events")
        assert fetch(feed).status_code == 200
        client = sign_in("ana")
        assert client.post(f"/my/feeds/{feed.uuid}/revoke/").status_code == 302
        assert fetch(feed).status_code == 404
        assert client.post(f"/my/feeds/{feed.uuid}/revoke/").status_code == 404
        assert feed.token not in client.get("/my/feeds/").content.decode()

    @pytest.mark.parametrize("kind", ["events", "my_events", "news"])
    @pytest.mark.parametrize("is_of_one_building", [True, False])
    def test_it_ends_when_ana_moves_out(self, world, fetch, kind, is_of_one_building):
        building = world.willow if is_of_one_building else None
        feed = open_feed(actor=world.ana, kind=kind, building=building)
        assert fetch(feed).status_code == 200
        move_out(world, "ana")
        assert fetch(feed).status_code == 404

    def test_it_ends_with_the_account(self, world, fetch):
        feed = open_feed(actor=world.ana, kind="events")
        type(world.ana).objects.filter(pk=world.ana.pk).update(is_active=False)
        assert fetch(feed).status_code == 404

    def test_nobody_makes_one_for_another_house(self, world, sign_in):
        for name in ("iris", "emil", "dara"):
            with pytest.raises(NotFound):
                open_feed(actor=world.people[name], kind="events", building=world.willow)
            answer = sign_in(name).post(
                "/my/feeds/", {"kind": "events", "building": str(world.willow.uuid)}
            )
            assert answer.status_code == 422
            assert "Weeping" not in answer.content.decode()
            assert not FeedToken.objects.filter(user=world.people[name]).exists()

    def test_nobody_switches_off_what_is_not_theirs(self, world):
        feed = open_feed(actor=world.ana, kind="events")
        for name in ("teo", "boris", "dara", "sol"):
            with pytest.raises(NotFound):
                revoke_feed(actor=world.people[name], feed=feed)
        feed.refresh_from_db()
        assert feed.revoked_at is None

    @pytest.mark.parametrize("change", ["cut", "other key", "no key", "other row", "nonsense"])
    def test_it_cannot_be_guessed(self, world, client, change):
        feed = open_feed(actor=world.ana, kind="events")
        other = open_feed(actor=world.teo, kind="events")
        row, _, signature = feed.token.partition(".")
        token = {
            "cut": feed.token[:-1],
            "other key": signing.Signer(key="guessed", salt="portal.feeds", sep=".").sign(row),
            "no key": row,
            "other row": f"{other.uuid.hex}.{signature}",
            "nonsense": "%00",
        }[change]
        assert client.get(f"/feeds/{token}/calendar.ics").status_code == 404

    def test_a_calendar_is_no_news(self, world, fetch):
        assert fetch(open_feed(actor=world.ana, kind="events"), "news.xml").status_code == 404
        assert fetch(open_feed(actor=world.ana, kind="news"), "calendar.ics").status_code == 404

    def test_a_program_that_asks_again_learns_that_nothing_is_new(self, world, fetch):
        feed = open_feed(actor=world.ana, kind="events", building=world.willow)
        first = fetch(feed)
        again = fetch(feed, **{"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        publish(world.events["willow"], world.boris, place="Cellar")
        assert fetch(feed, **{"if-none-match": first["ETag"]}).status_code == 200

    def test_its_use_is_noted_hourly(self, world, fetch):
        feed = open_feed(actor=world.ana, kind="events")
        fetch(feed)
        feed.refresh_from_db()
        first = feed.last_used_at
        assert first is not None
        fetch(feed)
        feed.refresh_from_db()
        assert feed.last_used_at == first
        FeedToken.objects.filter(pk=feed.pk).update(last_used_at=first - dt.timedelta(hours=2))
        fetch(feed)
        feed.refresh_from_db()
        assert feed.last_used_at > first - dt.timedelta(minutes=1)

    def test_who_asks_without_end_waits(self, world, fetch):
        feed = open_feed(actor=world.ana, kind="events")
        answers = [fetch(feed).status_code for _ in range(32)]
        assert answers[:30] == [200] * 30
        assert answers[-1] == 429

    def test_there_are_not_endlessly_many(self, world):
        for _ in range(MOST_FEEDS):
            open_feed(actor=world.teo, kind="events")
        with pytest.raises(TooManyFeeds):
            open_feed(actor=world.teo, kind="events")

    def test_the_page_shows_the_address_and_makes_another(self, world, sign_in):
        client = sign_in("teo")
        answer = client.post("/my/feeds/", {"kind": "my_events", "building": ""}, follow=True)
        feed = FeedToken.objects.get(user=world.teo)
        assert feed.token in answer.content.decode()
        assert feed.building is None
        assert client.post("/my/feeds/", {"kind": "x"}).status_code == 422

    def test_programs_manage_them_too(self, world, sign_in):
        client = sign_in("teo")
        made = client.post("/api/v1/feeds", {"kind": "news"}, content_type="application/json")
        assert made.status_code == 201
        feed = made.json()
        assert client.get("/api/v1/feeds").json()["items"] == [feed]
        assert client.get(feed["address"]).status_code == 200
        assert client.delete(f"/api/v1/feeds/{feed['id']}").status_code == 204
        assert client.get(feed["address"]).status_code == 404
        assert client.get(f"/api/v1/feeds/{feed['id']}").status_code == 404
