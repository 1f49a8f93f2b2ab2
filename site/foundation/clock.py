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
