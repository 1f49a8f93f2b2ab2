"""What the mail service reports moves deliveries; managers hear of addresses that take no mail."""

import base64
import datetime as dt
import json
import smtplib
from typing import Any
from uuid import uuid4

import pytest
from anymail.exceptions import AnymailRecipientsRefused
from django.core import mail
from django.test import Client
from django.urls import reverse
from requests import Response

from accounts.operations.personal_data import order_erasure
from foundation import clock
from foundation.mail import MAIL_ID, send
from foundation.models import DomainEvent
from notifications.models import Delivery, Notification
from notifications.operations.reports import note_report
from notifications.operations.sending import mark_sent, take
from tests.notifications.telling import Wall, a_minute_passes, mails_to, say, wants
from tests.queue import drain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("only_ours")]
PATH = "/mail-reports/postmark/"
SECRET = "postmark:a lantern in the yard"


@pytest.fixture
def _open(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def report(payload: Any, secret: str = SECRET) -> int:
    client = Client(enforce_csrf_checks=True)
    if secret:
        coded = base64.b64encode(secret.encode()).decode()
        client.defaults["HTTP_AUTHORIZATION"] = f"Basic {coded}"
    answer = client.post(PATH, payload, content_type="application/json")
    drain()
    return answer.status_code


def delivered(mail_id: Any) -> dict[str, Any]:
    return {
        "RecordType": "Delivery",
        "ServerID": 23,
        "MessageStream": "outbound",
        "MessageID": "00000000-0000-0000-0000-000000000000",
        "Recipient": "ana@willow.example",
        "Tag": "",
        "DeliveredAt": "2026-01-14T12:00:00Z",
        "Details": "Test delivery webhook details",
        "Metadata": {MAIL_ID: str(mail_id)},
    }


def bounced(mail_id: Any, kind: str = "HardBounce", **more: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "ID": 42,
        "Type": kind,
        "TypeCode": 1,
        "Name": "Hard bounce",
        "Tag": "",
        "MessageID": "00000000-0000-0000-0000-000000000000",
        "Metadata": {MAIL_ID: str(mail_id)},
        "ServerID": 23,
        "MessageStream": "outbound",
        "Description": "The server was unable to deliver your message.",
        "Details": "550 5.1.1 no such user",
        "Email": "ana@willow.example",
        "From": "hello@concierge.example",
        "BouncedAt": "2026-01-14T12:00:00Z",
        "DumpAvailable": True,
        "Inactive": kind == "HardBounce",
        "CanActivate": True,
    } | more


def complained(mail_id: Any) -> dict[str, Any]:
    return bounced(mail_id, "SpamComplaint", RecordType="SpamComplaint")


def the_mail(world: Any, name: str = "ana", title: str = "Water off") -> Delivery:
    say(world, name, title=title)
    return mails_to(world.people[name].first_name, title).get()


@pytest.mark.usefixtures("_open")
class TestReports:
    def test_a_mail_carries_its_id(self, world: Any) -> None:
        delivery = the_mail(world)
        assert mail.outbox[0].metadata == {MAIL_ID: str(delivery.uuid)}
        assert delivery.state == "sent"

    def test_it_arrived(self, world: Any) -> None:
        delivery = the_mail(world)
        assert report(delivered(delivery.uuid)) == 200
        assert report(delivered(delivery.uuid)) == 200
        delivery.refresh_from_db()
        assert delivery.state == "delivered"

    @pytest.mark.parametrize(
        ("reports", "state"),
        [
            ([bounced], "bounced"),
            ([delivered, bounced], "bounced"),
            ([bounced, delivered], "bounced"),
            ([delivered, complained], "complained"),
            ([complained, delivered], "complained"),
            ([complained, bounced], "complained"),
            ([bounced, complained], "bounced"),
            ([bounced, bounced], "bounced"),
        ],
    )
    def test_in_whatever_order(self, reports: list[Any], state: str, world: Any) -> None:
        delivery = the_mail(world)
        for one in reports:
            assert report(one(delivery.uuid)) == 200
        delivery.refresh_from_db()
        assert delivery.state == state

    @pytest.mark.parametrize(
        "kind", ["SoftBounce", "Transient", "AutoResponder", "DnsError", "Unknown", "Blocked"]
    )
    def test_what_may_pass_changes_nothing(self, kind: str, world: Any) -> None:
        delivery = the_mail(world)
        assert report(bounced(delivery.uuid, kind)) == 200
        delivery.refresh_from_db()
        assert delivery.state == "sent"

    def test_it_may_come_before_the_worker_has_noted_it(self, world: Any) -> None:
        delivery = the_mail(world)
        Delivery.objects.filter(pk=delivery.pk).update(state="queued")
        taken = take(delivery_id=delivery.pk)
        assert taken is not None
        report(delivered(delivery.uuid))
        mark_sent(delivery=taken)
        delivery.refresh_from_db()
        assert delivery.state == "delivered"

    def test_what_never_left_cannot_be_reported_of(self, world: Any, wall: Wall) -> None:
        wants(world, "ana", quiet_from=dt.time(22), quiet_until=dt.time(7))
        wall.shows("2026-01-10T23:00")
        delivery = the_mail(world)
        report(bounced(delivery.uuid))
        delivery.refresh_from_db()
        assert delivery.state == "queued"

    @pytest.mark.parametrize("kind", [bounced, complained])
    def test_later_mails_leave_the_address_alone(self, kind: Any, world: Any) -> None:
        report(kind(the_mail(world).uuid))
        mail.outbox.clear()
        later = the_mail(world, title="Water on")
        assert mail.outbox == []
        assert (later.state, later.reason) == (
            "skipped",
            "bounced_before" if kind is bounced else "complained_before",
        )

    def test_a_report_of_a_digest_moves_all_it_lists(self, world: Any, wall: Wall) -> None:
        wants(world, "ana", digest="daily")
        wall.shows("2026-01-14T12:00")
        say(world, "ana", title="One")
        say(world, "ana", title="Two")
        wall.shows("2026-01-14T18:00")
        a_minute_passes()
        (digest,) = set(mails_to("Ana").values_list("digest", flat=True))
        assert mail.outbox[0].metadata == {MAIL_ID: str(digest)}
        # The rows' own ids were never given away.
        report(bounced(mails_to("Ana").first().uuid))
        assert set(mails_to("Ana").values_list("state", flat=True)) == {"sent"}
        report(delivered(digest))
        assert set(mails_to("Ana").values_list("state", flat=True)) == {"delivered"}

    def test_others_stay_as_they_are(self, world: Any) -> None:
        other = the_mail(world, "emil", "In another company")
        report(bounced(the_mail(world).uuid))
        other.refresh_from_db()
        assert other.state == "sent"

    @pytest.mark.parametrize("mail_id", [uuid4(), "", "no id", {"a": 1}, None])
    def test_unknown_ids_are_taken_and_ignored(self, mail_id: Any, world: Any) -> None:
        delivery = the_mail(world)
        assert report(bounced(delivery.uuid, Metadata={MAIL_ID: mail_id})) == 200
        assert report(bounced(delivery.uuid, Metadata={})) == 200
        delivery.refresh_from_db()
        assert delivery.state == "sent"

    @pytest.mark.parametrize("secret", ["", "postmark:wrong", "other:a lantern in the yard"])
    def test_strangers_are_refused(self, secret: str, world: Any) -> None:
        delivery = the_mail(world)
        assert report(bounced(delivery.uuid), secret) in (400, 401, 403)
        delivery.refresh_from_db()
        assert delivery.state == "sent"

    @pytest.mark.parametrize("payload", ["{", "[]", "null", '{"RecordType": "Inbound"}', '"x"'])
    def test_nonsense_is_refused_without_an_error_of_ours(self, payload: str) -> None:
        assert report(payload) == 400

    def test_only_by_post(self) -> None:
        assert Client().get(PATH).status_code == 405


def test_without_a_secret_there_is_no_such_address(world: Any) -> None:
    delivery = the_mail(world)
    assert report(bounced(delivery.uuid)) == 404
    assert Client().head(PATH).status_code == 404


def test_a_state_that_is_none_of_a_report_changes_nothing(world: Any) -> None:
    delivery = the_mail(world)
    for state in ("sent", "skipped", "", "nonsense"):
        assert note_report(mail_id=str(delivery.uuid), state=state) == 0


def test_a_service_refuses_in_the_words_of_smtp(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, fail_silently: bool = False) -> None:
        raise AnymailRecipientsRefused("inactive")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(
            to="ana@willow.example",
            message="notifications/digest",
            context={"groups": [], "count": 0, "name": "Ana"},
        )


@pytest.mark.usefixtures("_open")
class TestManagers:
    def told(self, world: Any, name: str = "boris") -> list[str]:
        found = Notification.objects.filter(user=world.people[name], kind="bounces")
        return list(found.values_list("title", flat=True))

    def test_are_told_once_and_led_to_the_person(self, world: Any, sign_in: Any) -> None:
        first, second = the_mail(world), the_mail(world, title="Water on")
        report(bounced(first.uuid))
        report(bounced(second.uuid))
        assert self.told(world) == ["Mail to Ana Almeida comes back"]
        assert mail.outbox[-1].to == ["boris@harbour.example"]
        for stranger in ("ana", "teo", "asta", "dara", "emil"):
            assert self.told(world, stranger) == []
        note = Notification.objects.get(user=world.boris, kind="bounces")
        page = sign_in("boris").get(note.path).content.decode()
        assert "has been coming back since" in page
        note.refresh_from_db()
        assert note.read_at is not None
        assert (
            "has been coming back since"
            not in sign_in("boris").get(self.page(world, "teo")).content.decode()
        )

    def page(self, world: Any, name: str) -> str:
        return reverse("residents:person-detail", args=[world.people[name].people.get().uuid])

    def test_again_after_ninety_days(self, world: Any) -> None:
        report(bounced(the_mail(world).uuid))
        Delivery.objects.filter(state="bounced").update(
            changed_at=clock.now() - dt.timedelta(days=91)
        )
        report(bounced(the_mail(world, title="Much later").uuid))
        assert len(self.told(world)) == 2

    def test_by_smtp_as_well(self, world: Any, monkeypatch: Any) -> None:
        def refuse(**values: Any) -> None:
            if values["to"].startswith("ana"):
                raise smtplib.SMTPRecipientsRefused({values["to"]: (550, b"no such user")})

        monkeypatch.setattr("foundation.mail.send", refuse)
        the_mail(world)
        assert len(self.told(world)) == 1

    def test_not_of_complaints_nor_of_people_without_a_home(self, world: Any) -> None:
        report(complained(the_mail(world).uuid))
        report(bounced(the_mail(world, "fin", "For Fin").uuid))
        assert Notification.objects.filter(kind="bounces").count() == 0

    def test_what_happened_names_nobody(self, world: Any) -> None:
        report(bounced(the_mail(world).uuid))
        event = DomainEvent.objects.get(name="notifications.AddressBounced")
        assert event.payload == {"user_id": world.ana.pk}
        assert event.company_id == world.willow.company_id

    def test_erasing_the_person_takes_it_away(self, world: Any) -> None:
        report(bounced(the_mail(world).uuid))
        world.boris.refresh_from_db()
        before = world.boris.unread_count
        order_erasure(actor=world.ana, user=world.ana)
        drain()
        assert self.told(world) == []
        world.boris.refresh_from_db()
        assert world.boris.unread_count == before - 1


def test_postmark_is_handed_the_id_and_our_headers(
    settings: Any, monkeypatch: pytest.MonkeyPatch, world: Any
) -> None:
    asked: list[Any] = []

    def answer(self: Any, **values: Any) -> Response:
        asked.append(json.loads(values["data"]))
        response = Response()
        response.status_code = 200
        response._content = json.dumps(
            {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": "ana@willow.example"}
        ).encode()
        return response

    monkeypatch.setattr("requests.Session.request", answer)
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token"}
    delivery = the_mail(world)
    assert delivery.state == "sent"
    assert asked[0]["Metadata"] == {MAIL_ID: str(delivery.uuid)}
    headers = {header["Name"] for header in asked[0]["Headers"]}
    assert {"List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID"} <= headers


def test_a_service_that_is_away_is_tried_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch, world: Any
) -> None:
    def answer(self: Any, **values: Any) -> Response:
        response = Response()
        response.status_code = 503
        response._content = b"later"
        return response

    monkeypatch.setattr("requests.Session.request", answer)
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token"}
    assert the_mail(world).state == "queued"
