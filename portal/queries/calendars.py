"""The pages of a building's calendar: a month as a table, what comes, what was."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.utils.dates import WEEKDAYS

from foundation import clock
from portal.queries.events import (
    EventOnWall,
    events_between,
    events_with_ids,
    home_of,
    past_event_ids,
    upcoming_events,
)

if TYPE_CHECKING:
    from django.http import QueryDict

    from portal.audiences import Reader, WatchedReader
    from portal.models import BuildingHomePage, EventIndexPage

PAGE_SIZE = 20
FIRST_YEAR, LAST_YEAR = 1990, 2200


@dataclass(frozen=True, slots=True)
class Day:
    """One field of a month. `events` are all that touch the day."""

    date: dt.date
    is_in_month: bool
    is_today: bool
    events: list[EventOnWall]


@dataclass(frozen=True, slots=True)
class Month:
    """A month as whole weeks; `events` are those that touch the month itself, by time."""

    first: dt.date
    weekdays: list[str]
    weeks: list[list[Day]]
    events: list[EventOnWall]
    #: `2026-12`, or empty at the ends of time.
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What the address asks for: a month, what comes, or what was."""

    view: str
    today: dt.date
    month: Month | None = None
    upcoming: list[EventOnWall] | None = None
    past: "ListPage[Any] | None" = None


def calendar_page(
    reader: "Reader | WatchedReader", index: "EventIndexPage", address: "QueryDict"
) -> CalendarPage:
    """The calendar of a building as `reader` sees it. What makes no sense in the address is left
    out: the current month, the first page."""
    home = home_of(index)
    today = clock.today(home.building.time_zone)
    view = address.get("view", "")
    if view == "list":
        return CalendarPage(view, today, upcoming=upcoming_events(reader, home))
    if view == "past":
        return CalendarPage(view, today, past=_past(reader, home, address.get("page")))
    year, month = _month_in(address.get("month", "")) or (today.year, today.month)
    return CalendarPage("month", today, month=month_of(reader, home, year, month))


def month_of(
    reader: "Reader | WatchedReader", home: "BuildingHomePage", year: int, month: int
) -> Month:
    """A month of a building's calendar, with the events that are for `reader`."""
    building = home.building
    first_weekday = _first_weekday(building.country)
    weeks = calendar.Calendar(first_weekday).monthdatescalendar(year, month)
    events = events_between(
        reader,
        home,
        # A day generously, so that no zone and no change of the clocks cuts off an edge.
        dt.datetime.combine(weeks[0][0], dt.time(), dt.UTC) - dt.timedelta(days=1),
        dt.datetime.combine(weeks[-1][-1], dt.time(), dt.UTC) + dt.timedelta(days=2),
    )
    today = clock.today(building.time_zone)
    return Month(
        first=dt.date(year, month, 1),
        weekdays=[str(WEEKDAYS[day.weekday()]) for day in weeks[0]],
        weeks=[
            [
                Day(
                    date=day,
                    is_in_month=day.month == month,
                    is_today=day == today,
                    events=[e for e in events if e.first_day <= day <= e.last_day],
                )
                for day in week
            ]
            for week in weeks
        ],
        events=[event for event in events if _touches(event, year, month)],
        previous=_named(year, month - 1),
        next=_named(year, month + 1),
    )


def _past(
    reader: "Reader | WatchedReader", home: "BuildingHomePage", number: str | None
) -> "ListPage[Any]":
    page: ListPage[Any] = Paginator(past_event_ids(reader, home), PAGE_SIZE).get_page(number)
    page.object_list = events_with_ids(home, list(page.object_list))
    return page


def _touches(event: EventOnWall, year: int, month: int) -> bool:
    first, last = event.first_day, event.last_day
    return (first.year, first.month) <= (year, month) <= (last.year, last.month)


def _month_in(text: str) -> tuple[int, int] | None:
    """`2026-12` as numbers; None for what is no month one would ask for."""
    match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    return int(match[1]), int(match[2])


def _named(year: int, month: int) -> str:
    """The month `month` of `year` for an address, where 0 and 13 are the neighbours."""
    year, month = (year - 1, 12) if month < 1 else (year + 1, 1) if month > 12 else (year, month)
    return f"{year}-{month:02}" if FIRST_YEAR <= year <= LAST_YEAR else ""


def _first_weekday(country: str) -> int:
    """The day with which people in a country begin the week, Monday being 0."""
    try:
        return int(Locale.parse(f"und_{country}").first_week_day)
    except (UnknownLocaleError, ValueError):
        return 0
