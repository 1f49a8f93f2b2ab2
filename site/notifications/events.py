"""What happens on the way out of the house."""

from dataclasses import dataclass

from foundation.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressBounced(Event):
    """Mail to somebody's address has begun to come back."""

    user_id: int
