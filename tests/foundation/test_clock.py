"""Dates are those on the wall of the building."""

import datetime as dt

import pytest

from foundation import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    ("zone", "date"),
    [
        ("Pacific/Auckland", dt.date(2026, 3, 2)),
        ("Europe/Berlin", dt.date(2026, 3, 2)),
        ("UTC", dt.date(2026, 3, 1)),
        ("America/Los_Angeles", dt.date(2026, 3, 1)),
    ],
)
def test_today_differs_around_the_world(
    zone: str, date: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert clock.today(zone) == date
