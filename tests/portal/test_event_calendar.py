"""The calendar as people read it: months, lists, days on the building's wall, other languages."""

import datetime as dt

import pytest
from django.conf import settings

from foundation import clock
from foundation.clock import NoSuchTime, from_wall, on_wall
from portal.audiences import Reader
from portal.models import EventIndexPage, EventPage
from portal.operations.pages import publish_page
from portal.queries.calendars import month_of
from portal.queries.events import event_on_wall
from tests.portal.test_translations import translate
from tests.world import party

pytestmark = pytest.mark.django_db

EVENTS = "/harbour/willow-court/events/"
STAFF = Reader(is_staff=True)
BERLIN = "Europe/Berlin"
wall = dt.datetime.fromisoformat


@pytest.fixture
def at(world):
    """`at("2026-10-24 22:00", "2026-10-25 06:00")` publishes an event at times on the wall."""

    def make(start, end, title="Night watch", building="willow", **values):
        zone = world.buildings[building].time_zone
        index = EventIndexPage.objects.descendant_of(world.homes[building]).get()
        page = party(
            title,
            title.lower().replace(" ", "-"),
            starts_at=from_wall(wall(start), zone),
            ends_at=from_wall(wall(end), zone),
            **values,
        )
        return publish_page(actor=world.sol, parent=index, page=page)

    return make


class TestTheClockOnTheWall:
    def test_when_clocks_are_put_back_the_first_of_two_is_meant(self):
        moment = from_wall(wall("2026-10-25 02:30"), BERLIN)
        assert moment == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)

    def test_when_they_are_put_forward_an_hour_does_not_exist(self):
        with pytest.raises(NoSuchTime):
            from_wall(wall("2026-03-29 02:30"), BERLIN)

    @pytest.mark.parametrize("zone", [BERLIN, "America/New_York", "Asia/Kathmandu", "UTC"])
    def test_there_and_back(self, zone):
        moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        for _ in range(8760 // 7):
            moment += dt.timedelta(hours=7)
            shown = on_wall(moment, zone)
            assert shown.tzinfo is None
            # The second of two equal times reads as the first.
            assert moment - from_wall(shown, zone) in (dt.timedelta(), dt.timedelta(hours=1))


class TestMonth:
    def test_the_week_begins_as_in_the_buildings_country(self, world):
        month = month_of(STAFF, world.homes["willow"], 2026, 12)
        assert month.weekdays[0] == "Monday"
        assert month.weeks[0][0].date == dt.date(2026, 11, 30)
        world.homes["willow"].building.country = "US"
        month = month_of(STAFF, world.homes["willow"], 2026, 12)
        assert month.weekdays[0] == "Sunday"
        assert (month.previous, month.next) == ("2026-11", "2027-01")

    def test_an_event_stands_on_each_of_its_days(self, world, at):
        at("2031-10-30 18:00", "2031-11-02 10:00")
        month = month_of(STAFF, world.homes["willow"], 2031, 11)
        days = [day.date.day for week in month.weeks for day in week if day.events]
        assert days == [30, 31, 1, 2]
        assert [event.page.title for event in month.events] == ["Night watch"]
        assert month_of(STAFF, world.homes["willow"], 2031, 12).events == []

    def test_an_evening_until_midnight_is_one_day(self, at):
        event = event_on_wall(at("2026-10-30 18:00", "2026-10-31 00:00"))
        assert event.first_day == event.last_day == dt.date(2026, 10, 30)

    def test_the_day_is_the_one_on_the_wall(self, world, at):
        """Half past midnight in Berlin is still yesterday in UTC, where the server's clock runs."""
        event = at("2031-12-01 00:30", "2031-12-01 01:30")
        assert event.starts_at.day == 30
        month = month_of(STAFF, world.homes["willow"], 2031, 12)
        assert [day.date for week in month.weeks for day in week if day.events] == [
            dt.date(2031, 12, 1)
        ]

    @pytest.mark.parametrize(
        "asked", ["", "2026-13", "2026-1", "0000-01", "9999-12", "x", "२०२६-१२", "2026-12\x00"]
    )
    def test_what_is_no_month_shows_the_present_one(self, sign_in, asked):
        answer = sign_in("ana").get(EVENTS, {"month": asked})
        assert answer.status_code == 200
        assert answer.context["calendar"].month.first == clock.today(BERLIN).replace(day=1)
        assert 'aria-current="date"' in answer.content.decode()

    def test_neighbouring_months_are_plain_links(self, sign_in):
        page = sign_in("ana").get(EVENTS, {"month": "2026-12"}).content.decode()
        assert 'href="?month=2026-11" rel="prev"' in page
        assert 'href="?month=2027-01" rel="next"' in page
        assert (
            sign_in("ana").get(EVENTS, {"month": "1990-01"}).context["calendar"].month.previous
            == ""
        )


class TestLists:
    def test_past_events_move_into_the_archive(self, sign_in, at):
        for number in range(25):
            at(f"2025-05-{number + 1:02} 10:00", f"2025-05-{number + 1:02} 11:00", f"Past {number}")
        coming = sign_in("ana").get(EVENTS, {"view": "list"}).content.decode()
        assert "Weeping summer party" in coming
        assert "Past" not in coming.replace(">Past<", "")
        first = sign_in("ana").get(EVENTS, {"view": "past"})
        assert [event.page.title for event in first.context["calendar"].past][:2] == [
            "Past 24",
            "Past 23",
        ]
        second = sign_in("ana").get(EVENTS, {"view": "past", "page": "2"}).content.decode()
        assert "Past 0" in second
        assert sign_in("ana").get(EVENTS, {"view": "past", "page": "x"}).status_code == 200

    def test_the_home_page_shows_the_next_three(self, sign_in, at):
        year = clock.now().year + 1
        for number in (3, 1, 2):
            at(f"{year}-05-0{number} 10:00", f"{year}-05-0{number} 11:00", f"May {number}")
        home = sign_in("ana").get("/harbour/willow-court/").context["home"]
        assert [event.page.title for event in home.events] == [
            "Weeping summer party",
            "May 1",
            "May 2",
        ]

    def test_other_houses_have_other_calendars(self, world, sign_in):
        answer = sign_in("iris").get("/harbour/quay-house/events/?view=list").content.decode()
        assert "Quayside summer party" in answer
        assert "Weeping" not in answer


class TestWords:
    def test_ana_reads_the_event_in_german_and_signs_up_for_the_original(
        self, world, sign_in, at, django_capture_on_commit_callbacks
    ):
        event = at("2031-05-01 10:00", "2031-05-01 11:00", "Tree planting", place="Garden")
        with django_capture_on_commit_callbacks(execute=True):
            german = translate(event, "de", {"Tree planting": "Baumpflanzung"}, world.boris)
        client = sign_in("ana")
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
        place = f"{EVENTS}tree-planting/"
        page = client.get(place)
        assert "Baumpflanzung" in page.content.decode()
        listed = client.get(f"{EVENTS}?month=2031-05")
        assert "Baumpflanzung" in listed.content.decode()
        assert "Tree planting" not in listed.content.decode()
        client.post(f"/my/events/{event.public_id}/sign-up/")
        assert EventPage.objects.get(pk=german.pk).signups.count() == 0
        assert event.signups.count() == 1
        page = client.get(place)
        assert page.context["box"].mine is not None
