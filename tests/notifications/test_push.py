"""Messages are pushed to people's own devices: encrypted, by their wish, until they sign out."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from py_vapid import Vapid02

from accounts.operations.personal_data import erase_account, order_erasure
from accounts.operations.profile import set_preferences
from accounts.operations.sessions import sign_out_everywhere
from foundation import personal_data
from foundation.models import AuditEntry
from notifications.models import Delivery, Notification, PushDevice
from notifications.operations.devices import register_device
from notifications.operations.sending import send_again
from notifications.operations.telling import Told, tell
from notifications.pushes import MOST_BYTES, Outcome, payload_of, push_notification
from tests.notifications.push_service import Browser, PushService, running
from tests.queue import drain
from tests.world import SUBSCRIPTION

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.PUSH_TO_ANY_HOST = True
    with running() as found:
        yield found


def add(user: Any, browser: Browser) -> PushDevice:
    return register_device(
        actor=user,
        endpoint=browser.endpoint,
        **browser.keys,
        user_agent="Mozilla/5.0 (Android 15; Mobile) Firefox/140.0",
        language="en",
        session_key=None,
    )


def tell_ana(
    world: Any, source: str = "test:1", urgency: str = "info", text: str = "At 9."
) -> None:
    told = Told(user=world.ana, title="Water off", text=text, path="/my/inbox/", language="en")
    tell(
        company_id=world.willow.company_id,
        building_id=world.willow.pk,
        kind="announcements",
        source=source,
        people=[told],
        urgency=urgency,
    )
    drain()


def push_of(source: str = "test:1") -> Delivery:
    found: Delivery = Delivery.objects.get(notification__source=source, channel="push")
    return found


def wish(user: Any, **channels: bool) -> None:
    wishes = {"announcements": {"email": True, "in_app": True, "push": True} | channels}
    set_preferences(actor=user, theme="system", digest="off", notifications=wishes)


class TestSending:
    def test_only_the_browser_can_read_it(self, world: Any, service: PushService) -> None:
        browser = Browser(f"{service.url}/ana")
        device = add(world.ana, browser)
        tell_ana(world)
        [(path, headers, body)] = service.received
        assert path == "/ana"
        assert b"Water" not in body
        message = json.loads(browser.read(body))
        assert (message["title"], message["text"]) == ("Water off", "At 9.")
        assert message["path"] == "/my/inbox/"
        assert message["tag"] == str(Notification.objects.get(source="test:1").uuid)
        assert headers["urgency"] == "normal"
        assert int(headers["ttl"]) > 0
        assert Vapid02.verify(headers["authorization"])
        assert push_of().state == "sent"
        device.refresh_from_db()
        assert device.last_used_at

    def test_goes_to_every_device_and_is_one_delivery(
        self, world: Any, service: PushService
    ) -> None:
        for name in ("phone", "laptop"):
            add(world.ana, Browser(f"{service.url}/{name}"))
        service.answers["/laptop"] = 410
        tell_ana(world)
        assert {path for path, *_ in service.received} == {"/phone", "/laptop"}
        assert push_of().state == "sent"
        assert PushDevice.objects.get(user=world.ana).endpoint.endswith("/phone")

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_browser_that_is_gone_is_forgotten(
        self, world: Any, service: PushService, status: int
    ) -> None:
        add(world.ana, Browser(f"{service.url}/ana"))
        service.answers["/ana"] = status
        tell_ana(world)
        assert not PushDevice.objects.filter(user=world.ana).exists()
        assert push_of().reason == "no_device"
        tell_ana(world, "test:2")
        assert not Delivery.objects.filter(notification__source="test:2", channel="push").exists()

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_a_busy_service_is_asked_again(
        self, world: Any, service: PushService, status: int
    ) -> None:
        add(world.ana, Browser(f"{service.url}/ana"))
        service.answers["/ana"] = status
        tell_ana(world)
        assert push_of().state == "queued"
        Delivery.objects.filter(pk=push_of().pk).update(state="failed")
        service.answers.clear()
        send_again(source="test:1")
        assert "notifications.tasks.send_pushes" in drain()
        assert push_of().state == "sent"
        assert len(service.received) == 2

    def test_redirects_are_not_followed(self, world: Any, service: PushService) -> None:
        add(world.ana, Browser(f"{service.url}/ana"))
        service.answers["/ana"] = 307
        tell_ana(world)
        assert [path for path, *_ in service.received] == ["/ana"]
        assert push_of().state == "queued"

    def test_a_device_that_was_removed_meanwhile(self, world: Any, service: PushService) -> None:
        device = add(world.ana, Browser(f"{service.url}/ana"))
        told = Told(user=world.ana, title="T", text="", path="/", language="en")
        tell(company_id=world.willow.company_id, building_id=None, kind="announcements",
             source="test:1", people=[told])  # fmt: skip
        device.delete()
        drain()
        assert (push_of().state, push_of().reason) == ("skipped", "no_device")

    def test_a_wish_counts_and_an_emergency_passes_it(
        self, world: Any, service: PushService
    ) -> None:
        add(world.ana, Browser(f"{service.url}/ana"))
        wish(world.ana, push=False)
        world.ana.refresh_from_db()
        tell_ana(world)
        assert (push_of().state, push_of().reason) == ("skipped", "preference")
        assert service.received == []
        tell_ana(world, "test:2", urgency="emergency")
        [(_path, headers, _body)] = service.received
        assert headers["urgency"] == "high"

    def test_without_a_key_nothing_is_pushed(
        self, world: Any, service: PushService, settings: Any, sign_in: Any
    ) -> None:
        add(world.ana, Browser(f"{service.url}/ana"))
        settings.VAPID_PRIVATE_KEY = ""
        tell_ana(world)
        assert service.received == []
        client = sign_in("ana")
        assert "switched off on this site" in client.get("/my/preferences/").content.decode()
        assert client.get("/api/v1/devices/key").json() == {"key": ""}
        answer = client.post("/api/v1/devices", SUBSCRIPTION, content_type="application/json")
        assert answer.status_code == 409

    def test_it_stays_small(self, world: Any) -> None:
        for letter in "aع😀\x01":
            long = Notification(title=letter * 255, text=letter * 500, path="/" + "x" * 250)
            plain = payload_of(long)
            assert len(plain.encode()) <= MOST_BYTES
            assert json.loads(plain)["title"] == letter * 255

    def test_no_machine_of_ours_is_reached_whatever_its_name(
        self, world: Any, service: PushService, settings: Any
    ) -> None:
        """The name was public when it was added, and leads to this machine now."""
        browser = Browser(f"{service.url}/ana".replace("http://127.0.0.1", "https://localhost"))
        device = add(world.ana, browser)
        settings.PUSH_TO_ANY_HOST = False
        message = Notification(title="T", text="", path="/", language="en")
        assert push_notification(message, device) is Outcome.LATER
        device.endpoint = f"{service.url}/ana"
        assert push_notification(message, device) is Outcome.LATER
        assert service.received == []


class TestDevices:
    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://push.example.org/a",
            "https://127.0.0.1/a",
            "https://10.0.0.7/a",
            "https://[::1]/a",
            "https://[::ffff:10.0.0.7]/a",
            "https://2130706433/a",
            "https://0x7f.1/a",
            "https://127.1/a",
            "https://localhost/a",
            "https://metadata.internal/a",
            "https://database/a",
            "https://push.example.org:6379/a",
            "https://user@push.example.org/a",
            "https://push.example.org:99999/a",
            "file:///etc/passwd",
            "https://push.example.org/" + "a" * 700,
            "https://push.example.org/a\r\nHost: b",
            "",
        ],
    )
    def test_only_public_push_services(self, sign_in: Any, endpoint: str) -> None:
        body = SUBSCRIPTION | {"endpoint": endpoint}
        answer = sign_in("ana").post("/api/v1/devices", body, content_type="application/json")
        assert answer.status_code == 422
        assert "endpoint" in answer.json()["errors"]

    @pytest.mark.parametrize("keys", [("x", "y"), ("A" * 87, "A" * 22), ("é", "é"), ("", "")])
    def test_only_keys_of_a_browser(self, sign_in: Any, keys: tuple[str, str]) -> None:
        body = SUBSCRIPTION | {"keys": {"p256dh": keys[0], "auth": keys[1]}}
        answer = sign_in("ana").post("/api/v1/devices", body, content_type="application/json")
        assert answer.status_code == 422

    def test_are_added_renewed_and_removed_by_their_person(self, world: Any, sign_in: Any) -> None:
        client = sign_in("ana")
        body = SUBSCRIPTION | {"endpoint": "https://push.example.org/ana"}
        for _twice in range(2):
            answer = client.post(
                "/api/v1/devices",
                body,
                content_type="application/json",
                headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"},
            )
            assert answer.status_code == 201
        found = client.get("/api/v1/devices").json()
        assert [item["name"] for item in found["items"]] == ["Firefox on Linux"]
        assert "endpoint" not in str(found)
        assert "Firefox on Linux" in client.get("/my/preferences/").content.decode()
        assert AuditEntry.objects.filter(action="notifications.device_added").count() == 2
        address = f"/my/devices/{found['items'][0]['id']}/remove/"
        assert sign_in("teo").post(address).status_code == 404
        assert (
            sign_in("teo").delete(f"/api/v1/devices/{found['items'][0]['id']}").status_code == 404
        )
        assert client.post(address).status_code == 302
        assert client.get("/api/v1/devices").json()["count"] == 0

    def test_a_browser_belongs_to_whoever_switched_it_on_last(self, world: Any) -> None:
        browser = Browser("https://push.example.org/shared")
        add(world.ana, browser)
        add(world.teo, browser)
        assert PushDevice.objects.get(endpoint=browser.endpoint).user == world.teo

    def test_ten_are_enough(self, world: Any, sign_in: Any) -> None:
        for number in range(10):
            add(world.ana, Browser(f"https://push.example.org/{number}"))
        body = SUBSCRIPTION | {"endpoint": "https://push.example.org/more"}
        answer = sign_in("ana").post("/api/v1/devices", body, content_type="application/json")
        assert answer.status_code == 409

    def test_signing_out_takes_this_browser_and_no_other(self, world: Any, client: Any) -> None:
        client.force_login(world.ana, backend="django.contrib.auth.backends.ModelBackend")
        client.get("/my/")
        from allauth.usersessions.models import UserSession

        UserSession.objects.get_or_create(
            session_key=client.session.session_key,
            defaults={"user": world.ana, "ip": "127.0.0.1", "user_agent": ""},
        )
        body = SUBSCRIPTION | {"endpoint": "https://push.example.org/here"}
        client.post("/api/v1/devices", body, content_type="application/json")
        add(world.ana, Browser("https://push.example.org/there"))
        answer = client.post("/accounts/logout/")
        assert answer["Clear-Site-Data"] == '"cache"'
        left = PushDevice.objects.filter(user=world.ana).values_list("endpoint", flat=True)
        assert list(left) == ["https://push.example.org/there"]

    def test_signing_out_everywhere_takes_all(self, world: Any) -> None:
        add(world.ana, Browser("https://push.example.org/ana"))
        sign_out_everywhere(actor=world.ana, user=world.ana)
        assert not PushDevice.objects.filter(user=world.ana).exists()

    def test_are_in_the_copy_and_go_with_the_account(self, world: Any) -> None:
        add(world.ana, Browser("https://push.example.org/ana"))
        [device] = personal_data.export_of(world.ana)["notifications"]["devices"]
        assert device["name"] == "Firefox on Android"
        order_erasure(actor=world.ana, user=world.ana)
        erase_account(user_id=world.ana.pk)
        assert not PushDevice.objects.filter(user=world.ana).exists()


def test_a_key_is_made_by_command(settings: Any, sign_in: Any) -> None:
    out = StringIO()
    call_command("make_vapid_key", stdout=out)
    settings.VAPID_PRIVATE_KEY = out.getvalue().strip()
    assert len(sign_in("ana").get("/api/v1/devices/key").json()["key"]) == 87
