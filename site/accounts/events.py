from dataclasses import dataclass

from foundation.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyOpened(Event):
    """A company joined the platform; its part of the page tree must stand."""

    slug: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffAdded(Event):
    membership_id: int
    user_id: int
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffEnded(Event):
    membership_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiKeyCreated(Event):
    key_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiKeyRevoked(Event):
    key_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionsEnded(Event):
    """Somebody signed out, or was signed out: there, or everywhere where no session is named.

    Sessions that run out by themselves are not told of.
    """

    user_id: int
    session_ids: list[int] | None
