"""What people do with their inbox."""

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.operations.users import count_unread, lock_user, set_unread
from foundation import clock
from foundation.permissions import require
from notifications.models import Notification
from notifications.operations.ringing import ring

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
    _read(actor, Notification.objects.filter(pk=notification.pk))
    notification.refresh_from_db()
    return notification


@transaction.atomic
def mark_source_read(*, actor: "User", source: str) -> None:
    """Where the notification and its reminders lead was looked at. One transaction."""
    _read(actor, Notification.objects.filter(user=actor, source__startswith=source))


@transaction.atomic
def mark_all_read(*, actor: "User") -> int:
    """Everything in the inbox. One transaction; answers how many there were."""
    # Held first: whoever tells something meanwhile counts it after this, and it stays unread.
    lock_user(actor)
    unread = Notification.objects.filter(user=actor).unread()
    count: int = unread.update(read_at=clock.now())
    set_unread(user_id=actor.pk, count=0)
    ring(user_ids=[actor.pk])
    return count


def _read(actor: "User", found: "NotificationQuerySet") -> None:
    # The account's row is held, so that two windows do not count the same message twice.
    lock_user(actor)
    unread = found.filter(read_at__isnull=True)
    shown = unread.shown().count()
    unread.update(read_at=clock.now())
    if shown:
        count_unread(user_ids=[actor.pk], difference=-shown)
        ring(user_ids=[actor.pk])
