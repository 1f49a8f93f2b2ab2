"""Addresses for calendars and news readers, and what they answer today."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from buildings.properties.queries import buildings_visible_to
from foundation import clock
from foundation.errors import NotFound
from portal.models.feeds import FeedToken
from portal.models.signups import EventSignup
from portal.queries.access import BUILDING_DEPTH
from portal.queries.events import EventOnWall, readable_events
from portal.queries.readers import reader_in
from portal.queries.sections import meant_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from buildings.properties.models import Building
    from portal.audiences import Reader

    Viewer = User | AnonymousUser

#: How far a calendar looks back and ahead.
PAST, AHEAD = dt.timedelta(days=92), dt.timedelta(days=550)
MOST_NEWS = 50


def feeds_of(user: "User") -> "QuerySet[FeedToken]":
    """A person's addresses that still work, the newest first."""
    return (
        FeedToken.objects.filter(user=user, revoked_at__isnull=True)
        .select_related("building__company")
        .order_by("-created_at", "-pk")
    )


def feed_with_id(user: "User", uuid: UUID) -> FeedToken:
    """
    Raises:
        NotFound: not one of the person's own, or switched off.
    """
    feed: FeedToken | None = feeds_of(user).filter(uuid=uuid).first()
    if feed is None:
        raise NotFound("You have no such feed, or it has been switched off.")
    return feed


def feed_by_token(token: str) -> FeedToken:
    """The feed of an address, with its owner read afresh, so that today's grants decide.

    Raises:
        NotFound: forged or switched off, or the owner has lost the account or every access.
    """
    feed: FeedToken | None = (
        FeedToken.objects.named(token)
        .filter(revoked_at__isnull=True, user__is_active=True)
        .select_related("user", "building__company")
        .first()
    )
    if feed is None or not _buildings_in(feed).exists():
        raise NotFound
    return feed


def events_in(feed: FeedToken) -> list[EventOnWall]:
    """The events of a calendar's address, as its owner may read them today."""
    now = clock.now()
    condition = Q(ends_at__gt=now - PAST, starts_at__lt=now + AHEAD)
    if feed.kind == FeedToken.Kind.MY_EVENTS:
        mine = EventSignup.objects.filter(user_id=feed.user_id, state=EventSignup.State.GOING)
        condition &= Q(pk__in=mine.values("event_id"))
    return readable_events(feed.user, condition, building=feed.building)


def news_in(feed: FeedToken) -> list[tuple[Any, "Building"]]:
    """The newest announcements that the owner may read today, each with its building."""
    from portal.models import AnnouncementPage, BuildingHomePage

    homes = BuildingHomePage.objects.filter(
        building__in=_buildings_in(feed).order_by(), is_translation=False
    )
    by_path = {home.path: home.building for home in homes.select_related("building__company")}
    below = Q(pk__in=[])
    for path in by_path:
        below |= Q(path__startswith=path)
    found = AnnouncementPage.objects.live().filter(below).order_by("-first_published_at", "-pk")
    readers: dict[int, Reader] = {}
    news: list[tuple[Any, Building]] = []
    for page in found[: 4 * MOST_NEWS]:
        building = by_path[page.path[: BUILDING_DEPTH * page.steplen]]
        if building.pk not in readers:
            readers[building.pk] = reader_in(feed.user, building)
        news += [(meant, building) for meant in meant_for([page], readers[building.pk])]
        if len(news) == MOST_NEWS:
            break
    return news


def _buildings_in(feed: FeedToken) -> "QuerySet[Building]":
    """Which of the feed's buildings its owner may still read."""
    found = buildings_visible_to(feed.user)
    return found if feed.building_id is None else found.filter(pk=feed.building_id)


def kinds() -> list[tuple[str, Any]]:
    """The kinds of feeds with their names, for choices."""
    return list(FeedToken.Kind.choices)
