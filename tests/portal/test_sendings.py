"""Boris publishes; whoever is meant is told once, in their language, and he sees who has read."""

import datetime as dt
import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.operations.profile import set_preferences
from accounts.operations.users import choose_language
from foundation import clock
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.models import AuditEntry
from notifications.models import Delivery, Notification
from notifications.operations.sending import sweep
from notifications.tasks import send_mails
from portal.models import AnnouncementPage, AnnouncementReceipt, AnnouncementSending
from portal.operations.sendings import (
    acknowledge,
    open_announcement,
    remind,
    start_sending,
    stop_sending,
)
from portal.queries.receipts import reach_of, report_of
from portal.tasks.announcements import send_due, tell_people
from tests.portal.test_announcements import TENANTS, announce
from tests.queue import drain

pytestmark = pytest.mark.django_db

DESK = "/desk/harbour/willow-court/announcements/"


def go_out(page: AnnouncementPage) -> AnnouncementSending:
    """As if the moment to stop it were over."""
    sending = page.sendings.get()
    AnnouncementSending.objects.filter(pk=sending.pk).update(due_at=clock.now())
    mail.outbox.clear()
    send_due()
    drain()
    sending.refresh_from_db()
    return sending


def told(sending: AnnouncementSending) -> set[str]:
    found = Notification.objects.filter(source__startswith=sending.source)
    return set(found.values_list("user__first_name", flat=True))


@pytest.fixture
def notice(world: Any) -> AnnouncementPage:
    return announce(world, "Water off", urgency="important")


class TestPublishing:
    def test_tells_everybody_who_is_meant_once(self, world: Any, notice: AnnouncementPage) -> None:
        assert notice.sendings.get().state == "waiting"
        sending = go_out(notice)
        assert (sending.state, sending.people) == ("sent", 2)
        assert told(sending) == {"Ana", "Teo"}
        assert sorted(message.to[0] for message in mail.outbox) == [
            "ana@willow.example",
            "teo@willow.example",
        ]
        # Whatever runs again, nobody is told again.
        start_sending(actor=world.boris, sending_id=sending.pk)
        tell_people(sending.pk, [world.ana.pk, world.teo.pk], sending.source)
        drain()
        assert len(mail.outbox) == 2
        notice.save_revision(user=world.boris).publish(user=world.boris)
        assert notice.sendings.count() == 1

    def test_waits_and_can_be_stopped(
        self, world: Any, notice: AnnouncementPage, sign_in: Any
    ) -> None:
        send_due()
        drain()
        assert not told(notice.sendings.get())
        page = sign_in("boris").get(f"{DESK}{notice.translation_key}/").content.decode()
        assert "Tell nobody" in page
        sign_in("boris").post(f"{DESK}{notice.translation_key}/stop/")
        assert told(go_out(notice)) == set()
        # Published again, it is told after all.
        notice.save_revision(user=world.boris).publish(user=world.boris)
        assert notice.sendings.filter(state="waiting").count() == 1

    def test_what_went_out_cannot_be_stopped(self, world: Any, notice: AnnouncementPage) -> None:
        with pytest.raises(Conflict, match="gone out"):
            stop_sending(actor=world.boris, sending=go_out(notice))

    def test_for_tenants_reaches_teo_and_not_ana(self, world: Any) -> None:
        assert told(go_out(announce(world, "Rents", audience=TENANTS))) == {"Teo"}

    def test_an_emergency_waits_for_nothing_and_ignores_what_people_prefer(
        self, world: Any
    ) -> None:
        off = {"announcements": {"email": False, "in_app": False}}
        set_preferences(actor=world.ana, theme="system", digest="off", notifications=off)
        mail.outbox.clear()
        page = announce(world, "Gas leak", urgency="emergency")
        assert page.sendings.get().state == "sent"
        assert "ana@willow.example" in [message.to[0] for message in mail.outbox]
        assert mail.outbox[0].subject == "Emergency: Gas leak (Willow Court)"

    def test_whoever_wants_no_mail_gets_none_and_the_row_says_why(
        self, world: Any, notice: AnnouncementPage
    ) -> None:
        off = {"announcements": {"email": False, "in_app": True}}
        set_preferences(actor=world.ana, theme="system", digest="off", notifications=off)
        sending = go_out(notice)
        assert [message.to[0] for message in mail.outbox] == ["teo@willow.example"]
        delivery = Delivery.objects.get(
            notification__source=sending.source, notification__user=world.ana
        )
        assert (delivery.state, delivery.reason) == ("skipped", "preference")
        assert told(sending) == {"Ana", "Teo"}

    def test_old_pages_are_no_news(self, world: Any, notice: AnnouncementPage) -> None:
        sending = notice.sendings.get()
        sending.delete()
        AnnouncementPage.objects.filter(pk=notice.pk).update(
            first_published_at=clock.now() - dt.timedelta(days=3)
        )
        notice.refresh_from_db()
        notice.save_revision(user=world.boris).publish(user=world.boris)
        assert not notice.sendings.exists()

    def test_unpublished_meanwhile_nobody_is_told(
        self, world: Any, notice: AnnouncementPage
    ) -> None:
        notice.refresh_from_db()
        notice.unpublish(user=world.boris)
        assert go_out(notice).state == "stopped"
        assert mail.outbox == []

    def test_whoever_moves_out_meanwhile_is_not_told(
        self, world: Any, notice: AnnouncementPage
    ) -> None:
        sending = go_out(notice)
        Notification.objects.filter(source=sending.source).delete()
        world.teo.people.get().residencies.update(end_date=dt.date(2025, 1, 1))
        tell_people(sending.pk, [world.ana.pk, world.teo.pk, world.iris.pk], sending.source)
        assert told(sending) == {"Ana"}

    def test_is_told_in_ones_language(self, world: Any, notice: AnnouncementPage) -> None:
        choose_language(actor=world.teo, language="de")
        go_out(notice)
        by_address = {message.to[0]: message.body for message in mail.outbox}
        assert "Read it" in by_address["ana@willow.example"]
        assert "Read it" not in by_address["teo@willow.example"]

    def test_is_in_the_log(self, world: Any, notice: AnnouncementPage) -> None:
        go_out(notice)
        actions = AuditEntry.objects.filter(action__startswith="portal.announcement_")
        assert list(actions.order_by("pk").values_list("action", flat=True))[-2:] == [
            "portal.announcement_planned",
            "portal.announcement_sent",
        ]


