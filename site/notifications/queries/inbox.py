"""A person's inbox."""

from typing import TYPE_CHECKING
from uuid import UUID

from foundation.errors import NotFound
from notifications.models import Notification

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User

    Viewer = User | AnonymousUser


def inbox_of(user: "Viewer", *, only_unread: bool = False) -> "QuerySet[Notification]":
    """Newest first."""
    own = Notification.objects.visible_to(user).select_related("building__company")
    return own.unread() if only_unread else own.shown()


def all_of(user: "User") -> "QuerySet[Notification]":
    """Everything a person was told, with its deliveries, oldest first."""
    found = Notification.objects.filter(user=user).prefetch_related("deliveries")
    return found.order_by("created_at", "pk")


def told_of(source: str) -> list[int]:
    """The accounts that were told of a source or reminded of it; for the app that did."""
    found = Notification.objects.filter(source__startswith=source).order_by("user_id")
    return list(found.values_list("user_id", flat=True).distinct())


def was_told_of(user: "Viewer", source: str) -> bool:
    return Notification.objects.visible_to(user).filter(source__startswith=source).exists()


def unread_of(user: "Viewer") -> int:
    """Counted; pages show the number that is kept with the account."""
    return Notification.objects.visible_to(user).unread().count()


def notification_with_id(user: "Viewer", uuid: UUID) -> Notification:
    """
    Raises:
        NotFound: unknown, or somebody else's.
    """
    found: Notification | None = Notification.objects.visible_to(user).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found
