"""What becomes of a delivery: taken by one worker, sent, come back, tried again."""

from django.db import transaction
from django.db.models import F, Q

from foundation import clock
from notifications.models import Delivery
from notifications.operations import pushing
from notifications.operations.telling import enqueue
from notifications.queries.deliveries import delivery_to_send, stranded_deliveries

#: After so many times a delivery has failed, and somebody has to look.
MOST_ATTEMPTS = 5


@transaction.atomic
def take(*, delivery_id: int) -> Delivery | None:
    """Take a delivery for sending; None if another worker has, or it is done.

    The worker then talks to the mail server outside any transaction. If it dies meanwhile, the
    delivery stays as being sent until it is swept up.
    """
    taken = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.QUEUED).update(
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
    _move(delivery, Delivery.State.BOUNCED)


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
    stranded = Delivery.objects.filter(pk__in=ids)
    stranded.filter(spent).update(state=Delivery.State.FAILED, changed_at=now)
    again = list(stranded.exclude(spent).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=again).update(state=Delivery.State.QUEUED, changed_at=now)
    _enqueue(again)
    return len(again)


@transaction.atomic
def send_again(*, source: str) -> int:
    """Try once more what failed of a source; part of an operation that asked for permission."""
    failed = Delivery.objects.filter(notification__source=source, state=Delivery.State.FAILED)
    ids = list(failed.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=ids).update(
        state=Delivery.State.QUEUED, attempts=0, changed_at=clock.now()
    )
    _enqueue(ids)
    return len(ids)


def _enqueue(ids: list[int]) -> None:
    """Each to the task of its channel."""
    pushed = pushing.pushed_among(ids)
    enqueue([pk for pk in ids if pk not in pushed])
    pushing.enqueue([pk for pk in ids if pk in pushed])


def _move(delivery: Delivery, state: str, reason: str = "") -> None:
    """From being sent only: whoever comes late changes nothing."""
    Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING).update(
        state=state, reason=reason, changed_at=clock.now()
    )
