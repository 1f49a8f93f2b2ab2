"""What ends with a sign-in."""

from typing import TYPE_CHECKING

from foundation.actors import Actor
from foundation.events import subscribe_in_transaction
from notifications.operations.devices import forget_devices_of

if TYPE_CHECKING:
    from foundation.models import DomainEvent


@subscribe_in_transaction("accounts.SessionsEnded")
def forget_devices_of_ended_sessions(event: "DomainEvent", actor: Actor) -> None:
    """Whoever may hold the device now is not who signed in there."""
    forget_devices_of(user_id=event.payload["user_id"], session_ids=event.payload["session_ids"])
