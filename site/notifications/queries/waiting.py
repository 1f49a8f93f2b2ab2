"""What waits for its hour, for the operations and tasks that send it."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from foundation import clock
from notifications.models import Delivery

if TYPE_CHECKING:
    from notifications.models.deliveries import DeliveryQuerySet


def due_deliveries() -> "DeliveryQuerySet":
    """Those whose quiet hours are over."""
    found: DeliveryQuerySet = Delivery.objects.filter(
        state=Delivery.State.QUEUED, not_before__lte=clock.now()
    )
    return found.select_related("notification__user").order_by("pk")


def users_with_due_digest() -> list[int]:
    """The ids of people whose evening has come."""
    due = Delivery.objects.filter(state=Delivery.State.COLLECTED, not_before__lte=clock.now())
    return list(due.order_by().values_list("notification__user_id", flat=True).distinct())


def waiting_for_digest(user_ids: Collection[int]) -> "DeliveryQuerySet":
    """All that waits for a digest of these people, person by person."""
    found: DeliveryQuerySet = Delivery.objects.filter(
        state=Delivery.State.COLLECTED,
        not_before__isnull=False,
        notification__user__in=user_ids,
    )
    return found.select_related("notification").order_by("notification__user_id", "pk")


def deliveries_of_digest(digest: UUID) -> list[Delivery]:
    """What one digest that is being sent lists, building by building, as it was told."""
    found = Delivery.objects.filter(digest=digest, state=Delivery.State.SENDING).select_related(
        "notification__user", "notification__building__company"
    )
    return list(found.order_by("notification__building__name", "notification__building", "pk"))
