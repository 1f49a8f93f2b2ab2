"""Messages to people's devices: one delivery for all devices of a person."""

from collections.abc import Collection, Sequence

from accounts.queries.preferences import preferences_of
from foundation import clock, queue
from notifications.models import Delivery, Notification
from notifications.queries.devices import is_push_on, people_with_devices
from notifications.queries.timing import when_to_push

#: One task pushes so many: each may wait five seconds for each device.
PUSHES_PER_TASK = 5


def deliver(notifications: Sequence[Notification], building_zone: str) -> None:
    """Plan a push for whoever has a device, after their quiet hours. Part of telling them.

    A digest is a mail: what is collected for it is pushed all the same.
    """
    if not is_push_on():
        return
    reachable = people_with_devices([item.user_id for item in notifications])
    now = clock.now()
    deliveries = []
    for item in notifications:
        if item.user_id not in reachable:
            continue
        wishes = preferences_of(item.user)
        is_emergency = item.urgency == Notification.Urgency.EMERGENCY
        is_wanted = is_emergency or wishes.notifications.get(item.kind, {}).get("push", True)
        deliveries.append(
            Delivery(
                company_id=item.company_id,
                notification=item,
                channel=Delivery.Channel.PUSH,
                state=Delivery.State.QUEUED if is_wanted else Delivery.State.SKIPPED,
                reason="" if is_wanted else Delivery.Reason.PREFERENCE,
                not_before=when_to_push(
                    now,
                    wishes,
                    item.urgency,
                    building_zone=building_zone,
                    own_zone=item.user.time_zone,
                )
                if is_wanted
                else None,
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


def enqueue(delivery_ids: Sequence[int]) -> None:
    """Hand pushes to the worker, some to a task. Part of an operation."""
    for start in range(0, len(delivery_ids), PUSHES_PER_TASK):
        some = list(delivery_ids[start : start + PUSHES_PER_TASK])
        queue.enqueue("notifications.tasks.send_pushes", some)


def pushed_among(delivery_ids: Collection[int]) -> set[int]:
    """Those of the deliveries that go to devices."""
    found = Delivery.objects.filter(pk__in=delivery_ids, channel=Delivery.Channel.PUSH)
    return set(found.values_list("pk", flat=True))
