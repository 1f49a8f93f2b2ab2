"""Events as iCalendar (RFC 5545), for the calendars on people's telephones."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from foundation import clock

if TYPE_CHECKING:
    from portal.queries.events import EventOnWall

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: How often a calendar program is asked to look again.
REFRESH = dt.timedelta(hours=4)


def calendar_of(
    events: "Iterable[EventOnWall]", *, name: str, absolute: Callable[[str], str]
) -> bytes:
    """The events as one calendar. `absolute` makes an address of ours a whole one.

    Times carry the building's own zone, with its rules in the file, so that an event at seven in
    the evening stays there when the clocks change. The bytes depend on the events alone: a
    calendar that asks again learns that nothing has changed.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//New Concierge//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", REFRESH, {"VALUE": "DURATION"})
    moments: list[dt.datetime] = []
    for event in events:
        calendar.add_component(_entry(event, absolute))
        moments += [event.page.starts_at, event.page.ends_at]
    if moments:
        calendar.add_missing_timezones(
            first_date=min(moments).date() - dt.timedelta(days=366),
            last_date=max(moments).date() + dt.timedelta(days=366),
        )
    content: bytes = calendar.to_ical()
    return content


def _entry(event: "EventOnWall", absolute: Callable[[str], str]) -> Event:
    page = event.page
    published = page.last_published_at or page.first_published_at or clock.now()
    entry = Event()
    entry.add("uid", str(page.public_id))
    entry.add("dtstamp", published)
    entry.add("last-modified", published)
    # Seconds since the first publication: grows with every later one, whatever else happens.
    first = page.first_published_at or published
    entry.add("sequence", max(0, int((published - first).total_seconds())))
    entry.add("summary", page.title)
    if page.is_whole_day:
        entry.add("dtstart", event.first_day)
        entry.add("dtend", event.last_day + dt.timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    else:
        zone = ZoneInfo(event.building.time_zone)
        entry.add("dtstart", page.starts_at.astimezone(zone))
        entry.add("dtend", page.ends_at.astimezone(zone))
    entry.add("location", ", ".join(filter(None, [page.place, _address(event)])))
    parts = [page.cancel_reason if page.is_cancelled else "", page.summary]
    entry.add("description", "\n\n".join(filter(None, parts)))
    entry.add("status", "CANCELLED" if page.is_cancelled else "CONFIRMED")
    url = page.get_url()
    if url:
        entry.add("url", absolute(url))
    return entry


def _address(event: "EventOnWall") -> str:
    building = event.building
    return f"{building.name}, {building.street}, {building.postal_code} {building.city}".strip()
