"""What becomes of a delivery: taken by one worker, sent, come back, tried again."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from foundation import clock
from notifications.models import Delivery
from notifications.operations.refusals import bounce
from notifications.operations.telling import enqueue_each
from notifications.operations.waiting import MOST_ATTEMPTS, enqueue_digests
from notifications.queries.deliveries import delivery_to_send, stranded_deliveries

if TYPE_CHECKING:
    from notifications.models.deliveries import DeliveryQuerySet


@transaction.atomic
def take(*, delivery_id: int) -> Delivery | None:
    """Take a delivery for sending; None if another worker has, or it is done.

    The worker then talks to the mail server outside any transaction. If it dies meanwhile, the
    delivery stays as being sent until it is swept up.
    """
    waiting = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.QUEUED)
    # In quiet hours it waits, whatever task comes by.
    taken = waiting.filter(Q(not_before=None) | Q(not_before__lte=clock.now())).update(
        state=Delivery.State.SENDING, attempts=F("attempts") + 1, changed_at=clock.now()
    )
    return delivery_to_send(delivery_id) if taken else None


@transaction.atomic
def mark_sent(*, delivery: Delivery) -> None:
    """The mail server has it."""
    _move(delivery, Delivery.State.SENT)


@transaction.atomic
def mark_bounced(*, delivery: Delivery) -> None:
    """The address takes nothing; later messages leave it alone."""
    bounce(deliveries=_being_sent(delivery))


@transaction.atomic
def mark_without_device(*, delivery: Delivery) -> None:
    """The person has switched the last device off meanwhile."""
    _move(delivery, Delivery.State.SKIPPED, Delivery.Reason.NO_DEVICE)


@transaction.atomic
def mark_failed(*, delivery: Delivery) -> None:
    """The mail server was away, or wants it later: it is tried again, but not for ever."""
    gives_up = delivery.attempts >= MOST_ATTEMPTS
    _move(delivery, Delivery.State.FAILED if gives_up else Delivery.State.QUEUED)


@transaction.atomic
def sweep() -> int:
    """Put stranded deliveries back into the queue; answers how many."""
    ids = list(stranded_deliveries().values_list("pk", flat=True))
    spent = Q(attempts__gte=MOST_ATTEMPTS)
    now = clock.now()
    stranded = Delivery.objects.filter(pk__in=ids, state__in=Delivery.UNDER_WAY)
    stranded.filter(spent).update(state=Delivery.State.FAILED, changed_at=now)
    again = stranded.exclude(spent)
    single = list(again.filter(digest=None).values_list("pk", flat=True))
    listed = again.exclude(digest=None).order_by()
    digests = list(listed.values_list("digest", flat=True).distinct())
    again.filter(digest=None).update(state=Delivery.State.QUEUED, changed_at=now)
    listed.update(state=Delivery.State.COLLECTED, changed_at=now)
    enqueue_each(single)
    enqueue_digests(digests)
    return len(single) + len(digests)


@transaction.atomic
def send_again(*, source: str) -> int:
    """Try once more what failed of a source; part of an operation that asked for permission."""
    failed = Delivery.objects.filter(notification__source=source, state=Delivery.State.FAILED)
    ids = list(failed.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=ids).update(
        state=Delivery.State.QUEUED, digest=None, attempts=0, changed_at=clock.now()
    )
    enqueue_each(ids)
    return len(ids)


@transaction.atomic
def take_back(*, source: str) -> int:
    """Send nothing more of a source or its reminders; answers how many mails that spares.

    Part of an operation that asked for permission. What is being sent just now goes out.
    """
    waiting = Delivery.objects.filter(
        notification__source__startswith=source,
        state__in=[Delivery.State.QUEUED, Delivery.State.COLLECTED],
    )
    spared: int = waiting.update(
        state=Delivery.State.SKIPPED,
        reason=Delivery.Reason.TAKEN_BACK,
        not_before=None,
        changed_at=clock.now(),
    )
    return spared


def _move(delivery: Delivery, state: str, reason: str = "") -> None:
    _being_sent(delivery).update(state=state, reason=reason, changed_at=clock.now())


def _being_sent(delivery: Delivery) -> "DeliveryQuerySet":
    """From there only: whoever comes late changes nothing."""
    found: DeliveryQuerySet = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING)
    return found
