"""Who has read which document, as spreadsheets."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from foundation.spreadsheets import Column, workbook

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from portal.queries.readings import ApartmentReading, DocumentFigures


def figures_workbook(building: "Building", figures: "Iterable[DocumentFigures]") -> bytes:
    """A building's documents with how many of those who are meant have opened them."""
    columns = (
        Column(_("Document"), 40),
        Column(_("Category"), 14),
        Column(_("Must be read"), 12),
        Column(_("Valid until"), 12, "date"),
        Column(_("Apartments"), 12, "whole"),
        Column(_("Apartments that opened it"), 14, "whole"),
        Column(_("People"), 12, "whole"),
        Column(_("People who opened it"), 14, "whole"),
    )
    return workbook(
        building.name,
        columns,
        (
            (
                item.line.page.title,
                str(item.line.page.get_category_display()),
                item.line.page.must_be_read,
                item.line.page.valid_until,
                item.apartments,
                item.apartments_read,
                item.people,
                item.people_read,
            )
            for item in figures
        ),
    )


def readings_workbook(
    title: str, apartments: "Iterable[ApartmentReading]", time_zone: str
) -> bytes:
    """One row per person who is meant; days are those on the building's wall."""
    zone = ZoneInfo(time_zone)
    columns = (
        Column(_("Apartment"), 12),
        Column(_("Name"), 28),
        Column(_("Kind"), 12),
        Column(_("Has an account"), 14),
        Column(_("Opened on"), 12, "date"),
        Column(_("Times opened"), 8, "whole"),
        Column(_("Opened an older version on"), 16, "date"),
    )
    return workbook(
        title,
        columns,
        (
            (
                apartment.number,
                person.residency.person.full_name,
                str(person.residency.get_kind_display()),
                person.has_account,
                person.read_at.astimezone(zone).date() if person.read_at else None,
                person.times,
                person.read_older_at.astimezone(zone).date() if person.read_older_at else None,
            )
            for apartment in apartments
            for person in apartment.people
        ),
    )
