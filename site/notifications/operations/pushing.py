"""Messages to people's devices: one delivery for all devices of a person."""

from collections.abc import Collection, Sequence

from foundation import clock, queue
from notifications.models import Delivery, Notification
from notifications.queries.devices import is_push_on, people_with_devices

#: One task pushes so many: each may wait five seconds for each device.
PUSHES_PER_TASK = 5


def deliver(
    notifications: Sequence[Notification],
    wishes: dict[int, dict[str, bool]],
    *,
    is_emergency: bool,
) -> None:
    """Plan a push for whoever has a device. Part of telling them."""
    if not is_push_on():
        return
    reachable = people_with_devices([item.user_id for item in notifications])
    now = clock.now()
    deliveries = []
    for item in notifications:
        if item.user_id not in reachable:
            continue
        is_wanted = is_emergency or wishes[item.user_id].get("push", True)
        deliveries.append(
            Delivery(
                company_id=item.company_id,
                notification=item,
                channel=Delivery.Channel.PUSH,
                state=Delivery.State.QUEUED if is_wanted else Delivery.State.SKIPPED,
                reason="" if is_wanted else Delivery.Reason.PREFERENCE,
                changed_at=now,
            )
        )
    Delivery.objects.bulk_create(deliveries, batch_size=500)
    enqueue([item.pk for item in deliveries if item.state == Delivery.State.QUEUED])


def enqueue(delivery_ids: Sequence[int]) -> None:
    """Hand pushes to the worker, some to a task. Part of an operation."""
    for start in range(0, len(delivery_ids), PUSHES_PER_TASK):
        some = list(delivery_ids[start : start + PUSHES_PER_TASK])
        queue.enqueue("notifications.tasks.send_pushes", some)


def pushed_among(delivery_ids: Collection[int]) -> set[int]:
    """Those of the deliveries that go to devices."""
    found = Delivery.objects.filter(pk__in=delivery_ids, channel=Delivery.Channel.PUSH)
    return set(found.values_list("pk", flat=True))