class TestDelivery:
    def test_a_refused_address_gets_no_further_mail(
        self, world: Any, notice: AnnouncementPage, monkeypatch: Any
    ) -> None:
        def refuse(**values: Any) -> None:
            raise smtplib.SMTPRecipientsRefused({values["to"]: (550, b"no such user")})

        with monkeypatch.context() as patch:
            patch.setattr("foundation.mail.send", refuse)
            sending = go_out(notice)
        assert set(
            Delivery.objects.filter(notification__source=sending.source).values_list(
                "state", flat=True
            )
        ) == {"bounced"}
        later = go_out(announce(world, "Water on"))
        assert mail.outbox == []
        reasons = Delivery.objects.filter(notification__source=later.source)
        assert set(reasons.values_list("reason", flat=True)) == {"bounced_before"}

    def test_a_server_that_is_away_is_tried_again(
        self, world: Any, notice: AnnouncementPage, monkeypatch: Any, sign_in: Any
    ) -> None:
        def away(**values: Any) -> None:
            raise ConnectionRefusedError

        with monkeypatch.context() as patch:
            patch.setattr("foundation.mail.send", away)
            sending = go_out(notice)
            deliveries = Delivery.objects.filter(notification__source=sending.source)
            for _time in range(4):
                deliveries.update(changed_at=clock.now() - dt.timedelta(hours=1))
                sweep()
                drain()
        assert set(deliveries.values_list("state", "attempts")) == {("failed", 5)}
        sign_in("boris").post(f"{DESK}{notice.translation_key}/mails/")
        drain()
        assert len(mail.outbox) == 2

    def test_a_worker_that_dies_in_between_loses_nothing(
        self, world: Any, notice: AnnouncementPage, monkeypatch: Any
    ) -> None:
        class Killed(BaseException):
            pass

        def die(**values: Any) -> None:
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr("foundation.mail.send", die)
            with pytest.raises(Killed):
                go_out(notice)
        # The queue gives the task to another worker; what the dead one held waits to be swept up.
        drain()
        assert len(mail.outbox) == 1
        sending = notice.sendings.get()
        deliveries = Delivery.objects.filter(notification__source=sending.source)
        deliveries.filter(state="sending").update(changed_at=clock.now() - dt.timedelta(hours=1))
        sweep()
        drain()
        assert len(mail.outbox) == 2
        send_mails(list(deliveries.values_list("pk", flat=True)))
        assert len(mail.outbox) == 2

    def test_mails_offer_a_way_out_that_ends_this_kind_only(
        self, world: Any, notice: AnnouncementPage
    ) -> None:
        go_out(notice)
        (message,) = [m for m in mail.outbox if m.to == ["ana@willow.example"]]
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = re.search(
            r"<https?://[^/]+(/unsubscribe/[^>]+)>", message.extra_headers["List-Unsubscribe"]
        )
        assert link
        stranger = Client(enforce_csrf_checks=True)
        # Looking changes nothing.
        assert stranger.get(link[1]).status_code == 200
        world.ana.refresh_from_db()
        assert world.ana.preferences == {}
        assert stranger.post(link[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
        world.ana.refresh_from_db()
        kept = world.ana.preferences["notifications"]
        assert kept["announcements"] == {"email": False, "in_app": True, "push": True}
        assert kept["events"]["email"]
        assert stranger.get("/unsubscribe/forged/").status_code == 404


class TestReading:
    def test_the_link_in_the_mail_leads_there_and_counts(
        self, world: Any, notice: AnnouncementPage, sign_in: Any
    ) -> None:
        go_out(notice)
        (message,) = [m for m in mail.outbox if m.to == ["ana@willow.example"]]
        link = re.search(r"(/my/announcements/[^\s]+)", message.body)
        assert link
        before = world.ana.unread_count
        world.ana.refresh_from_db()
        assert world.ana.unread_count == before + 1
        answer = sign_in("ana").get(link[1])
        assert answer["Location"].endswith("/announcements/water-off/")
        world.ana.refresh_from_db()
        assert world.ana.unread_count == before
        report = report_of(notice, world.willow)
        (apartment,) = report.apartments
        opened = {person.name: person.opened_at is not None for person in apartment.people}
        assert opened == {"Ana Almeida": True, "Teo Brandt": False}

    def test_staff_leave_no_receipt(self, world: Any, notice: AnnouncementPage) -> None:
        open_announcement(actor=world.boris, page=notice)
        assert not AnnouncementReceipt.objects.filter(page=notice).exists()

    def test_is_confirmed_where_that_is_asked_for(self, world: Any, sign_in: Any) -> None:
        page = announce(world, "Fire drill", must_be_acknowledged=True)
        go_out(page)
        path = f"/my/announcements/{page.translation_key}/confirm/"
        assert path in sign_in("ana").get(page.url).content.decode()
        sign_in("ana").post(path)
        assert "You confirmed" in sign_in("ana").get(path).content.decode()
        assert report_of(page, world.willow).acknowledged == 1

    def test_not_where_nobody_asks_and_not_by_staff(
        self, world: Any, notice: AnnouncementPage
    ) -> None:
        with pytest.raises(Conflict):
            acknowledge(actor=world.ana, page=notice)
        drill = announce(world, "Fire drill", must_be_acknowledged=True)
        with pytest.raises(Conflict, match="residents"):
            acknowledge(actor=world.boris, page=drill)

    def test_who_has_not_read_it_is_reminded_once_a_day(
        self, world: Any, notice: AnnouncementPage
    ) -> None:
        sending = go_out(notice)
        open_announcement(actor=world.ana, page=notice)
        mail.outbox.clear()
        assert remind(actor=world.boris, sending=sending) == 1
        drain()
        assert [message.to[0] for message in mail.outbox] == ["teo@willow.example"]
        with pytest.raises(Conflict, match="today"):
            remind(actor=world.boris, sending=sending)
        # Opening it once reads the message and its reminder.
        world.teo.refresh_from_db()
        before = world.teo.unread_count
        open_announcement(actor=world.teo, page=notice)
        world.teo.refresh_from_db()
        assert world.teo.unread_count == before - 2

    def test_is_for_those_who_publish(self, world: Any, notice: AnnouncementPage) -> None:
        sending = go_out(notice)
        with pytest.raises(NotAllowed):
            remind(actor=world.asta, sending=sending)
        for name in ("ana", "iris", "dara"):
            with pytest.raises(NotFound):
                remind(actor=world.people[name], sending=sending)


class TestTheme:
    def test_is_the_accounts_and_nobody_elses(self, world: Any, sign_in: Any) -> None:
        set_preferences(actor=world.ana, theme="dark", digest="off", notifications={})
        for path in ("/my/", "/harbour/willow-court/"):
            for _time in ("anew", "kept"):
                assert 'data-theme="dark"' in sign_in("ana").get(path).content.decode()
                assert 'data-theme="dark"' not in sign_in("teo").get(path).content.decode()


class TestReach:
    def test_counts_apartments_people_and_accounts(self, world: Any) -> None:
        page = AnnouncementPage(title="x", summary="x", audience=TENANTS)
        reach = reach_of(page.reading_audience, world.willow)
        assert (reach.apartments, reach.people, reach.with_account) == (1, 1, 1)


class TestInbox:
    def test_shows_ones_own_and_leads_there(
        self, world: Any, notice: AnnouncementPage, sign_in: Any
    ) -> None:
        go_out(notice)
        page = sign_in("ana").get("/my/inbox/").content.decode()
        assert "Water off in short" in page
        mine = Notification.objects.get(user=world.ana, title="Water off")
        assert f"/my/inbox/{mine.uuid}/" in page
        assert "unread-badge" in sign_in("ana").get("/harbour/willow-court/").content.decode()
        sign_in("ana").get(f"/my/inbox/{mine.uuid}/")
        mine.refresh_from_db()
        assert mine.read_at is not None

    def test_everything_is_read_at_once(
        self, world: Any, notice: AnnouncementPage, sign_in: Any
    ) -> None:
        go_out(notice)
        sign_in("ana").post("/my/inbox/read-all/")
        world.ana.refresh_from_db()
        assert world.ana.unread_count == 0
        assert "unread-badge" not in sign_in("ana").get("/harbour/willow-court/").content.decode()

    @pytest.mark.parametrize("name", ["iris", "emil", "dara", "boris"])
    def test_strangers_get_nothing_by_any_door(
        self, world: Any, notice: AnnouncementPage, sign_in: Any, name: str
    ) -> None:
        go_out(notice)
        client = sign_in(name)
        assert "Water off" not in client.get("/my/inbox/").content.decode()
        listed = client.get("/api/v1/notifications").json()["items"]
        assert all(item["title"] != "Water off" for item in listed)
        mine = Notification.objects.get(user=world.ana, title="Water off")
        assert client.get(f"/my/inbox/{mine.uuid}/").status_code == 404

    def test_by_program(self, world: Any, notice: AnnouncementPage, sign_in: Any) -> None:
        go_out(notice)
        client = sign_in("ana")
        before = client.get("/api/v1/notifications/unread").json()["unread"]
        item = client.get("/api/v1/notifications?unread=true").json()["items"][0]
        assert (item["title"], item["urgency"]) == ("Water off", "important")
        client.post(f"/api/v1/notifications/{item['id']}/read")
        assert client.get("/api/v1/notifications/unread").json()["unread"] == before - 1
