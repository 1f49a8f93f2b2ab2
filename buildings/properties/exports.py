"""Lists of buildings and apartments as spreadsheets. The import understands their headings."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foundation.spreadsheets import Column, workbook

if TYPE_CHECKING:
    from buildings.properties.models import Apartment, Building

BUILDING_COLUMNS = (
    Column("Building", 28),
    Column("Company", 28),
    Column("Street", 28),
    Column("Postal code", 12),
    Column("City", 20),
    Column("Country", 9),
    Column("Type", 16),
    Column("Year built", 11, "whole"),
    Column("Apartments", 12, "whole"),
    Column("Empty", 9, "whole"),
    Column("Residents", 11, "whole"),
)

APARTMENT_COLUMNS = (
    Column("Apartment", 12),
    Column("Section", 18),
    Column("Floor", 8, "whole"),
    Column("Riser", 10),
    Column("Type", 14),
    Column("Area", 10, "decimal"),
    Column("Ownership share", 12, "decimal"),
    Column("Parking", 14),
    Column("Locker", 14),
    Column("Main contact", 28),
    Column("People", 9, "whole"),
)


def buildings_workbook(buildings: "Iterable[Building]") -> bytes:
    """Buildings with their counts, as `queries.buildings_listed` answers them."""
    return workbook(
        "Buildings",
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
                apartment.main_contact,  # type: ignore[attr-defined]
                apartment.people_count,  # type: ignore[attr-defined]
            )
            for apartment in apartments
        ),
    )
