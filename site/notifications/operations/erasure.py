"""Taking a person's messages away."""

from typing import TYPE_CHECKING

from accounts.operations.users import set_unread
from notifications.models import Notification

if TYPE_CHECKING:
    from accounts.models import User


def forget_messages_of(*, user: "User") -> None:
    """Delete what was told to a person, deliveries included.

    Part of erasing the account, which has checked everything and holds the transaction.
    """
    Notification.objects.filter(user=user).delete()
    set_unread(user_id=user.pk, count=0)
