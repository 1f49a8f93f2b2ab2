"""What was told to a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from foundation import personal_data
from notifications.operations.devices import forget_devices_of
from notifications.operations.erasure import forget_messages_of
from notifications.queries.devices import devices_of
from notifications.queries.inbox import all_of

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User


def export(user: "User") -> dict[str, Any]:
    return {
        "notifications": [
            {
                "kind": item.kind,
                "urgency": item.urgency,
                "title": item.title,
                "text": item.text,
                "told_at": item.created_at,
                "read_at": item.read_at,
                "deliveries": [
                    {"channel": one.channel, "address": one.address, "state": one.state}
                    for one in item.deliveries.all()
                ],
            }
            for item in all_of(user)
        ],
        "devices": list(devices_of(user).values("name", "language", "created_at", "last_used_at")),
    }


def erase(user: "User") -> "Iterable[Model]":
    forget_messages_of(user=user)
    forget_devices_of(user_id=user.pk)
    return ()


personal_data.register(personal_data.Part("notifications", export=export, erase=erase))
