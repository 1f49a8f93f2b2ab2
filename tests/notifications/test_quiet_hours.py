"""At night only emergencies are mailed; the rest waits for the morning of the house."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django_q.models import OrmQ

from accounts.operations.profile import set_preferences, stop_mails
from accounts.queries.preferences import Preferences, QuietHours, preferences_of
from foundation import clock
from foundation.errors import InvalidInput
from notifications.models import Delivery, Notification
from notifications.operations.sending import sweep
from notifications.operations.waiting import release_due
from notifications.queries.timing import AT_ONCE, when_to_send
from notifications.tasks import send_mails
from tests.notifications.telling import Wall, a_minute_passes, mails_to, say, wants
from tests.queue import drain

NIGHT = QuietHours(dt.time(22), dt.time(7))
NOON = QuietHours(dt.time(12), dt.time(13, 30))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def end(
    now: str, quiet: QuietHours | None, *, zone: str = "Europe/Berlin", own: str = "", **more: str
) -> str:
    """When a mail of `now` (UTC) may go out; "" for at once."""
    wishes = Preferences("system", more.get("digest", "off"), quiet, {})
    moment = when_to_send(
        at(now), wishes, more.get("urgency", "info"), building_zone=zone, own_zone=own
    )
    return f"{moment.not_before:%Y-%m-%dT%H:%M}" if moment.not_before else ""


@pytest.mark.parametrize(
    ("now", "quiet", "expected"),
    [
        ("2026-01-10T20:59", NIGHT, ""),
        ("2026-01-10T21:00", NIGHT, "2026-01-11T06:00"),
        ("2026-01-10T23:30", NIGHT, "2026-01-11T06:00"),
        ("2026-01-11T05:59", NIGHT, "2026-01-11T06:00"),
        ("2026-01-11T06:00", NIGHT, ""),
        ("2026-01-11T11:30", NOON, "2026-01-11T12:30"),
        ("2026-01-11T12:30", NOON, ""),
        ("2026-01-11T02:00", None, ""),
        # The night is an hour shorter: seven o'clock is five in UTC then.
        ("2026-03-28T22:00", NIGHT, "2026-03-29T05:00"),
        # It is an hour longer.
        ("2026-10-24T21:00", NIGHT, "2026-10-25T06:00"),
        # No clock shows half past two that night: it ends when they go on from three.
        ("2026-03-28T23:00", QuietHours(dt.time(22), dt.time(2, 30)), "2026-03-29T01:00"),
        # Half past two comes twice; quiet until the first, and, asked in between, the second.
        ("2026-10-24T23:00", QuietHours(dt.time(22), dt.time(2, 30)), "2026-10-25T00:30"),
        ("2026-10-25T01:10", QuietHours(dt.time(22), dt.time(2, 30)), "2026-10-25T01:30"),
    ],
)
def test_the_wall_decides(now: str, quiet: QuietHours | None, expected: str) -> None:
    assert end(now, quiet) == expected


def test_the_zone_is_the_buildings_and_else_ones_own() -> None:
    assert end("2026-01-10T23:30", NIGHT, zone="America/New_York", own="Europe/Berlin") == ""
    assert end("2026-01-10T23:30", NIGHT, zone="", own="Europe/Berlin") == "2026-01-11T06:00"
    assert end("2026-01-10T23:30", NIGHT, zone="", own="") == "2026-01-11T07:00"


def test_urgency() -> None:
    assert end("2026-01-10T23:30", NIGHT, urgency="important") == "2026-01-11T06:00"
    assert end("2026-01-10T23:30", NIGHT, urgency="emergency") == ""
    wishes = Preferences("system", "daily", NIGHT, {})
    moment = when_to_send(
        at("2026-01-10T23:30"), wishes, "emergency", building_zone="", own_zone=""
    )
    assert moment == AT_ONCE


@pytest.mark.django_db
@pytest.mark.usefixtures("only_ours")
class TestWaiting:
    @pytest.fixture(autouse=True)
    def night(self, world: Any) -> None:
        wants(world, "ana", quiet_from=NIGHT.begins, quiet_until=NIGHT.until)

    def test_the_mail_waits_and_the_inbox_does_not(self, world: Any, wall: Wall) -> None:
        wall.shows("2026-01-10T23:00")
        say(world, "ana", "teo")
        assert [message.to[0] for message in mail.outbox] == ["teo@willow.example"]
        assert Notification.objects.filter(
            user=world.ana, title="Water off", is_shown=True
        ).exists()
        delivery = mails_to("Ana").get()
        assert (delivery.state, delivery.reason) == ("queued", "")
        # Neither the sweep nor a stray task takes it for lost.
        wall.shows("2026-01-11T06:30")
        assert sweep() == 0
        a_minute_passes()
        send_mails([delivery.pk])
        assert len(mail.outbox) == 1
        wall.shows("2026-01-11T07:00")
        a_minute_passes()
        a_minute_passes()
        assert [message.to[0] for message in mail.outbox][1:] == ["ana@willow.example"]
        delivery.refresh_from_db()
        assert (delivery.state, delivery.not_before) == ("sent", None)

    def test_an_emergency_passes(self, world: Any, wall: Wall) -> None:
        wall.shows("2026-01-10T23:00")
        say(world, "ana", urgency="emergency")
        assert len(mail.outbox) == 1

    def test_by_day_nothing_waits(self, world: Any, wall: Wall) -> None:
        wall.shows("2026-01-10T12:00")
        say(world, "ana")
        assert len(mail.outbox) == 1

    def test_what_is_no_longer_wanted_in_the_morning_is_not_sent(
        self, world: Any, wall: Wall
    ) -> None:
        wall.shows("2026-01-10T23:00")
        say(world, "ana")
        wants(world, "ana", notifications={"announcements": {"email": False, "in_app": True}})
        wall.shows("2026-01-11T08:00")
        a_minute_passes()
        assert mail.outbox == []
        assert mails_to("Ana").get().reason == "preference"

    def test_released_and_lost_it_is_swept_up(self, world: Any, wall: Wall) -> None:
        wall.shows("2026-01-10T23:00")
        say(world, "ana")
        wall.shows("2026-01-11T07:00")
        assert release_due() == 1
        OrmQ.objects.all().delete()
        wall.shows("2026-01-11T07:31")
        assert sweep() == 1
        drain()
        assert len(mail.outbox) == 1


@pytest.mark.django_db
class TestChoosing:
    def test_by_page(self, world: Any, sign_in: Any) -> None:
        client = sign_in("ana")
        form = {"theme": "dark", "digest": "daily", "quiet_from": "22:00", "quiet_until": "07:00"}
        assert client.post("/my/preferences/", form).status_code == 302
        page = client.get("/my/preferences/").content.decode()
        assert 'value="22:00"' in page
        found = client.get("/api/v1/me/preferences").json()
        assert (found["quiet_from"], found["quiet_until"]) == ("22:00:00", "07:00:00")
        half = client.post("/my/preferences/", form | {"quiet_until": ""})
        assert half.status_code == 422
        assert "need a beginning and an end" in half.content.decode()

    def test_by_program(self, world: Any, sign_in: Any) -> None:
        client = sign_in("ana")

        def put(**values: Any) -> Any:
            body = {"theme": "dark", "digest": "off"} | values
            return client.put("/api/v1/me/preferences", body, content_type="application/json")

        answer = put(quiet_from="22:00", quiet_until="07:00")
        assert answer.json()["quiet_from"] == "22:00:00"
        assert put(quiet_from="22:00").status_code == 422
        assert put(quiet_from="22:00", quiet_until="22:00:30").status_code == 422
        assert put(quiet_from="25:00", quiet_until="07:00").status_code == 422
        assert put().json()["quiet_from"] is None

    def test_off_unless_chosen_and_kept_by_the_way_out(self, world: Any) -> None:
        assert preferences_of(world.teo).quiet_hours is None
        wants(world, "teo", quiet_from=NIGHT.begins, quiet_until=NIGHT.until)
        assert preferences_of(stop_mails(actor=world.teo, kinds=["events"])).quiet_hours == NIGHT

    def test_half_of_them_is_refused(self, world: Any) -> None:
        with pytest.raises(InvalidInput):
            set_preferences(
                actor=world.ana,
                theme="dark",
                digest="off",
                notifications={},
                quiet_until=dt.time(7),
            )


def test_the_clock_is_not_asked_in_between() -> None:
    """A mail of this very moment outside quiet hours goes at once, not a moment later."""
    now = clock.now()
    wishes = Preferences("system", "off", None, {})
    assert when_to_send(now, wishes, "info", building_zone="", own_zone="") is AT_ONCE
    assert AT_ONCE.state == Delivery.State.QUEUED
