"""A building's residencies as a spreadsheet. The import understands its headings."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foundation.spreadsheets import Column, workbook

if TYPE_CHECKING:
    from buildings.properties.models import Building
    from buildings.residents.models import Residency

COLUMNS = (
    Column(_("Apartment"), 12),
    Column(_("Name"), 28),
    Column(_("E-mail"), 30),
    Column(_("Phone"), 18),
    # Not "Kind": in some languages that is the word for the type of the apartment.
    Column(_("Owner, tenant or occupant"), 24),
    Column(_("From"), 12, "date"),
    Column(_("To"), 12, "date"),
    Column(_("Main contact"), 13),
    # For readers only; the import passes over it.
    Column(_("Account"), 18),
)


def residencies_workbook(building: "Building", residencies: "Iterable[Residency]") -> bytes:
    """Who owns, rents or lives where, as `queries.residencies_listed` answers it."""
    return workbook(
        building.name,
        COLUMNS,
        (
            (
                residency.apartment.number,
                residency.person.full_name,
                residency.person.email,
                residency.person.phone,
                residency.get_kind_display(),
                residency.start_date,
                residency.end_date,
                residency.is_main_contact,
                residency.person.access_label,
            )
            for residency in residencies
        ),
    )
