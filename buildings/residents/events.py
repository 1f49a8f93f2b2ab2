from dataclasses import dataclass

from foundation.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedIn(Event):
    building_id: int
    residency_ids: list[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedOut(Event):
    building_id: int
    residency_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountConnected(Event):
    """A person in the book now has an account and so access."""

    person_id: int
    user_id: int
