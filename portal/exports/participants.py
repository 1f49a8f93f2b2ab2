"""Who comes to an event, as a spreadsheet."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.spreadsheets import Column, workbook

if TYPE_CHECKING:
    from portal.models import EventPage, EventSignup

COLUMNS = (
    Column(_("Name"), 28),
    Column(_("E-mail"), 30),
    Column(_("Seats"), 9, "whole"),
    Column(_("State"), 12),
    Column(_("Signed up on"), 18),
)


def participants_workbook(event: "EventPage", signups: "Iterable[EventSignup]") -> bytes:
    """Participants, then those who wait, as `queries.signups_of` answers them."""
    return workbook(
        event.title,
        COLUMNS,
        (
            (
                signup.user.display_name,
                signup.user.email,
                signup.seats,
                str(signup.get_state_display()),
                clock.on_wall(signup.created_at, signup.building.time_zone).strftime(
                    "%Y-%m-%d %H:%M"
                ),
            )
            for signup in signups
        ),
    )
