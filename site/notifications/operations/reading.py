"""What people do with their inbox."""

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.operations.users import count_unread, set_unread
from foundation import clock
from foundation.permissions import require
from notifications.models import Notification

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models.notifications import NotificationQuerySet


@transaction.atomic
def mark_read(*, actor: "User", notification: Notification) -> Notification:
    """It was looked at. The row itself is the record.

    Raises:
        NotFound: it is somebody else's.
    """
    require(actor, "notifications.change_notification", notification)
    return _read(actor, Notification.objects.filter(pk=notification.pk)) or notification


@transaction.atomic
def mark_source_read(*, actor: "User", source: str) -> None:
    """Where the notification leads was looked at. One transaction."""
    _read(actor, Notification.objects.filter(user=actor, source=source))


@transaction.atomic
def mark_all_read(*, actor: "User") -> int:
    """Everything in the inbox. One transaction; answers how many there were."""
    unread = Notification.objects.filter(user=actor).unread()
    count: int = unread.update(read_at=clock.now())
    set_unread(user_id=actor.pk, count=0)
    return count


def _read(actor: "User", found: "NotificationQuerySet") -> Notification | None:
    notification: Notification | None = found.select_for_update().first()
    if notification is None or notification.read_at is not None:
        return notification
    notification.read_at = clock.now()
    notification.save(update_fields=["read_at"])
    if notification.is_shown:
        count_unread(user_ids=[actor.pk], difference=-1)
    return notification
