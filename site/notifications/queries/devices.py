"""Devices that take messages, and the key by which push services know us."""

import base64
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from py_vapid import Vapid02

from foundation.errors import NotFound
from notifications.models import PushDevice

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User

    Viewer = User | AnonymousUser


def is_push_on() -> bool:
    """Whether this installation has a key; without one no push service listens to it."""
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What browsers need to let our messages in, and nobody else's; empty without a key."""
    return _public_key_of(settings.VAPID_PRIVATE_KEY) if is_push_on() else ""


@cache
def _public_key_of(private_key: str) -> str:
    point = Vapid02.from_raw(private_key.encode()).public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def devices_of(user: "Viewer") -> "QuerySet[PushDevice]":
    """A person's own, the oldest first."""
    return PushDevice.objects.visible_to(user)


def device_with_id(user: "Viewer", uuid: UUID) -> PushDevice:
    """
    Raises:
        NotFound: unknown, or somebody else's.
    """
    found: PushDevice | None = devices_of(user).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def devices_to_push(user_id: int) -> list[PushDevice]:
    """For the worker: where a person's messages go. A closed account has none."""
    return list(PushDevice.objects.filter(user_id=user_id, user__is_active=True))


def people_with_devices(user_ids: Collection[int]) -> set[int]:
    found = PushDevice.objects.filter(user_id__in=user_ids)
    return set(found.values_list("user_id", flat=True))
