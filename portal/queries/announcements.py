"""Announcements: what is news today, and the archive of everything that was."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from foundation import clock
from portal.queries.sections import original_in

if TYPE_CHECKING:
    from portal.models import AnnouncementIndexPage, BuildingHomePage


def current_announcements(home: "BuildingHomePage", today: dt.date) -> Any:
    """Live announcements of the building that are still news on `today`, newest first."""
    from portal.models import AnnouncementPage

    return (
        AnnouncementPage.objects.descendant_of(home)
        .live()
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .order_by("-first_published_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which something was announced."""

    first_day: dt.date
    count: int

    @property
    def key(self) -> str:
        return f"{self.first_day:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Archive:
    """Announcements narrowed to what the address asks for; unknown values narrow nothing."""

    announcements: Any
    #: Newest first.
    months: list[Month]
    urgencies: list[Any]
    period: str
    urgency: str
    today: dt.date

    @property
    def years(self) -> list[tuple[str, list[Month]]]:
        """Months by year, newest first."""
        years: dict[str, list[Month]] = {}
        for month in self.months:
            years.setdefault(str(month.first_day.year), []).append(month)
        return list(years.items())

    @property
    def query(self) -> str:
        """The filters for the addresses of other pages of the list."""
        chosen = {"period": self.period, "urgency": self.urgency}
        return urlencode({name: value for name, value in chosen.items() if value})


def archive(
    index: "AnnouncementIndexPage", home: "BuildingHomePage", wanted: Mapping[str, Any]
) -> Archive:
    """All live announcements below `index`, with `period` (2026 or 2026-03) and `urgency` applied.

    Months are those on the building's wall.
    """
    from portal.models import AnnouncementPage

    zone = ZoneInfo(home.building.time_zone)
    live = AnnouncementPage.objects.child_of(original_in(index, home)).live()
    rows = (
        live.filter(first_published_at__isnull=False)
        .annotate(month=TruncMonth("first_published_at", tzinfo=zone))
        .values("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    months = [Month(row["month"].astimezone(zone).date(), row["count"]) for row in rows]
    period, urgency = str(wanted.get("period", "")), str(wanted.get("urgency", ""))
    found = live.order_by("-first_published_at", "-pk")
    known = {month.key for month in months} | {str(month.first_day.year) for month in months}
    if period in known:
        start, end = _span(period, zone)
        found = found.filter(first_published_at__gte=start, first_published_at__lt=end)
    else:
        period = ""
    if urgency in AnnouncementPage.Urgency.values:
        found = found.filter(urgency=urgency)
    else:
        urgency = ""
    return Archive(
        announcements=found,
        months=months,
        urgencies=list(AnnouncementPage.Urgency.choices),
        period=period,
        urgency=urgency,
        today=clock.now().astimezone(zone).date(),
    )


def _span(period: str, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a year or month, and of the one after it."""
    year, _, month = period.partition("-")
    start = dt.datetime(int(year), int(month or 1), 1, tzinfo=zone)
    if not month:
        return start, start.replace(year=start.year + 1)
    following = start + dt.timedelta(days=32)
    return start, following.replace(day=1)
