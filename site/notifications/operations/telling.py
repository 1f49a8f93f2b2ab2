"""Telling people something: into the inbox at once, by other channels in the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.operations.users import count_unread
from accounts.queries.preferences import preferences_of
from foundation import clock, queue
from notifications.models import Delivery, Notification
from notifications.operations import pushing
from notifications.operations.ringing import ring
from notifications.queries.addresses import obstacles_among
from notifications.queries.timing import when_to_send

if TYPE_CHECKING:
    from accounts.models import User

#: One task sends so many mails: few enough to be done before the queue thinks it died.
MAILS_PER_TASK = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one person is told, in their language; `path` is on our own host."""

    user: "User"
    title: str
    text: str
    path: str
    language: str


@transaction.atomic
def tell(
    *,
    company_id: int,
    building_id: int | None,
    kind: str,
    source: str,
    people: Sequence[Told],
    urgency: str = Notification.Urgency.INFO,
) -> int:
    """Tell each of `people` once, whatever happens: who was told of `source` before is left out.

    Part of an operation that has asked for permission, knows that they may read it, and is audited.
    An emergency goes by every channel, whatever a person prefers. Answers how many are new.
    """
    ids = [told.user.pk for told in people]
    known = set(
        Notification.objects.filter(source=source, user__in=ids).values_list("user_id", flat=True)
    )
    now = clock.now()
    is_emergency = urgency == Notification.Urgency.EMERGENCY
    wishes = {
        told.user.pk: preferences_of(told.user).notifications.get(kind, {}) for told in people
    }
    notifications = Notification.objects.bulk_create(
        [
            Notification(
                company_id=company_id,
                building_id=building_id,
                user=told.user,
                kind=kind,
                urgency=urgency,
                source=source,
                title=told.title[:255],
                text=told.text[:500],
                language=told.language,
                path=told.path,
                is_shown=is_emergency or wishes[told.user.pk].get("in_app", True),
                created_at=now,
            )
            for told in people
            if told.user.pk not in known
        ]
    )
    shown = [item for item in notifications if item.is_shown]
    count_unread(user_ids=[item.user_id for item in shown], difference=1)
    ring(notification_ids=[item.pk for item in shown])
    _deliver(notifications)
    return len(notifications)


def _deliver(notifications: Sequence[Notification]) -> None:
    """All of one telling: they are about the same building."""
    obstacles = obstacles_among(item.user for item in notifications)
    building = notifications[0].building if notifications else None
    now = clock.now()
    deliveries = []
    for item in notifications:
        is_emergency = item.urgency == Notification.Urgency.EMERGENCY
        reason = obstacles.to_mail(item.user, item.kind, is_emergency=is_emergency)
        moment = when_to_send(
            now,
            preferences_of(item.user),
            item.urgency,
            building_zone=building.time_zone if building else "",
            own_zone=item.user.time_zone,
        )
        deliveries.append(
            Delivery(
                company_id=item.company_id,
                notification=item,
                channel=Delivery.Channel.EMAIL,
                address=item.user.email if item.user.email in obstacles.proven else "",
                state=Delivery.State.SKIPPED if reason else moment.state,
                reason=reason,
                not_before=None if reason else moment.not_before,
                changed_at=now,
            )
        )
    Delivery.objects.bulk_create(deliveries, batch_size=500)
    enqueue(
        [
            item.pk
            for item in deliveries
            if item.state == Delivery.State.QUEUED and item.not_before is None
        ]
    )
    pushing.deliver(notifications, building.time_zone if building else "")


def enqueue(delivery_ids: Sequence[int]) -> None:
    """Hand deliveries to the worker, some to a task. Part of an operation."""
    for start in range(0, len(delivery_ids), MAILS_PER_TASK):
        some = list(delivery_ids[start : start + MAILS_PER_TASK])
        queue.enqueue("notifications.tasks.send_mails", some)


def enqueue_each(delivery_ids: Sequence[int]) -> None:
    """Hand deliveries to the task of their channel. Part of an operation."""
    pushed = pushing.pushed_among(delivery_ids)
    enqueue([pk for pk in delivery_ids if pk not in pushed])
    pushing.enqueue([pk for pk in delivery_ids if pk in pushed])
