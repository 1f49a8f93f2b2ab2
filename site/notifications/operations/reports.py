"""What the mail service tells afterwards: it arrived, it came back, it was called spam."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foundation import clock
from notifications.models import Delivery
from notifications.operations.refusals import bounce

if TYPE_CHECKING:
    from notifications.models.deliveries import DeliveryQuerySet

State = Delivery.State

#: From where each report may move a delivery. Reports come late, twice and in any order: a mail
#: that arrived may still come back, but what came back has not arrived. One whose worker died or
#: lost the line counts as being under way, though it stands in the queue again.
_UNDER_WAY = (*Delivery.UNDER_WAY, State.SENT, State.FAILED)
ALLOWED: dict[str, tuple[str, ...]] = {
    State.DELIVERED: _UNDER_WAY,
    State.BOUNCED: (*_UNDER_WAY, State.DELIVERED),
    State.COMPLAINED: (*_UNDER_WAY, State.DELIVERED),
}


@transaction.atomic
def note_report(*, mail_id: str, state: str) -> int:
    """Move the delivery, or all that one digest lists; answers how many moved.

    The service knows no company and no person, only the id we gave the mail. An unknown id, a
    state that is none of a report, and a move that is not allowed change nothing.
    """
    try:
        uuid = UUID(mail_id)
    except ValueError:
        return 0
    found: DeliveryQuerySet = Delivery.objects.filter(
        Q(uuid=uuid, digest__isnull=True) | Q(digest=uuid),
        # It was handed over at least once: nothing else can be reported of.
        attempts__gt=0,
        state__in=ALLOWED.get(state, ()),
    )
    if state == State.BOUNCED:
        return bounce(deliveries=found)
    moved: int = found.update(state=state, changed_at=clock.now())
    return moved
