"""The messages about events, each to one person who signed up."""

from typing import TYPE_CHECKING, Any

from foundation import mail
from foundation.languages import language_for
from portal.queries.events import event_on_wall

if TYPE_CHECKING:
    from portal.models import EventSignup


def send_seat_given_mail(signup: "EventSignup") -> None:
    """Somebody who waited has a seat now."""
    _send(signup, "portal/event_seat_given", {})


def send_event_changed_mail(signup: "EventSignup", changes: list[str]) -> None:
    """The event has been called off, is on again, or has another time or place.

    `changes` as in `operations.signups`: called_off, on_again, time, place.
    """
    _send(signup, "portal/event_changed", {name: name in changes for name in CHANGES})


def send_signed_off_mail(signup: "EventSignup") -> None:
    """The building's staff have taken somebody off the list."""
    _send(signup, "portal/event_signed_off", {})


CHANGES = ("called_off", "on_again", "time", "place")


def _send(signup: "EventSignup", message: str, context: dict[str, Any]) -> None:
    building = signup.building
    mail.send(
        to=signup.user.email,
        message=message,
        context={
            "event": event_on_wall(signup.event, building),
            "building": building,
            "signup": signup,
            "name": signup.user.get_short_name() or signup.user.display_name,
            "path": signup.event.get_url() or "/",
            "changed": context,
        },
        language=language_for(signup.user, building),
    )
