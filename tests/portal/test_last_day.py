"""Access begins and ends at midnight where the building stands, by every door at once."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from foundation import clock, tenancy

pytestmark = pytest.mark.django_db

WILLOW = "/harbour/willow-court/"
#: On both sides of the date line, and far from the clock of the server.
ZONES = ["Pacific/Auckland", "Pacific/Honolulu", "Asia/Kolkata"]
DAY = dt.date(2026, 6, 30)
MINUTE = dt.timedelta(minutes=1)


def doors(world: Any, client: Any) -> dict[str, bool]:
    """Which doors of Willow Court are open."""
    building = str(world.willow.uuid)
    listed = client.get("/api/v1/buildings").json()
    search = client.get("/search/?q=lift").content.decode()
    return {
        "page": client.get(WILLOW).status_code == 200,
        "announcement": client.get(f"{WILLOW}announcements/lift-inspection/").status_code == 200,
        "api": client.get(f"/api/v1/buildings/{building}").status_code == 200,
        "api list": any(item["id"] == building for item in listed["items"]),
        "api search": client.get("/api/v1/search", {"q": "lift", "building": building}).status_code
        == 200,
        "picture": client.get(world.images["willow"].file.url).status_code == 200,
        "document": client.get(world.documents["willow"].url).status_code == 200,
        "search": "lift-inspection" in search,
        "feed": client.get(f"/feeds/{world.feed}/news.xml").status_code == 200,
    }


@pytest.fixture
def at(world: Any, monkeypatch: Any, request: Any) -> Any:
    """Sets the clock to a minute before or after a midnight in the building's zone."""
    zone = ZoneInfo(request.param)
    world.willow.time_zone = request.param
    world.willow.save(update_fields=["time_zone"])
    world.feed = world.ana.feed_tokens.get(kind="news", building=world.willow).token

    def set_clock(day: dt.date, difference: dt.timedelta) -> None:
        midnight = dt.datetime.combine(day, dt.time(), zone)
        monkeypatch.setattr(clock, "now", lambda: (midnight + difference).astimezone(dt.UTC))
        tenancy.forget_grants(world.ana)

    return set_clock


@pytest.mark.parametrize("at", ZONES, indirect=True)
def test_the_last_day_ends_at_midnight_there(world: Any, at: Any, sign_in: Any) -> None:
    world.ana.people.get().residencies.update(start_date=dt.date(2021, 1, 1), end_date=DAY)
    tomorrow = DAY + dt.timedelta(days=1)
    at(tomorrow, -MINUTE)
    assert set(doors(world, sign_in("ana")).values()) == {True}
    at(tomorrow, MINUTE)
    open_ones = {name for name, is_open in doors(world, sign_in("ana")).items() if is_open}
    assert open_ones == set()


@pytest.mark.parametrize("at", ZONES, indirect=True)
def test_the_first_day_begins_at_midnight_there(world: Any, at: Any, sign_in: Any) -> None:
    world.ana.people.get().residencies.update(start_date=DAY, end_date=None)
    at(DAY, -MINUTE)
    open_ones = {name for name, is_open in doors(world, sign_in("ana")).items() if is_open}
    assert open_ones == set()
    at(DAY, MINUTE)
    assert set(doors(world, sign_in("ana")).values()) == {True}
