"""What happens on the building's site, for whoever wants to react."""

from dataclasses import dataclass

from foundation.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class PageSubmitted(Event):
    """Somebody who may not publish asks for approval. `task_state_id` is Wagtail's record of it."""

    page_id: int
    task_state_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PageReviewed(Event):
    """A manager approved the page, or returned it to whoever submitted it."""

    page_id: int
    task_state_id: int
    is_approved: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class FilesEnteredLibrary(Event):
    """From now on only published pages of the library open these files."""

    document_ids: list[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class MasterPublished(Event):
    """A page for all buildings was published; `version_id` is what it says now."""

    master_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MasterWithdrawn(Event):
    """A page for all buildings was unpublished or deleted; the buildings lose it as well."""

    page_ids: list[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class MasterAdopted(Event):
    """A building shows another version of a page for all buildings."""

    building_id: int
    page_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSignedUp(Event):
    """Somebody takes part in an event, or waits for a seat."""

    building_id: int
    event_id: int
    signup_id: int
    is_waiting: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSignupEnded(Event):
    """Somebody withdrew, or was signed off by staff or because they left the building."""

    building_id: int
    event_id: int
    signup_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSeatGiven(Event):
    """The first in line has got a seat."""

    building_id: int
    event_id: int
    signup_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EventChanged(Event):
    """What people had been told about an event is no longer so; the people to be told."""

    building_id: int
    event_id: int
    signup_ids: list[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedOpened(Event):
    feed_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedRevoked(Event):
    feed_id: int
    user_id: int
