"""What waits for its hour: the end of quiet hours, the evening of the digest."""

import uuid
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F

from foundation import clock, queue
from notifications.models import Delivery, Notification
from notifications.operations.refusals import bounce
from notifications.operations.telling import enqueue_each
from notifications.queries.addresses import obstacles_among
from notifications.queries.waiting import (
    deliveries_of_digest,
    due_deliveries,
    users_with_due_digest,
    waiting_for_digest,
)

if TYPE_CHECKING:
    from notifications.models.deliveries import DeliveryQuerySet

#: After so many times a delivery has failed, and somebody has to look.
MOST_ATTEMPTS = 5
#: One task sends so many digests.
DIGESTS_PER_TASK = 10


@transaction.atomic
def release_due() -> int:
    """Hand over what waited for the end of quiet hours; answers how many.

    Held while it is looked at: run twice at the same time, the second finds nothing waiting.
    """
    found = list(due_deliveries().select_for_update(of=("self",)))
    ids = _still_wanted(found)
    Delivery.objects.filter(pk__in=ids).update(not_before=None, changed_at=clock.now())
    enqueue_each(ids)
    return len(ids)


@transaction.atomic
def gather_digests() -> int:
    """Give all that waits for a person's digest the digest's id, once; answers how many digests.

    What is told from now on waits for the next one.
    """
    held = waiting_for_digest(users_with_due_digest()).select_for_update(of=("self",))
    digests = []
    for _user_id, rows in groupby(held, key=lambda row: row.notification.user_id):
        digest = uuid.uuid4()
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
            digest=digest, not_before=None, changed_at=clock.now()
        )
        digests.append(digest)
    enqueue_digests(digests)
    return len(digests)


@transaction.atomic
def take_digest(*, digest: UUID) -> list[Delivery]:
    """Take a digest for sending: its deliveries, in order; none if another worker has.

    Left out is what was read meanwhile, and what the person no longer wants. If the worker dies
    before it tells what became of it, the digest is swept up and sent again under the same id.
    """
    collected = Delivery.objects.filter(digest=digest, state=Delivery.State.COLLECTED)
    found = list(
        collected.select_related("notification__user")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    read = [row.pk for row in found if row.notification.read_at is not None]
    _skip(read, Delivery.Reason.READ_ALREADY)
    wanted = _still_wanted(row for row in found if row.pk not in read)
    taken = collected.filter(pk__in=wanted).update(
        state=Delivery.State.SENDING, attempts=F("attempts") + 1, changed_at=clock.now()
    )
    return deliveries_of_digest(digest) if taken else []


@transaction.atomic
def mark_digest_sent(*, digest: UUID) -> None:
    """The mail server has it: all of it is sent."""
    _being_sent(digest).update(state=Delivery.State.SENT, changed_at=clock.now())


@transaction.atomic
def mark_digest_bounced(*, digest: UUID) -> None:
    """The address takes nothing."""
    bounce(deliveries=_being_sent(digest))


@transaction.atomic
def mark_digest_failed(*, digest: UUID) -> None:
    """It is tried again as a whole when it is swept up, but not for ever."""
    found = _being_sent(digest)
    now = clock.now()
    spent = found.filter(attempts__gte=MOST_ATTEMPTS)
    spent.update(state=Delivery.State.FAILED, changed_at=now)
    found.update(state=Delivery.State.COLLECTED, changed_at=now)


def enqueue_digests(digests: Sequence[UUID]) -> None:
    """Hand digests to the worker, some to a task. Part of an operation."""
    for start in range(0, len(digests), DIGESTS_PER_TASK):
        some = [str(digest) for digest in digests[start : start + DIGESTS_PER_TASK]]
        queue.enqueue("notifications.tasks.send_digests", some)


def _being_sent(digest: UUID) -> "DeliveryQuerySet":
    found: DeliveryQuerySet = Delivery.objects.filter(digest=digest, state=Delivery.State.SENDING)
    return found


def _still_wanted(deliveries: Iterable[Delivery]) -> list[int]:
    """The ids of those that may still go out, to the address of today; the others are skipped."""
    rows = list(deliveries)
    obstacles = obstacles_among(row.notification.user for row in rows)
    wanted = []
    for row in rows:
        note = row.notification
        is_emergency = note.urgency == Notification.Urgency.EMERGENCY
        reason = obstacles.to_mail(note.user, note.kind, is_emergency=is_emergency)
        if row.channel == Delivery.Channel.EMAIL and reason:
            _skip([row.pk], reason)
            continue
        if row.channel == Delivery.Channel.EMAIL and row.address != note.user.email:
            Delivery.objects.filter(pk=row.pk).update(address=note.user.email)
        wanted.append(row.pk)
    return wanted


def _skip(ids: Sequence[int], reason: str) -> None:
    Delivery.objects.filter(pk__in=ids).update(
        state=Delivery.State.SKIPPED, reason=reason, not_before=None, changed_at=clock.now()
    )
