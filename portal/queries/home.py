"""What the building's home page shows to one person today."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import clock
from portal.queries.announcements import current_announcements
from portal.queries.events import EventOnWall, upcoming_events
from portal.queries.sections import (
    Card,
    children_of,
    for_reader,
    plain_cards_of,
    plain_meant_for,
    url_in,
)

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from portal.audiences import Reader, WatchedReader
    from portal.models import BuildingHomePage, ContactsPage

MOST_SECTIONS = 24


@dataclass(frozen=True, slots=True)
class Emergency:
    """The emergency numbers of the contacts page, for the home page."""

    title: str
    numbers: list[Any]
    #: Of the words, where the page around them speaks another.
    foreign_language: str = ""


@dataclass(frozen=True, slots=True)
class ResidentHome:
    """What the building's home page shows to one person today."""

    building: "Building"
    sentence: str
    today: dt.date
    announcements: list[Any]
    #: The next three.
    events: list[EventOnWall]
    events_url: str
    #: The pages right below, except those that have a place of their own.
    sections: list[Card]
    announcements_url: str
    contacts_url: str
    emergency: Emergency | None


def resident_home(reader: "Reader | WatchedReader", home: "BuildingHomePage") -> ResidentHome:
    """`home` is the one in the building's own tree, whatever language is read."""
    from portal.models import AnnouncementIndexPage, ContactsPage, EventIndexPage

    building = home.building
    now = clock.now()
    local = now.astimezone(ZoneInfo(building.time_zone))
    announcements = latest_announcements(reader, home, local.date())
    fresh = [
        item for item in announcements
        if item.first_published_at and now - item.first_published_at < dt.timedelta(days=7)
    ]  # fmt: skip
    below = plain_meant_for(children_of(home)[:MOST_SECTIONS], reader)
    index = next((p for p in below if p.specific_class is AnnouncementIndexPage), None)
    calendar = next((p for p in below if p.specific_class is EventIndexPage), None)
    contacts = next((p for p in below if p.specific_class is ContactsPage), None)
    # As itself: the list of pages below asks only kinds that can be meant for a part of the house.
    whom_to_call = for_reader([contacts.specific] if contacts else [], reader, home)
    return ResidentHome(
        building=building,
        sentence=_sentence(fresh),
        today=local.date(),
        announcements=announcements,
        events=upcoming_events(reader, home, limit=3),
        events_url=url_in(calendar, home) if calendar is not None else "",
        sections=plain_cards_of([p for p in below if p not in (index, calendar, contacts)], home),
        announcements_url=url_in(index, home) if index is not None else "",
        contacts_url=url_in(contacts, home) if contacts is not None else "",
        emergency=_emergency(whom_to_call[0]) if whom_to_call else None,
    )


def latest_announcements(
    reader: "Reader | WatchedReader", home: "BuildingHomePage", today: dt.date, limit: int = 4
) -> list[Any]:
    """The newest announcements that are still news and meant for `reader`."""
    # A few more than are shown, because some may be for others.
    return for_reader(current_announcements(home, today)[: limit * 5], reader, home)[:limit]


def _emergency(contacts: "ContactsPage") -> Emergency | None:
    for block in contacts.body:
        if block.block_type == "emergency_numbers":
            language = getattr(contacts, "foreign_language", "")
            return Emergency(block.value["title"], list(block.value["numbers"]), language)
    return None


def greeting_in(time_zone: str, name: str) -> str:
    """By the hour where the building stands, and by name if there is one."""
    hour = clock.now().astimezone(ZoneInfo(time_zone)).hour
    if hour < 12:
        text = _("Good morning, %(name)s") if name else _("Good morning")
    elif hour < 18:
        text = _("Good afternoon, %(name)s") if name else _("Good afternoon")
    else:
        text = _("Good evening, %(name)s") if name else _("Good evening")
    return text % {"name": name} if name else text


def _sentence(fresh: list[Any]) -> str:
    """One sentence that sums up the day."""
    urgent = [item for item in fresh if item.urgency == "emergency"]
    if urgent:
        return _("Please read this first: %(title)s.") % {"title": urgent[0].title}
    if not fresh:
        return _("All quiet: nothing new this week.")
    return ngettext(
        "One new announcement this week: %(title)s.",
        "%(number)s new announcements this week. The latest: %(title)s.",
        len(fresh),
    ) % {"number": len(fresh), "title": fresh[0].title}
