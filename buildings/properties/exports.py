"""Lists of buildings and apartments as spreadsheets, and the head of a building's letters.

The import understands the lists' headings.
"""

import base64
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foundation.spreadsheets import Column, workbook

if TYPE_CHECKING:
    from buildings.properties.models import Apartment, Building

BUILDING_COLUMNS = (
    Column(_("Building"), 28),
    Column(_("Company"), 28),
    Column(_("Street"), 28),
    Column(_("Postal code"), 12),
    Column(_("City"), 20),
    Column(_("Country"), 9),
    Column(_("Type"), 16),
    Column(_("Year built"), 11, "whole"),
    Column(_("Apartments"), 12, "whole"),
    Column(_("Empty apartments"), 17, "whole"),
    Column(_("Residents"), 11, "whole"),
)

APARTMENT_COLUMNS = (
    Column(_("Apartment"), 12),
    Column(_("Section"), 18),
    Column(_("Floor"), 8, "whole"),
    Column(_("Riser"), 10),
    Column(_("Type"), 14),
    Column(_("Area"), 10, "decimal"),
    Column(_("Ownership share"), 12, "decimal"),
    Column(_("Parking"), 14),
    Column(_("Locker"), 14),
    # The name, where the import asks for yes or no.
    Column(_("Reached through"), 28),
    Column(_("Number of people"), 17, "whole"),
)


def buildings_workbook(buildings: "Iterable[Building]") -> bytes:
    """Buildings with their counts, as `queries.buildings_listed` answers them."""
    return workbook(
        str(_("Buildings")),
        BUILDING_COLUMNS,
        (
            (
                building.name,
                building.company.name,
                building.street,
                building.postal_code,
                building.city,
                building.country,
                building.get_building_type_display(),
                building.year_built,
                # Annotated by the query, which mypy cannot know.
                building.apartment_count,  # type: ignore[attr-defined]
                building.empty_count,  # type: ignore[attr-defined]
                building.resident_count,  # type: ignore[attr-defined]
            )
            for building in buildings
        ),
    )


def apartments_workbook(building: "Building", apartments: "Iterable[Apartment]") -> bytes:
    """Apartments of a building, as `queries.apartments_listed` answers them."""
    return workbook(
        building.name,
        APARTMENT_COLUMNS,
        (
            (
                apartment.number,
                apartment.section,
                apartment.floor,
                apartment.riser,
                apartment.get_apartment_type_display(),
                apartment.area_m2,
                apartment.ownership_share,
                apartment.parking,
                apartment.locker,
                # Annotated by the query, which mypy cannot know.
                apartment.main_contact,  # type: ignore[attr-defined]
                apartment.people_count,  # type: ignore[attr-defined]
            )
            for apartment in apartments
        ),
    )


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is, and the logo as a picture in the page itself."""

    sender: str
    logo: str


def letterhead(building: "Building") -> Letterhead:
    """For everything on paper that a building sends; without a logo, its name alone is there."""
    logo = ""
    try:
        if building.logo:
            kind = mimetypes.guess_type(building.logo.name or "")[0] or "image/png"
            content = base64.b64encode(building.logo.read()).decode()
            logo = f"data:{kind};base64,{content}"
    except OSError:
        # The file is gone; the letter goes out all the same.
        logo = ""
    return Letterhead(sender=f"{building.company.name} · {building.name}", logo=logo)
