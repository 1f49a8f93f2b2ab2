"""Who has opened and confirmed an announcement, as a spreadsheet."""

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from foundation.spreadsheets import Column, workbook

if TYPE_CHECKING:
    from portal.queries.receipts import Report


def receipts_workbook(report: "Report") -> bytes:
    """One row per person who is meant; days are those on the building's wall."""
    zone = ZoneInfo(report.building.time_zone)

    def day(moment: dt.datetime | None) -> dt.date | None:
        return moment.astimezone(zone).date() if moment else None

    columns = (
        Column(_("Apartment"), 12),
        Column(_("Name"), 28),
        Column(_("Has an account"), 14),
        Column(_("E-mail"), 28),
        Column(_("Opened on"), 12, "date"),
        Column(_("Confirmed on"), 12, "date"),
    )
    return workbook(
        report.page.title,
        columns,
        (
            (
                apartment.number,
                person.name,
                person.has_account,
                person.mail,
                day(person.opened_at),
                day(person.acknowledged_at),
            )
            for apartment in report.apartments
            for person in apartment.people
        ),
    )
