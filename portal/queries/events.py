"""Events as their readers see them: on the building's wall, and only those meant for them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from buildings.properties.queries import buildings_visible_to
from foundation import clock
from foundation.errors import NotFound
from portal.queries.access import BUILDING_DEPTH, building_home_of
from portal.queries.languages import in_language, original_home_of
from portal.queries.readers import may_read, reader_in
from portal.queries.sections import meant_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

    from accounts.models import User
    from buildings.properties.models import Building
    from portal.audiences import Reader, WatchedReader
    from portal.models import BuildingHomePage, EventPage

    Viewer = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class EventOnWall:
    """An event with its times as the clock on its building's wall shows them: naive datetimes.

    `page` is the original with its facts; `shown` the page with the words in the reader's language.
    """

    page: "EventPage"
    shown: "EventPage"
    building: "Building"
    starts: dt.datetime
    ends: dt.datetime

    @property
    def first_day(self) -> dt.date:
        return self.starts.date()

    @property
    def last_day(self) -> dt.date:
        """An evening that ends at midnight does not reach into the next day."""
        if self.ends > self.starts and self.ends.time() == dt.time():
            return self.ends.date() - dt.timedelta(days=1)
        return self.ends.date()

    @property
    def takes_several_days(self) -> bool:
        return self.last_day > self.first_day

    @property
    def has_times(self) -> bool:
        return not self.page.is_whole_day

    @property
    def closes(self) -> dt.datetime:
        """When sign-up closes."""
        moment = self.page.signup_closes_at or self.page.starts_at
        return clock.on_wall(moment, self.building.time_zone)


def event_on_wall(page: "EventPage", building: "Building | None" = None) -> EventOnWall:
    """`page` on the wall of its building, which is looked up unless it is given."""
    if building is None:
        building = home_of(page).building
    zone = building.time_zone
    return EventOnWall(
        page=page,
        shown=page,
        building=building,
        starts=clock.on_wall(page.starts_at, zone),
        ends=clock.on_wall(page.ends_at, zone),
    )


def in_words(events: "Sequence[EventOnWall]") -> list[EventOnWall]:
    """Events of one building, each with its words in the language of this request."""
    if not events:
        return []
    building = events[0].building
    pages = [event.page for event in events]
    shown = in_language(pages, building, get_language() or building.language)
    return [replace(event, shown=page) for event, page in zip(events, shown, strict=True)]


def home_of(page: "Page") -> "BuildingHomePage":
    """The building's own home page, for an event or a calendar in whatever language.

    Raises:
        NotFound: the page stands outside every building.
    """
    home = building_home_of(page)
    if home is None:
        raise NotFound
    return original_home_of(home)


def live_events(home: "BuildingHomePage") -> Any:
    """All live events below a building's own home, whoever they are for, by time."""
    from portal.models import EventPage

    return EventPage.objects.descendant_of(home).live().order_by("starts_at", "pk")


def events_between(
    reader: "Reader | WatchedReader", home: "BuildingHomePage", start: dt.datetime, end: dt.datetime
) -> list[EventOnWall]:
    """The events for `reader` that touch the span between two moments, by time."""
    found = live_events(home).filter(starts_at__lt=end, ends_at__gte=start).defer("body")
    return in_words([event_on_wall(page, home.building) for page in meant_for(found, reader)])


def upcoming_events(
    reader: "Reader | WatchedReader", home: "BuildingHomePage", limit: int | None = None
) -> list[EventOnWall]:
    """The events for `reader` that are not over yet, the next one first."""
    found = live_events(home).filter(ends_at__gt=clock.now()).defer("body")
    meant = meant_for(found, reader)[:limit]
    return in_words([event_on_wall(page, home.building) for page in meant])


def past_event_ids(reader: "Reader | WatchedReader", home: "BuildingHomePage") -> list[int]:
    """Ids of the events for `reader` that are over, the latest first."""
    found = live_events(home).filter(ends_at__lte=clock.now()).order_by("-starts_at", "-pk")
    return [page.pk for page in meant_for(found.defer("body"), reader)]


def events_with_ids(home: "BuildingHomePage", ids: list[int]) -> list[EventOnWall]:
    """The events of a building with these ids, in their order."""
    found = live_events(home).defer("body").in_bulk(ids)
    return in_words([event_on_wall(found[pk], home.building) for pk in ids if pk in found])


def event_with_id(user: "Viewer", public_id: UUID) -> "EventPage":
    """
    Raises:
        NotFound: unknown, not live, or not for this person.
    """
    from portal.models import EventPage

    page: EventPage | None = (
        # Translations have the same key, and came after the original.
        EventPage.objects.filter(translation_key=public_id).order_by("pk").first()
    )
    if page is None or not may_read(user, page):
        raise NotFound("There is no such event, or it is not for you.")
    return page


def event_run_by(building: "Building", public_id: UUID) -> "EventPage":
    """An event of a building that was itself fetched through a scoped query, live or draft.

    Raises:
        NotFound: the building has no such event.
    """
    page: EventPage | None = (
        events_at_desk(building).filter(translation_key=public_id).order_by("pk").first()
    )
    if page is None:
        raise NotFound("There is no such event in this building.")
    return page


def events_at_desk(building: "Building") -> Any:
    """All events of a building that was itself fetched through a scoped query, latest first."""
    from portal.models import BuildingHomePage, EventPage

    home = BuildingHomePage.objects.get(building=building, is_translation=False)
    return EventPage.objects.descendant_of(home).order_by("-starts_at", "-pk")


def readable_events(
    user: "Viewer", condition: Q, *, building: "Building | None" = None, limit: int = 1000
) -> list[EventOnWall]:
    """Live events for `user` that fit `condition`, in one of their buildings or in all, by time."""
    from portal.models import BuildingHomePage, EventPage

    buildings = buildings_visible_to(user)
    if building is not None:
        buildings = buildings.filter(pk=building.pk)
    homes = BuildingHomePage.objects.filter(building__in=buildings.order_by(), is_translation=False)
    by_path = {home.path: home for home in homes.select_related("building__company")}
    found = EventPage.objects.live().filter(condition).order_by("starts_at", "pk")
    grouped: dict[str, list[EventPage]] = {}
    for page in found.filter(_below(by_path))[:limit]:
        grouped.setdefault(page.path[: BUILDING_DEPTH * page.steplen], []).append(page)
    events = [
        event_on_wall(page, by_path[path].building)
        for path, pages in grouped.items()
        for page in meant_for(pages, reader_in(user, by_path[path].building))
    ]
    return sorted(events, key=lambda event: (event.page.starts_at, event.page.pk))


def _below(paths: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition
