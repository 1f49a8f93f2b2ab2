"""A person's notifications, for programs that act for them."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema

from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem
from foundation.requests import SignedInRequest
from notifications.operations import reading
from notifications.queries.inbox import inbox_of, notification_with_id, unread_of

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class NotificationOut(Schema):
    id: UUID = Field(alias="uuid")
    kind: str
    urgency: Literal["info", "important", "emergency"]
    building: str | None = Field(None, alias="building.slug")
    title: str
    text: str
    language: str
    path: str = Field(description="Where it leads, on this host.")
    created_at: dt.datetime
    read_at: dt.datetime | None


class NotificationList(PageOf):
    items: list[NotificationOut]


class UnreadOut(Schema):
    unread: int


@router.get("", response={200: NotificationList, **REFUSALS}, operation_id="list_notifications")
def list_notifications(
    request: SignedInRequest, unread: bool = False, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """Your inbox, newest first; with `unread` only what you have not looked at."""
    return cut(inbox_of(request.user, only_unread=unread), limit, offset)


@router.get("/unread", response={200: UnreadOut, **REFUSALS}, operation_id="count_unread")
def count_unread(request: SignedInRequest) -> Any:
    """How many you have not looked at."""
    return {"unread": unread_of(request.user)}


@router.post(
    "/read-all", response={200: UnreadOut, **REFUSALS}, operation_id="read_all_notifications"
)
def read_all_notifications(request: SignedInRequest) -> Any:
    """Mark everything as read."""
    reading.mark_all_read(actor=request.user)
    return {"unread": 0}


@router.post(
    "/{uuid:notification_id}/read",
    response={200: NotificationOut, **REFUSALS},
    operation_id="read_notification",
)
def read_notification(request: SignedInRequest, notification_id: UUID) -> Any:
    """Mark one as read."""
    return reading.mark_read(
        actor=request.user, notification=notification_with_id(request.user, notification_id)
    )
