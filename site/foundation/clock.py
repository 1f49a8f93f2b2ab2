"""The one place that reads the clock, so that a test can hand in another time."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> dt.datetime:
    """The current moment, aware, in UTC."""
    return timezone.now()  # noqa: TID251 - this is the doorway


def today(zone: str) -> dt.date:
    """The current date on the wall of a building in the IANA time zone `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


def quarter_hour() -> int:
    """The number of the running quarter hour, counted from 1970."""
    return int(now().timestamp()) // 900


class NoSuchTime(ValueError):
    """The clocks are put forward over this time: no clock on the wall ever shows it."""


def on_wall(moment: dt.datetime, zone: str) -> dt.datetime:
    """What a clock on a building's wall shows at `moment`: a naive datetime, for people to read."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def from_wall(shown: dt.datetime, zone: str) -> dt.datetime:
    """The moment, aware and in UTC, at which a clock on the wall shows the naive `shown`.

    When the clocks are put back and it is shown twice, the first of the two is meant.

    Raises:
        NoSuchTime: the clocks are put forward over it.
    """
    moment = shown.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(dt.UTC)
    if on_wall(moment, zone) != shown.replace(fold=0):
        raise NoSuchTime(shown)
    return moment
