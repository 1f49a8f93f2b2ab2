"""What is told reaches open pages at once, and nobody else's."""

import datetime as dt
import json
import threading
import time
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from buildings.residents.models import Residency
from buildings.residents.operations.residencies import move_out
from concierge.demo.cast import PASSWORD, PEOPLE
from concierge.demo.processes import LIVE_SERVER
from foundation import clock
from tests.portal.test_announcements import TENANTS, announce
from tests.queue import drain

HALL = "/harbour/willow-court/"


class Running:
    """The server of the demo: pages and open connections in one process."""

    def __init__(self) -> None:
        config = uvicorn.Config(
            "concierge.asgi:application", host="localhost", port=0, log_level="error", **LIVE_SERVER
        )
        self.uvicorn = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.uvicorn.run, daemon=True)

    def start(self) -> None:
        self.thread.start()
        for _ in range(200):
            if self.uvicorn.started:
                break
            time.sleep(0.05)
        self.port = self.uvicorn.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://localhost:{self.port}"

    def stop(self) -> None:
        self.uvicorn.should_exit = True
        self.thread.join(15)


@pytest.fixture(scope="module")
def server(django_db_setup: Any, files_go_through_our_view: None, django_db_blocker: Any) -> Any:
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda self: None
    with django_db_blocker.unblock():
        running = Running()
        running.start()
        yield running
        running.stop()


@pytest.fixture(autouse=True)
def as_new(story: Any, server: Any) -> None:
    """The database of each story is the one before the first: the server counts anew, too."""
    from concierge.asgi import live
    from notifications.queries.live import last_told

    live.hub._last_id = last_told()


@pytest.fixture
def listen(story: Any, server: Any) -> Any:
    """`listen("teo")` signs in and holds a connection as a program with a cookie would."""
    from django.conf import settings
    from django.test import Client

    opened: list[Any] = []

    def open_connection(name: str, since: str = "", **headers: str) -> Any:
        client = Client()
        client.post("/accounts/login/", {"login": PEOPLE[name][2], "password": PASSWORD})
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        connection = connect(
            f"ws://localhost:{server.port}/live/" + (f"?since={since}" if since else ""),
            origin=headers.pop("origin", server.url),
            additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}", **headers},
        )
        connection.browser = client
        assert json.loads(connection.recv(timeout=10))["type"] == "hello"
        opened.append(connection)
        return connection

    yield open_connection
    for connection in opened:
        connection.close()


def heard(connection: Any, seconds: float = 4) -> list[dict[str, Any]]:
    """What arrives on a connection within a while."""
    messages = []
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            messages.append(json.loads(connection.recv(timeout=left)))
        except TimeoutError:
            break
    return messages


def titles(messages: list[dict[str, Any]]) -> list[str]:
    return [message["title"] for message in messages if message["type"] == "notification"]


def publish(story: Any, title: str, **values: Any) -> Any:
    """Boris publishes an emergency: it goes out at once."""
    return announce(story, title, urgency="emergency", **values)


class TestTwoBrowsers:
    def test_boris_publishes_and_anas_open_page_says_so(self, story, visit):
        ana = visit("ana", HALL)
        before = sum(int(text) for text in ana.locator(".unread-badge").all_inner_texts())
        index = story.homes["willow"].get_children().get(slug="announcements")
        editor = visit("boris", f"/cms/pages/add/portal/announcementpage/{index.pk}/")
        editor.fill("[name=title]", "Gas smelled in the <b>cellar</b>")
        editor.fill("[name=summary]", "Do not use the lift.")
        editor.select_option("[name=urgency]", "emergency")
        editor.get_by_role("button", name="More actions").first.click()
        with editor.expect_navigation():
            editor.get_by_role("button", name="Publish", exact=True).click()
        drain()

        card = ana.locator(".live-message")
        expect(card).to_contain_text("Gas smelled in the <b>cellar</b>", timeout=10_000)
        expect(ana.locator(".unread-badge")).to_have_text(str(before + 1))
        assert ana.evaluate("window.violations") == []
        card.get_by_role("link").click()
        expect(ana.get_by_role("heading", level=1)).to_have_text("Gas smelled in the <b>cellar</b>")

    def test_reading_in_one_window_empties_the_bell_of_the_other(self, story, visit):
        first = visit("ana", HALL)
        publish(story, "Tap water is brown")
        expect(first.locator(".unread-badge")).to_be_visible(timeout=10_000)
        second = first.context.new_page()
        second.goto("/my/inbox/")
        second.get_by_role("button", name="Mark all as read").click()
        expect(first.locator(".unread-badge")).to_have_count(0, timeout=10_000)


class TestWhoHears:
    def test_tenants_hear_what_is_for_tenants_and_owners_do_not(self, story, listen):
        teo, ana = listen("teo"), listen("ana")
        publish(story, "For tenants", audience=TENANTS)
        assert titles(heard(teo)) == ["For tenants"]
        assert titles(heard(ana, 2)) == []

    @pytest.mark.parametrize("name", ["iris", "emil", "dara"])
    def test_people_of_other_houses_hear_nothing(self, story, listen, name):
        stranger = listen(name)
        publish(story, "Not for strangers")
        assert titles(heard(stranger, 3)) == []

    def test_what_was_missed_is_told_on_coming_back(self, story, listen):
        ana = listen("ana")
        publish(story, "First")
        seen = next(m for m in heard(ana) if m["type"] == "notification")
        ana.close()
        publish(story, "While away")
        back = listen("ana", since=seen["id"])
        assert "While away" in titles(heard(back, 2))

    def test_somebody_elses_message_is_no_way_to_catch_up(self, story, listen):
        ana = listen("ana")
        publish(story, "Seen by Ana")
        seen = next(m for m in heard(ana) if m["type"] == "notification")
        assert titles(heard(listen("emil", since=seen["id"]), 2)) == []


class TestTheDoor:
    def test_strangers_are_refused(self, story, server):
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://localhost:{server.port}/live/", origin=server.url)
        assert refused.value.response.status_code == 403

    def test_a_page_of_another_site_is_refused(self, story, listen):
        with pytest.raises(InvalidStatus) as refused:
            listen("ana", origin="https://evil.example")
        assert refused.value.response.status_code == 403

    def test_signing_out_ends_the_connection(self, story, listen):
        ana = listen("ana")
        ana.browser.post("/accounts/logout/")
        with pytest.raises(ConnectionClosed) as closed:
            heard(ana, 10)
        assert closed.value.rcvd.code == 4401

    def test_moving_out_ends_the_connection_and_the_hearing(self, story, listen):
        teo = listen("teo")
        residency = Residency.objects.get(person__user=story.teo)
        yesterday = clock.today(story.buildings["willow"].time_zone) - dt.timedelta(days=1)
        move_out(actor=story.boris, residency=residency, end_date=yesterday)
        with pytest.raises(ConnectionClosed) as closed:
            heard(teo, 10)
        assert closed.value.rcvd.code == 4403
        back = listen("teo")
        publish(story, "After Teo left")
        assert titles(heard(back, 3)) == []
