"""Addresses that take no mail: noted on the deliveries, and told of once."""

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.operations.users import lock_user
from foundation import clock, events
from foundation.actors import SystemActor
from notifications.events import AddressBounced
from notifications.models import Delivery
from notifications.queries.addresses import comes_back_since

if TYPE_CHECKING:
    from notifications.models.deliveries import DeliveryQuerySet


@transaction.atomic
def bounce(*, deliveries: "DeliveryQuerySet") -> int:
    """All of one mail have come back; answers how many. Whatever comes late finds none.

    Whoever subscribes hears of an address once in ninety days: the account's row is held, so that
    two mails that come back at the same time do not both count as the first.
    """
    first = deliveries.select_related("notification__user").first()
    if first is None:
        return 0
    user = first.notification.user
    lock_user(user)
    is_news = comes_back_since(first.address) is None
    moved: int = deliveries.update(state=Delivery.State.BOUNCED, changed_at=clock.now())
    if moved and is_news and first.address == user.email:
        events.publish(
            AddressBounced(company_id=first.company_id, user_id=user.pk),
            actor=SystemActor("mail"),
        )
    return moved
