"""Outages: for whom, until when, and how that is said to people."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from buildings.properties.queries import building_run_by
from foundation import clock
from foundation.errors import NotFound
from portal.audiences import Audience, describe
from portal.models import Outage, OutageChange
from portal.queries.receipts import accounts_meant

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from buildings.properties.models import Building
    from portal.audiences import Reader, WatchedReader

    Viewer = User | AnonymousUser

State = Outage.State
#: So long before it starts, an announced outage stands on every page of those it concerns.
SHOWN_AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Banner:
    """An outage above the pages of those who are meant. Nothing in it changes with the hour."""

    heading: str
    when: str
    url: str
    tone: str
    icon: str
    #: For staff, who see all of them: whom it is for.
    who: str


@dataclass(frozen=True, slots=True)
class OutageLine:
    """An outage with its times in words."""

    outage: Outage
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Story:
    """An outage with all that became of it, the latest first, times in words."""

    outage: Outage
    when: str
    who: str
    changes: list[tuple[OutageChange, str]]
    #: Accounts of everybody who is told when something changes today.
    people: int


def banners_for(reader: "Reader | WatchedReader", building: "Building") -> list[Banner]:
    """What stands on every page of the building for this reader; one query.

    Kept pages are made with this. Their key holds the date, so days may count, hours not.
    """
    days = clock.today(building.time_zone) + SHOWN_AHEAD
    found = Outage.objects.filter(shown_soon(), building=building)
    shown = [
        outage
        for outage in found.order_by("starts_at", "pk")
        if (
            outage.state == State.ACTIVE
            or clock.on_wall(outage.starts_at, building.time_zone).date() <= days
        )
        and outage.reading_audience.includes(reader)
    ]
    # What is broken now comes first, emergencies before the rest.
    shown.sort(key=lambda outage: (outage.state != State.ACTIVE, not outage.is_emergency))
    return [
        Banner(
            heading=heading_of(outage),
            when=when_of(outage, building.time_zone),
            url=reverse("my-outage", args=[outage.uuid]),
            tone=outage.tone,
            icon=outage.icon,
            who=describe(outage.reading_audience) if reader.is_staff else "",
        )
        for outage in shown
    ]


def shown_soon() -> Q:
    """Those that may stand on pages today, in whatever zone; `banners_for` looks at the day."""
    latest = clock.now() + SHOWN_AHEAD + dt.timedelta(days=2)
    return Q(state=State.ACTIVE) | Q(state=State.PLANNED, starts_at__lte=latest)


def heading_of(outage: Outage) -> str:
    """Kind, what is affected, and the title: "Planned outage · Water: New valve"."""
    return _("%(kind)s · %(category)s: %(title)s") % {
        "kind": outage.get_kind_display(),
        "category": outage.get_category_display(),
        "title": outage.title,
    }


def when_of(outage: Outage, zone: str) -> str:
    """From when until when on the building's wall, in words that follow from the state alone."""
    if outage.state == State.CALLED_OFF:
        return _("Called off; it was planned for %(start)s.") % {
            "start": _at(outage.starts_at, zone)
        }
    if outage.state == State.OVER and outage.closed_at:
        return _("Over since %(end)s.") % {"end": _at(outage.closed_at, zone)}
    if outage.state == State.ACTIVE:
        if outage.ends_at is None:
            return _("Since %(start)s. When it ends is not known yet.") % {
                "start": _at(outage.starts_at, zone)
            }
        return _("Since %(start)s, expected until %(end)s.") % {
            "start": _at(outage.starts_at, zone),
            "end": _until(outage.starts_at, outage.ends_at, zone),
        }
    return times_of(outage, zone)


def times_of(it: Outage | OutageChange, zone: str) -> str:
    """The times as they were set."""
    if it.ends_at is None:
        return _("From %(start)s. When it ends is not known yet.") % {
            "start": _at(it.starts_at, zone)
        }
    return _("From %(start)s until %(end)s.") % {
        "start": _at(it.starts_at, zone),
        "end": _until(it.starts_at, it.ends_at, zone),
    }


def outage_for(user: "Viewer", uuid: UUID) -> Outage:
    """An outage that concerns the person, or of a building in which they work.

    Raises:
        NotFound: unknown, or for others.
    """
    found: Outage | None = _with_building(Outage.objects.visible_to(user)).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def outages_visible_to(
    user: "Viewer", *, building: "Building | None" = None, is_current: bool = False
) -> "QuerySet[Outage]":
    """The latest first; `is_current`: without those that are over or called off."""
    found = _with_building(Outage.objects.visible_to(user))
    if building is not None:
        found = found.filter(building=building)
    return found.open() if is_current else found  # type: ignore[attr-defined]


def outages_of_homes(user: "User") -> "tuple[list[OutageLine], list[OutageLine]]":
    """Those that concern a home of the person: current and past."""
    found = _with_building(Outage.objects.meant_for(user))
    return _split(found)


def outages_at_desk(building: "Building") -> "tuple[list[OutageLine], list[OutageLine]]":
    """Those of a building that was fetched for its desk: current and past."""
    return _split(_with_building(Outage.objects.filter(building=building)))


def outage_run_by(user: "Viewer", company: str, building: str, uuid: UUID) -> Outage:
    """An outage at the desk of its building.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    place = building_run_by(user, company, building)
    found: Outage | None = _with_building(Outage.objects.filter(building=place, uuid=uuid)).first()
    if found is None:
        raise NotFound
    return found


def story_of(outage: Outage) -> Story:
    """An outage that the caller fetched for its reader, with its history."""
    building = outage.building
    changes = OutageChange.objects.filter(outage=outage).select_related("by")
    return Story(
        outage=outage,
        when=when_of(outage, building.time_zone),
        who=describe(outage.reading_audience),
        changes=[(change, times_of(change, building.time_zone)) for change in changes],
        people=len(accounts_meant(outage.reading_audience, building)),
    )


def change_with_id(change_id: int) -> OutageChange:
    """For background work."""
    found: OutageChange = OutageChange.objects.select_related("outage__building__company").get(
        pk=change_id
    )
    return found


def due_outages() -> list[int]:
    """Ids of those whose time to start or to end by itself has come; for background work."""
    now = clock.now()
    due = Q(state=State.PLANNED, starts_at__lte=now) | Q(
        state=State.ACTIVE, kind=Outage.Kind.PLANNED, ends_at__lte=now
    )
    return list(Outage.objects.filter(due).order_by("pk").values_list("pk", flat=True))


def _with_building(found: "QuerySet[Outage]") -> "QuerySet[Outage]":
    return found.select_related("building__company")


def _split(found: "QuerySet[Outage]") -> "tuple[list[OutageLine], list[OutageLine]]":
    lines = [
        OutageLine(
            outage,
            when_of(outage, outage.building.time_zone),
            describe(Audience.from_json(outage.audience)),
        )
        for outage in found
    ]
    # What comes next stands first, what was last as well.
    current = [line for line in reversed(lines) if line.outage.is_open]
    return current, [line for line in lines if not line.outage.is_open]


def _at(moment: dt.datetime, zone: str) -> str:
    return date_format(clock.on_wall(moment, zone), "SHORT_DATETIME_FORMAT")


def _until(start: dt.datetime, end: dt.datetime, zone: str) -> str:
    """Of the same day the time is enough."""
    first, last = clock.on_wall(start, zone), clock.on_wall(end, zone)
    if first.date() == last.date():
        return date_format(last, "TIME_FORMAT")
    return date_format(last, "SHORT_DATETIME_FORMAT")
