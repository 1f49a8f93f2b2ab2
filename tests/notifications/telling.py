"""Telling people something in the tests, at an hour of their choice."""

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from accounts.operations.profile import set_preferences
from notifications.models import Delivery
from notifications.operations.telling import Told, tell
from notifications.tasks import send_what_waited
from tests.queue import drain

#: Willow Court's own.
ZONE = "Europe/Berlin"


class Wall:
    """The clock on Willow Court's wall, for the code under test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def shows(self, text: str, zone: str = ZONE, fold: int = 0) -> dt.datetime:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
        moment = moment.astimezone(dt.UTC)
        self._patch.setattr("foundation.clock.now", lambda: moment)
        return moment


def say(world: Any, *names: str, title: str = "Water off", building: Any = "", **more: Any) -> None:
    """Tell people something about Willow Court, or of `building` (None: of no building)."""
    place = world.willow if building == "" else building
    tell(
        company_id=place.company_id if place else world.willow.company_id,
        building_id=place.pk if place else None,
        kind=more.pop("kind", "announcements"),
        source=f"test:{uuid.uuid4().hex}",
        people=[
            Told(
                user=world.people[name],
                title=title,
                text="From 8 to 10.",
                path="/my/inbox/",
                language="en",
            )
            for name in names
        ],
        **more,
    )
    drain()


def wants(world: Any, name: str, **wishes: Any) -> None:
    given: dict[str, Any] = {"theme": "system", "digest": "off", "notifications": {}}
    given |= wishes
    set_preferences(actor=world.people[name], **given)
    world.people[name].refresh_from_db()


def a_minute_passes() -> None:
    """What the schedule does each minute, and all that follows."""
    send_what_waited()
    drain()


def mails_to(name: str, title: str = "") -> Any:
    """The deliveries of mails to somebody, in order."""
    found = Delivery.objects.filter(notification__user__first_name=name).order_by("pk")
    if title:
        found = found.filter(notification__title=title)
    return found
