"""Taking messages away: a person's own, and those that name a person."""

from typing import TYPE_CHECKING

from accounts.operations.users import count_unread, set_unread
from notifications.models import Notification

if TYPE_CHECKING:
    from accounts.models import User


def forget_messages_of(*, user: "User") -> None:
    """Delete what was told to a person, deliveries included.

    Part of erasing the account, which has checked everything and holds the transaction.
    """
    Notification.objects.filter(user=user).delete()
    set_unread(user_id=user.pk, count=0)


def forget_source(*, source: str) -> None:
    """Delete what anybody was told of this source, deliveries included.

    Part of an operation that erases whom it is about, and holds the transaction.
    """
    found = Notification.objects.filter(source__startswith=source)
    for user_id in found.unread().values_list("user_id", flat=True):
        count_unread(user_ids=[user_id], difference=-1)
    found.delete()
