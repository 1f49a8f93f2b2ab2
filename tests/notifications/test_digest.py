"""One mail in the evening that lists what is new, sent exactly once."""

import datetime as dt
import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.queries.preferences import Preferences, QuietHours, preferences_of
from notifications.models import Notification
from notifications.operations.reading import mark_all_read, mark_read
from notifications.operations.sending import send_again, sweep
from notifications.operations.waiting import gather_digests, take_digest
from notifications.queries.timing import next_digest, when_to_send
from notifications.tasks import send_digests
from tests.notifications.telling import Wall, a_minute_passes, mails_to, say, wants
from tests.queue import drain, waiting

#: A Wednesday.
NOON = "2026-01-14T12:00"
EVENING = "2026-01-14T18:00"


@pytest.mark.parametrize(
    ("now", "digest", "expected"),
    [
        ("2026-01-14T16:59", "daily", "2026-01-14T17:00"),
        ("2026-01-14T17:00", "daily", "2026-01-15T17:00"),
        ("2026-01-14T16:59", "weekly", "2026-01-16T17:00"),
        ("2026-01-16T17:00", "weekly", "2026-01-23T17:00"),
        ("2026-03-28T18:00", "daily", "2026-03-29T16:00"),
    ],
)
def test_the_next_one_is_at_six_on_the_wall(now: str, digest: str, expected: str) -> None:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert f"{next_digest(moment, digest, 'Europe/Berlin'):%Y-%m-%dT%H:%M}" == expected


def test_it_is_counted_by_the_persons_clock_and_heeds_quiet_hours() -> None:
    now = dt.datetime(2026, 1, 14, 12, tzinfo=dt.UTC)
    quiet = QuietHours(dt.time(17), dt.time(20))
    found = when_to_send(
        now,
        Preferences("system", "daily", quiet, {}),
        "info",
        building_zone="Europe/Berlin",
        own_zone="Europe/Lisbon",
    )
    assert found.is_collected
    assert found.not_before == dt.datetime(2026, 1, 14, 20, tzinfo=dt.UTC)


@pytest.fixture
def collected(world: Any, wall: Wall, only_ours: None) -> None:
    """Ana wants a digest and was told of two things in Willow Court and one in Quay House."""
    wants(world, "ana", digest="daily")
    wall.shows(NOON)
    say(world, "ana", title="Water off")
    say(world, "ana", title="New bins")
    say(world, "ana", title="Lift inspected", building=world.buildings["quay"])


