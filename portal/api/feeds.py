"""A person's addresses for calendars and news readers, for programs."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Router, Schema

from buildings.properties.queries import building_named
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem
from portal.operations import feeds as operations
from portal.queries import feeds as queries

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
Kind = Literal["events", "my_events", "news"]


class FeedOut(Schema):
    id: UUID = Field(alias="uuid")
    kind: Kind
    building: UUID | None = Field(description="Null: all your buildings.")
    address: str = Field(description="A secret: whoever knows it reads the feed.")
    created_at: dt.datetime
    last_used_at: dt.datetime | None

    @staticmethod
    def resolve_building(feed: Any) -> UUID | None:
        found: UUID | None = feed.building.uuid if feed.building else None
        return found

    @staticmethod
    def resolve_address(feed: Any, context: Any) -> str:
        name = "feed-calendar" if feed.is_calendar else "feed-news"
        address: str = context["request"].build_absolute_uri(reverse(name, args=[feed.token]))
        return address


class FeedIn(Schema):
    kind: Kind
    building: str | None = Field(
        None, description="UUID, slug, or company/slug; without it all your buildings."
    )


class FeedList(PageOf):
    items: list[FeedOut]


@router.get("", response={200: FeedList, **REFUSALS}, operation_id="list_feeds")
def list_feeds(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> Any:
    """Your own feeds that still work, the newest first."""
    return cut(queries.feeds_of(request.user), limit, offset)  # type: ignore[arg-type]


@router.post("", response={201: FeedOut, **REFUSALS}, operation_id="open_feed")
def open_feed(request: HttpRequest, values: FeedIn) -> Any:
    """Make an address for a calendar or news reader."""
    place = building_named(request.user, values.building) if values.building else None
    return 201, operations.open_feed(
        actor=request.user,  # type: ignore[arg-type]
        kind=values.kind,
        building=place,
    )


@router.get("/{uuid:feed_id}", response={200: FeedOut, **REFUSALS}, operation_id="get_feed")
def get_feed(request: HttpRequest, feed_id: UUID) -> Any:
    """One of your own feeds."""
    return queries.feed_with_id(request.user, feed_id)  # type: ignore[arg-type]


@router.delete("/{uuid:feed_id}", response={204: None, **REFUSALS}, operation_id="revoke_feed")
def revoke_feed(request: HttpRequest, feed_id: UUID) -> Any:
    """Switch the address off for good."""
    operations.revoke_feed(
        actor=request.user,  # type: ignore[arg-type]
        feed=queries.feed_with_id(request.user, feed_id),  # type: ignore[arg-type]
    )
    return 204, None
