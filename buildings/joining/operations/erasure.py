"""Taking a person out of the requests they made."""

from typing import TYPE_CHECKING

from buildings.joining.models import JoinRequest
from foundation import clock
from foundation.personal_data import ERASED

if TYPE_CHECKING:
    from accounts.models import User


def forget_requests_of(*, user: "User") -> list[JoinRequest]:
    """Blank everything a person wrote; what still waits is withdrawn.

    Part of erasing the account, which has checked everything and holds the transaction.
    """
    requests = list(JoinRequest.objects.select_for_update().filter(user=user))
    for request in requests:
        request.full_name, request.apartment = ERASED, "–"
        request.phone = request.message = request.reason = ""
        if request.is_waiting:
            request.state, request.decided_at = JoinRequest.State.WITHDRAWN, clock.now()
        request.save()
    return requests
