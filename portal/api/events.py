"""Events and sign-ups for programs."""

import datetime as dt
from types import SimpleNamespace
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Field, Router, Schema

from buildings.properties.queries import building_named
from foundation import clock
from foundation.paging import Limit, Offset, PageOf
from foundation.problems import Problem
from portal.operations import signups as operations
from portal.queries.events import EventOnWall, event_on_wall, event_with_id, readable_events
from portal.queries.signups import position_in_line, signup_box

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class EventOut(Schema):
    id: UUID = Field(alias="page.public_id")
    building: UUID = Field(alias="building.uuid")
    title: str = Field(alias="page.title")
    summary: str = Field(alias="page.summary")
    starts_at: dt.datetime = Field(alias="page.starts_at")
    ends_at: dt.datetime = Field(alias="page.ends_at")
    time_zone: str = Field(alias="building.time_zone")
    is_whole_day: bool = Field(alias="page.is_whole_day")
    place: str = Field(alias="page.place")
    organiser: str = Field(alias="page.organiser")
    is_cancelled: bool = Field(alias="page.is_cancelled")
    cancel_reason: str = Field(alias="page.cancel_reason")
    takes_signups: bool = Field(alias="page.takes_signups")
    url: str

    @staticmethod
    def resolve_url(event: EventOnWall) -> str:
        return str(event.page.get_url() or "")


class EventList(PageOf):
    items: list[EventOut]


class SignupOut(Schema):
    id: UUID = Field(alias="uuid")
    state: Literal["going", "waiting", "cancelled"]
    guests: int
    position: int | None = Field(description="Place in line, from 1, while waiting.")
    created_at: dt.datetime

    @staticmethod
    def resolve_position(signup: Any) -> int | None:
        return position_in_line(signup)


class EventDetailOut(EventOut):
    capacity: int | None = Field(description="Null: as many as like to come.")
    seats_left: int | None
    waiting: int
    guests_each: int = Field(alias="page.guests_each")
    signup_refusal: str = Field(description="Why nobody can sign up now; empty while they can.")
    signup: SignupOut | None = Field(description="Your own.")


class SignupIn(Schema):
    guests: int = Field(0, ge=0, le=100)


@router.get("", response={200: EventList, **REFUSALS}, operation_id="list_events")
def list_events(
    request: HttpRequest,
    building: str | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """The events for you in your buildings, by time; without dates those that are not over."""
    condition = Q(ends_at__gte=_aware(since) if since else clock.now())
    if until is not None:
        condition &= Q(starts_at__lt=_aware(until))
    place = building_named(request.user, building) if building is not None else None
    found = readable_events(request.user, condition, building=place)
    return {"items": found[offset : offset + limit], "count": len(found)}


@router.get(
    "/{uuid:event_id}", response={200: EventDetailOut, **REFUSALS}, operation_id="get_event"
)
def get_event(request: HttpRequest, event_id: UUID) -> Any:
    """An event, how full it is, and whether you are on its list."""
    event = event_with_id(request.user, event_id)
    box = signup_box(request.user, event)
    return SimpleNamespace(
        page=event,
        building=event_on_wall(event).building,
        capacity=event.capacity,
        seats_left=box.left,
        waiting=box.waiting,
        signup_refusal=event.signup_refusal,
        signup=box.mine,
    )


@router.post(
    "/{uuid:event_id}/sign-up", response={201: SignupOut, **REFUSALS}, operation_id="sign_up"
)
def sign_up(request: HttpRequest, event_id: UUID, values: SignupIn) -> Any:
    """Take a seat, or a place in line when all are taken."""
    return 201, operations.sign_up(
        actor=request.user,  # type: ignore[arg-type]
        event=event_with_id(request.user, event_id),
        guests=values.guests,
    )


@router.delete(
    "/{uuid:event_id}/sign-up", response={200: SignupOut, **REFUSALS}, operation_id="withdraw"
)
def withdraw(request: HttpRequest, event_id: UUID) -> Any:
    """Give back your seat, or your place in line."""
    return operations.withdraw(
        actor=request.user,  # type: ignore[arg-type]
        event=event_with_id(request.user, event_id),
    )


def _aware(moment: dt.datetime) -> dt.datetime:
    """Without an offset UTC is meant, as everywhere in this API."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)
