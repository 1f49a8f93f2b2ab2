"""When a mail may go out: at once, after the quiet hours, or with the next digest.

Nothing here asks the database, so every case is a line in a test.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation import clock
from notifications.models import Delivery, Notification

if TYPE_CHECKING:
    from accounts.queries.preferences import Preferences, QuietHours

#: A digest goes out at this hour of the person's day, a weekly one on this weekday (Friday).
DIGEST_AT = dt.time(18)
DIGEST_WEEKDAY = 4
#: Where neither the person nor the building names a zone.
USUAL_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Moment:
    """Not before when, and whether it waits to be listed with others. None: at once."""

    not_before: dt.datetime | None = None
    is_collected: bool = False

    @property
    def state(self) -> str:
        return Delivery.State.COLLECTED if self.is_collected else Delivery.State.QUEUED


AT_ONCE = Moment()


def when_to_send(
    now: dt.datetime, wishes: "Preferences", urgency: str, *, building_zone: str, own_zone: str
) -> Moment:
    """An emergency waits for nothing, something important for the quiet hours only.

    Quiet hours are counted by the clock of the building, a digest by the person's own; either
    stands in for the other where it is empty.
    """
    if urgency == Notification.Urgency.EMERGENCY:
        return AT_ONCE
    if wishes.digest != "off" and urgency != Notification.Urgency.IMPORTANT:
        zone = own_zone or building_zone or USUAL_ZONE
        due = next_digest(now, wishes.digest, zone)
        return Moment(_after_quiet(due, wishes.quiet_hours, zone), is_collected=True)
    zone = building_zone or own_zone or USUAL_ZONE
    allowed = _after_quiet(now, wishes.quiet_hours, zone)
    return AT_ONCE if allowed == now else Moment(allowed)


def when_to_push(
    now: dt.datetime, wishes: "Preferences", urgency: str, *, building_zone: str, own_zone: str
) -> dt.datetime | None:
    """After the quiet hours; None: at once."""
    if urgency == Notification.Urgency.EMERGENCY:
        return None
    allowed = _after_quiet(now, wishes.quiet_hours, building_zone or own_zone or USUAL_ZONE)
    return None if allowed == now else allowed


def next_digest(now: dt.datetime, digest: str, zone: str) -> dt.datetime:
    """The next evening, or the next Friday evening, on the wall of `zone`."""
    day = clock.on_wall(now, zone).date()
    while True:
        if digest == "daily" or day.weekday() == DIGEST_WEEKDAY:
            due = _shown_at(day, DIGEST_AT, zone, after=now)
            if due > now:
                return due
        day += dt.timedelta(days=1)


def _after_quiet(moment: dt.datetime, quiet: "QuietHours | None", zone: str) -> dt.datetime:
    """`moment` itself, or the end of the quiet hours it falls into."""
    if quiet is None:
        return moment
    wall = clock.on_wall(moment, zone)
    if not quiet.hold_at(wall.time()):
        return moment
    day = wall.date()
    if quiet.until <= wall.time():
        day += dt.timedelta(days=1)
    return _shown_at(day, quiet.until, zone, after=moment)


def _shown_at(day: dt.date, time: dt.time, zone: str, *, after: dt.datetime) -> dt.datetime:
    """When the clock on the wall shows it. Shown twice, the first one after `after`; never
    shown, when the clocks have been put forward over it."""
    shown = dt.datetime.combine(day, time)
    while True:
        try:
            moment = clock.from_wall(shown, zone)
        except clock.NoSuchTime:
            shown = shown.replace(minute=0) + dt.timedelta(hours=1)
            continue
        if moment <= after:
            again = moment + dt.timedelta(hours=1)
            if clock.on_wall(again, zone) == shown:
                return again
        return moment
