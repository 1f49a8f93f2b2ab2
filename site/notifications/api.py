"""A person's notifications and devices, for programs that act for them."""

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.utils import translation
from ninja import Field, Router, Schema

from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem
from foundation.requests import SignedInRequest
from notifications.operations import devices as device_operations
from notifications.operations import reading
from notifications.queries.devices import device_with_id, devices_of, public_key
from notifications.queries.inbox import inbox_of, notification_with_id, unread_of

if TYPE_CHECKING:
    from notifications.models import PushDevice

router = Router()
devices = Router()

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


class DeviceOut(Schema):
    id: UUID = Field(alias="uuid")
    name: str
    language: str
    mark: str = Field(description="SHA-256 of its push address, by which a browser knows itself.")
    created_at: dt.datetime
    last_used_at: dt.datetime | None

    @staticmethod
    def resolve_mark(device: "PushDevice") -> str:
        return hashlib.sha256(device.endpoint.encode()).hexdigest()


class DeviceList(PageOf):
    items: list[DeviceOut]


class DeviceKeys(Schema):
    p256dh: str
    auth: str


class DeviceIn(Schema):
    """A subscription as the browser's `PushManager` gives it."""

    endpoint: str = Field(examples=["https://push.example/send/abc"])
    keys: DeviceKeys


class PushKeyOut(Schema):
    key: str = Field(description="For `applicationServerKey`; empty where nothing is pushed.")


@devices.get("", response={200: DeviceList, **REFUSALS}, operation_id="list_devices")
def list_devices(request: SignedInRequest, limit: Limit = 50, offset: Offset = 0) -> Any:
    """Your devices that take messages, the oldest first."""
    return cut(devices_of(request.user), limit, offset)


@devices.get("/key", response={200: PushKeyOut, **REFUSALS}, operation_id="get_push_key")
def get_push_key(request: SignedInRequest) -> Any:
    """The public key with which a browser subscribes."""
    return {"key": public_key()}


@devices.post(
    "",
    response={201: DeviceOut, **REFUSALS},
    operation_id="register_device",
    url_name="register-device",
)
def register_device(request: SignedInRequest, values: DeviceIn) -> Any:
    """Have messages pushed to this browser. Doing it again renews its keys."""
    return 201, device_operations.register_device(
        actor=request.user,
        endpoint=values.endpoint,
        p256dh=values.keys.p256dh,
        auth=values.keys.auth,
        user_agent=request.headers.get("User-Agent", ""),
        language=translation.get_language() or "",
        session_key=request.session.session_key,
    )


@devices.delete("/{uuid:device_id}", response={204: None, **REFUSALS}, operation_id="remove_device")
def remove_device(request: SignedInRequest, device_id: UUID) -> Any:
    """Push nothing there any more."""
    device_operations.remove_device(
        actor=request.user, device=device_with_id(request.user, device_id)
    )
    return 204, None