@pytest.mark.django_db
@pytest.mark.usefixtures("collected")
class TestDigest:
    def test_lists_all_by_building_in_one_mail(self, world: Any, wall: Wall) -> None:
        assert mail.outbox == []
        assert set(mails_to("Ana").values_list("state", flat=True)) == {"collected"}
        wall.shows("2026-01-14T17:59")
        a_minute_passes()
        assert sweep() == 0
        assert mail.outbox == []
        wall.shows(EVENING)
        a_minute_passes()
        (message,) = mail.outbox
        assert message.to == ["ana@willow.example"]
        assert message.subject == "3 pieces of news for you"
        html = str(message.alternatives[0][0])
        for text in (message.body, html):
            places = [text.index(word) for word in ("Quay House", "Lift inspected")]
            places += [text.index(word) for word in ("Willow Court", "Water off", "New bins")]
            assert places == sorted(places)
            assert text.count("/my/inbox/") >= 3
            assert text.count("/unsubscribe/") == 4
            assert text.count("From 8 to 10.") == 3
        assert set(mails_to("Ana").values_list("state", "not_before")) == {("sent", None)}

    def test_runs_twice_and_sends_once(self, world: Any, wall: Wall) -> None:
        wall.shows(EVENING)
        assert gather_digests() == 1
        assert gather_digests() == 0
        ((_path, arguments),) = waiting()
        drain()
        send_digests(arguments[0])
        a_minute_passes()
        assert len(mail.outbox) == 1

    def test_what_comes_later_waits_for_the_next(self, world: Any, wall: Wall) -> None:
        wall.shows(EVENING)
        a_minute_passes()
        say(world, "ana", title="Late")
        a_minute_passes()
        assert len(mail.outbox) == 1
        wall.shows("2026-01-15T18:00")
        a_minute_passes()
        assert mail.outbox[1].subject == "1 piece of news for you"

    def test_important_news_and_emergencies_go_by_themselves(self, world: Any) -> None:
        say(world, "ana", title="Gate", urgency="important")
        say(world, "ana", title="Gas", urgency="emergency")
        assert [message.subject for message in mail.outbox] == [
            "Gate (Willow Court)",
            "Emergency: Gas (Willow Court)",
        ]

    def test_what_was_read_is_left_out(self, world: Any, wall: Wall) -> None:
        mark_read(actor=world.ana, notification=Notification.objects.get(title="Water off"))
        wall.shows(EVENING)
        a_minute_passes()
        assert "Water off" not in mail.outbox[0].body
        states = mails_to("Ana").values_list("notification__title", "state", "reason")
        assert ("Water off", "skipped", "read_already") in states

    def test_nothing_left_is_no_mail(self, world: Any, wall: Wall) -> None:
        mark_all_read(actor=world.ana)
        wall.shows(EVENING)
        a_minute_passes()
        assert mail.outbox == []
        assert set(mails_to("Ana").values_list("reason", flat=True)) == {"read_already"}

    def test_what_was_ended_meanwhile_is_left_out(self, world: Any, wall: Wall) -> None:
        say(world, "ana", title="Party moved", kind="events")
        off = {"announcements": {"email": False, "in_app": True}}
        wants(world, "ana", digest="daily", notifications=off)
        wall.shows(EVENING)
        a_minute_passes()
        assert mail.outbox[0].subject == "1 piece of news for you"

    def test_an_address_that_changed_meanwhile(self, world: Any, wall: Wall) -> None:
        type(world.ana).objects.filter(pk=world.ana.pk).update(is_active=False)
        wall.shows(EVENING)
        a_minute_passes()
        assert mail.outbox == []
        assert set(mails_to("Ana").values_list("reason", flat=True)) == {"no_address"}

    def test_a_worker_that_dies_loses_nothing(
        self, world: Any, wall: Wall, monkeypatch: Any
    ) -> None:
        class Killed(BaseException):
            pass

        def die(**values: Any) -> None:
            raise Killed

        wall.shows(EVENING)
        with monkeypatch.context() as patch:
            patch.setattr("foundation.mail.send", die)
            with pytest.raises(Killed):
                a_minute_passes()
        drain()
        assert mail.outbox == []
        # Told meanwhile: it waits for tomorrow, and does not join the mail under the same id.
        say(world, "ana", title="Late")
        digest = mails_to("Ana", "Water off").get().digest
        wall.shows("2026-01-14T18:11")
        assert sweep() == 1
        drain()
        assert len(mail.outbox) == 1
        assert str(digest) in mail.outbox[0].extra_headers["Message-ID"]
        assert "Late" not in mail.outbox[0].body
        assert not take_digest(digest=digest)

    def test_a_server_that_is_away_is_tried_again_and_given_up(
        self, world: Any, wall: Wall, monkeypatch: Any
    ) -> None:
        def away(**values: Any) -> None:
            raise ConnectionRefusedError

        wall.shows(EVENING)
        with monkeypatch.context() as patch:
            patch.setattr("foundation.mail.send", away)
            a_minute_passes()
            for hour in range(19, 23):
                wall.shows(f"2026-01-14T{hour}:00")
                sweep()
                drain()
        assert set(mails_to("Ana").values_list("state", "attempts")) == {("failed", 5)}
        # Sent again by hand, one goes by itself.
        send_again(source=Notification.objects.get(title="Water off").source)
        drain()
        assert mail.outbox[0].subject == "Water off (Willow Court)"

    def test_a_refused_address_bounces_as_a_whole(
        self, world: Any, wall: Wall, monkeypatch: Any
    ) -> None:
        def refuse(**values: Any) -> None:
            raise smtplib.SMTPRecipientsRefused({values["to"]: (550, b"no such user")})

        wall.shows(EVENING)
        with monkeypatch.context() as patch:
            patch.setattr("foundation.mail.send", refuse)
            a_minute_passes()
        assert set(mails_to("Ana").values_list("state", flat=True)) == {"bounced"}

    def test_the_way_out_ends_the_kinds_or_the_digest(self, world: Any, wall: Wall) -> None:
        wall.shows(EVENING)
        a_minute_passes()
        header = mail.outbox[0].extra_headers["List-Unsubscribe"]
        link = re.search(r"<https?://[^/]+(/unsubscribe/[^>]+)>", header)
        assert link
        stranger = Client(enforce_csrf_checks=True)
        assert "No digest" in stranger.get(link[1]).content.decode()
        assert stranger.post(link[1], {"end": "digest"}).status_code == 200
        world.ana.refresh_from_db()
        chosen = preferences_of(world.ana)
        assert (chosen.digest, chosen.notifications["announcements"]["email"]) == ("off", True)
        # A mail program posts only this.
        stranger.post(link[1], {"List-Unsubscribe": "One-Click"})
        world.ana.refresh_from_db()
        assert not preferences_of(world.ana).notifications["announcements"]["email"]

    def test_a_link_of_a_single_mail_does_not_end_the_digest(self, world: Any) -> None:
        token = mails_to("Ana").first().notification.way_out
        Client().post(f"/unsubscribe/{token}/", {"end": "digest"})
        world.ana.refresh_from_db()
        chosen = preferences_of(world.ana)
        assert (chosen.digest, chosen.notifications["announcements"]["email"]) == ("daily", False)

    def test_everybody_gets_their_own(self, world: Any, wall: Wall) -> None:
        wants(world, "teo", digest="weekly")
        say(world, "teo", title="For Teo")
        wall.shows(EVENING)
        a_minute_passes()
        assert [message.to[0] for message in mail.outbox] == ["ana@willow.example"]
        wall.shows("2026-01-16T18:00")
        a_minute_passes()
        (message,) = mail.outbox[1:]
        assert (message.to, "Water off" in message.body) == (["teo@willow.example"], False)

    def test_is_written_in_the_persons_language(self, world: Any, wall: Wall) -> None:
        type(world.ana).objects.filter(pk=world.ana.pk).update(language="de")
        wall.shows(EVENING)
        a_minute_passes()
        assert 'lang="de"' in str(mail.outbox[0].alternatives[0][0])
