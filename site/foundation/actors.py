"""Who is acting. Every write names one: a signed-in person, or a named part of the system."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class SystemActor:
    """A part of the platform that acts on its own, for example the scheduler.

    It passes permission checks, so it is created only in tasks, schedules, commands and
    migrations, never on the way of a request.
    """

    name: str


Actor = Union["User", SystemActor]


def is_system(actor: Actor) -> "TypeIs[SystemActor]":
    return isinstance(actor, SystemActor)


def actor_label(actor: Actor) -> str:
    """How the actor appears in history: a name, never an e-mail address."""
    return actor.name if isinstance(actor, SystemActor) else actor.display_name
