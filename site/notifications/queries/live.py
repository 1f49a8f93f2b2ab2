"""What open pages hear: a person's own notifications, as long as the place is still theirs."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max
from django.urls import reverse

from foundation import tenancy
from notifications.models import Notification

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models.notifications import NotificationQuerySet

#: Rows of one moment may become visible in another order than they were numbered.
OVERLAP = dt.timedelta(minutes=1)
#: Whoever was away for longer finds the rest in the inbox.
CATCH_UP_AT_MOST = 20
WIRE = ("uuid", "kind", "urgency", "title", "text")


@dataclass(frozen=True, slots=True)
class Places:
    """Where somebody may be told things, as of one version of their access."""

    access_version: str
    companies: frozenset[int]
    buildings: frozenset[int]

    def include(self, notification: Notification) -> bool:
        return (
            notification.building_id is None
            or notification.building_id in self.buildings
            or notification.company_id in self.companies
        )


def places_of(user: "User") -> Places:
    companies, buildings = tenancy.places(user)
    return Places(user.access_version, frozenset(companies), frozenset(buildings))


def told_among(ids: Collection[int], user_ids: Collection[int]) -> list[Notification]:
    """Those of the notifications that are for one of the people, with the person."""
    return _of_connected(Notification.objects.filter(pk__in=ids, user__in=user_ids))


def told_after(last_id: int, user_ids: Collection[int]) -> list[Notification]:
    """Everything newer, for one of the people. Where writers take turns, numbers are in order."""
    return _of_connected(Notification.objects.filter(pk__gt=last_id, user__in=user_ids))


def last_told() -> int:
    newest: int | None = Notification.objects.aggregate(newest=Max("pk"))["newest"]
    return newest or 0


def missed_by(user: "User", last_seen: UUID | None, places: Places) -> list[Notification]:
    """What `user` was told since the one they saw last, oldest first; some of it perhaps again."""
    own = Notification.objects.visible_to(user).shown()
    seen = own.filter(uuid=last_seen).first() if last_seen else None
    if seen is None:
        return []
    newer = own.filter(created_at__gte=seen.created_at - OVERLAP).exclude(pk=seen.pk)
    missed = [item for item in newer.unread()[:CATCH_UP_AT_MOST] if places.include(item)]
    return missed[::-1]


def message_of(notification: Notification, unread: int) -> dict[str, Any]:
    """A notification as it goes over the wire: small facts, and where the rest is asked for."""
    return {
        "type": "notification",
        "id": str(notification.uuid),
        "kind": notification.kind,
        "urgency": notification.urgency,
        "title": notification.title,
        "text": notification.text,
        "path": reverse("notifications:open", args=[notification.uuid]),
        "unread": unread,
    }


def _of_connected(found: "NotificationQuerySet") -> list[Notification]:
    """Only what goes over the wire is fetched, and whether it may: this runs for every page."""
    narrow = (
        found.shown()
        .select_related("user")
        .only(*WIRE, "company_id", "building_id", "user__unread_count", "user__access_version")
    )
    return list(narrow.order_by("pk"))
