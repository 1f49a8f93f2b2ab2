"""What became of messages, for the operations and tasks that send them."""

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Q

from foundation import clock
from notifications.models import Delivery

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: A worker that took a delivery and has not told of it by then is gone.
SENDING_TAKES_AT_MOST = dt.timedelta(minutes=10)
#: In the queue for longer than this, its task got lost.
QUEUED_FOR_AT_MOST = dt.timedelta(minutes=30)


def delivery_to_send(delivery_id: int) -> Delivery:
    found: Delivery = Delivery.objects.select_related(
        "notification__user", "notification__building__company"
    ).get(pk=delivery_id)
    return found


def stranded_deliveries() -> "QuerySet[Delivery]":
    """Those whose worker or task has gone missing. What waits for its hour is not lost."""
    now = clock.now()
    has_a_task = Q(state=Delivery.State.QUEUED) | Q(
        state=Delivery.State.COLLECTED, digest__isnull=False
    )
    return Delivery.objects.filter(
        Q(state=Delivery.State.SENDING, changed_at__lt=now - SENDING_TAKES_AT_MOST)
        | has_a_task & Q(not_before__isnull=True, changed_at__lt=now - QUEUED_FOR_AT_MOST)
    )


def deliveries_of(source: str) -> "QuerySet[Delivery]":
    """The mails of one source, for the app that told of it and has asked for permission."""
    found = Delivery.objects.filter(notification__source=source, channel=Delivery.Channel.EMAIL)
    return found.select_related("notification__user")


def states_of(source: str) -> Counter[str]:
    """How many mails of a source are in each state."""
    return Counter(deliveries_of(source).order_by().values_list("state", flat=True))
