"""How somebody wants to be met: colours, digest, and by which channel each kind of news comes.

Apps register the kinds of messages they send when they start (`add_notification_type`). What a
person chose stands in `User.preferences`; whatever they left open is answered with the usual here.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import Promise

THEMES = ("system", "light", "dark")
DIGESTS = ("off", "daily", "weekly")
CHANNELS = ("email", "in_app", "push")


@dataclass(frozen=True, slots=True)
class NotificationType:
    """A kind of message people may get; `key` is kept with their choice."""

    key: str
    label: "str | Promise"
    is_mailed: bool = True
    is_shown: bool = True
    #: To the devices of whoever has switched that on.
    is_pushed: bool = True


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When only emergencies come by mail, by the clock on the wall; may span midnight."""

    begins: dt.time
    until: dt.time

    def hold_at(self, time: dt.time) -> bool:
        if self.begins < self.until:
            return self.begins <= time < self.until
        return time >= self.begins or time < self.until


@dataclass(frozen=True, slots=True)
class Preferences:
    theme: str
    digest: str
    #: None: off.
    quiet_hours: QuietHours | None
    #: For each kind of message, whether it comes by each channel.
    notifications: dict[str, dict[str, bool]]

    @property
    def quiet_from(self) -> dt.time | None:
        return self.quiet_hours.begins if self.quiet_hours else None

    @property
    def quiet_until(self) -> dt.time | None:
        return self.quiet_hours.until if self.quiet_hours else None


_types: dict[str, NotificationType] = {}


def add_notification_type(kind: NotificationType) -> None:
    """Register a kind of message. For `ready()` of the app that sends it."""
    _types[kind.key] = kind


def usual_types() -> tuple[NotificationType, ...]:
    """What is sent already by apps that have no list of their own yet."""
    return (
        NotificationType("announcements", _("Announcements of your building")),
        NotificationType("documents", _("Documents that run out")),
        NotificationType("events", _("Changes of events you go to")),
        NotificationType("imports", _("Finished imports")),
        NotificationType("reviews", _("Pages to review, and their comments")),
    )


def notification_types() -> list[NotificationType]:
    return sorted(_types.values(), key=lambda kind: kind.key)


def preferences_of(user: User) -> Preferences:
    """What the person chose, and the usual where they chose nothing."""
    kept = user.preferences or {}
    quiet = kept.get("quiet_hours")
    chosen = kept.get("notifications", {})
    return Preferences(
        theme=kept.get("theme", THEMES[0]),
        digest=kept.get("digest", DIGESTS[0]),
        quiet_hours=QuietHours(*map(dt.time.fromisoformat, quiet)) if quiet else None,
        notifications={
            kind.key: {
                "email": kind.is_mailed,
                "in_app": kind.is_shown,
                "push": kind.is_pushed,
            }
            | chosen.get(kind.key, {})
            for kind in notification_types()
        },
    )
