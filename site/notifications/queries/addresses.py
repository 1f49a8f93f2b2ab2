"""What speaks against a mail to somebody: their choice, or an address that takes none."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Min

from accounts.queries.preferences import preferences_of
from accounts.queries.users import proven_among
from foundation import clock
from notifications.models import Delivery

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models.deliveries import DeliveryQuerySet

#: How long an address that refused a message is left alone.
BOUNCE_COUNTS_FOR = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Of some people's addresses: which are proven, refused a mail, or called one spam."""

    proven: frozenset[str]
    bounced: frozenset[str]
    complained: frozenset[str]

    def to_mail(self, user: "User", kind: str, *, is_emergency: bool) -> str:
        """Why `user` gets no mail of this kind; empty if they get it."""
        if not user.is_active or user.email not in self.proven:
            return Delivery.Reason.NO_ADDRESS
        if user.email in self.bounced:
            return Delivery.Reason.BOUNCED_BEFORE
        if user.email in self.complained:
            return Delivery.Reason.COMPLAINED_BEFORE
        wishes = preferences_of(user).notifications.get(kind, {})
        if not is_emergency and not wishes.get("email", True):
            return Delivery.Reason.PREFERENCE
        return ""


def obstacles_among(users: "Iterable[User]") -> Obstacles:
    """For any number of people, with two queries."""
    people = {user.pk: user for user in users}.values()
    addresses = [user.email for user in people]
    refused = _refused(addresses).values_list("address", "state").distinct()
    states = Delivery.State
    found = list(refused)
    return Obstacles(
        proven=frozenset(proven_among(people)),
        bounced=frozenset(address for address, state in found if state == states.BOUNCED),
        complained=frozenset(address for address, state in found if state == states.COMPLAINED),
    )


def comes_back_since(address: str) -> dt.datetime | None:
    """Since when mail to an address comes back; None if it does not, as far as we know."""
    bounced = _refused([address]).filter(state=Delivery.State.BOUNCED)
    since: dt.datetime | None = bounced.aggregate(since=Min("changed_at"))["since"]
    return since


def _refused(addresses: Collection[str]) -> "DeliveryQuerySet":
    since = clock.now() - BOUNCE_COUNTS_FOR
    found: DeliveryQuerySet = Delivery.objects.filter(
        state__in=Delivery.REFUSED, address__in=addresses, changed_at__gte=since
    ).order_by()
    return found
