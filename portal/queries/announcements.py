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
from portal.queries.sections import meant_for, original_in

if TYPE_CHECKING:
    from portal.audiences import Reader, WatchedReader
    from portal.models import AnnouncementIndexPage, BuildingHomePage


def current_announcements(home: "BuildingHomePage", today: dt.date) -> Any:
    """Live announcements that are still news on `today`: the pinned first, then the newest."""
    from portal.models import AnnouncementPage

    return (
        AnnouncementPage.objects.descendant_of(home)
        .live()
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .order_by("-is_pinned", "-first_published_at", "-pk")
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
    categories: list[Any]
    period: str
    urgency: str
    category: str
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
        chosen = {"period": self.period, "urgency": self.urgency, "category": self.category}
        return urlencode({name: value for name, value in chosen.items() if value})


def archive(
    index: "AnnouncementIndexPage",
    home: "BuildingHomePage",
    reader: "Reader | WatchedReader",
    wanted: Mapping[str, Any],
) -> Archive:
    """All live announcements below `index` for `reader`, with `period` (2026 or 2026-03),
    `urgency` and `category` applied.

    Months are those on the building's wall, and count what the reader may read.
    """
    from portal.models import AnnouncementPage

    zone = ZoneInfo(home.building.time_zone)
    live = AnnouncementPage.objects.child_of(original_in(index, home)).live()
    # Only what is meant for some needs a look of its own; mostly that is nothing.
    narrow = list(live.exclude(audience=[]).defer("body"))
    meant = {page.pk for page in meant_for(narrow, reader)}
    live = live.exclude(pk__in=[page.pk for page in narrow if page.pk not in meant])
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
    category = str(wanted.get("category", ""))
    if urgency in AnnouncementPage.Urgency.values:
        found = found.filter(urgency=urgency)
    else:
        urgency = ""
    if category in AnnouncementPage.Category.values:
        found = found.filter(category=category)
    else:
        category = ""
    return Archive(
        announcements=found,
        months=months,
        urgencies=list(AnnouncementPage.Urgency.choices),
        categories=list(AnnouncementPage.Category.choices),
        period=period,
        urgency=urgency,
        category=category,
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
