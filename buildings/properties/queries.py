"""Reads of buildings and apartments, always as seen by somebody."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Lower

from buildings.properties.models import Apartment, Building, BuildingAssignment
from foundation import clock, tenancy
from foundation.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Collection
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User

    Viewer = User | AnonymousUser


def buildings_visible_to(user: "Viewer") -> "QuerySet[Building]":
    return Building.objects.visible_to(user).select_related("company")


def buildings_run_by(user: "Viewer") -> "QuerySet[Building]":
    """The buildings whose desk the person works at."""
    return Building.objects.with_role(user, tenancy.STAFF_ROLES).select_related("company")


def building_at(user: "Viewer", company_slug: str, building_slug: str) -> Building:
    """The building at an address `/<company>/<building>/`.

    Raises:
        NotFound: unknown, or not for this person.
    """
    building = (
        buildings_visible_to(user)
        .filter(company__slug=company_slug, slug=building_slug)
        .first()
    )
    if building is None:
        raise NotFound("There is no such building, or it is not one of yours.")
    return building


def building_run_by(user: "Viewer", company_slug: str, building_slug: str) -> Building:
    """As `building_at`, for the desk: residents are strangers here.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    building = (
        buildings_run_by(user).filter(company__slug=company_slug, slug=building_slug).first()
    )
    if building is None:
        raise NotFound("There is no such building, or it is not one of yours.")
    return building


def building_named(user: "Viewer", reference: str) -> Building:
    """A visible building by slug, `company/slug` or UUID, as API clients write it.

    Raises:
        NotFound: nothing visible answers to it.
        InvalidInput: a bare slug fits buildings of several companies.
    """
    company_slug, _, slug = reference.rpartition("/")
    condition = Q(slug=slug)
    if company_slug:
        condition &= Q(company__slug=company_slug)
    elif _is_uuid(reference):
        condition = Q(uuid=reference)
    found = list(buildings_visible_to(user).filter(condition)[:2])
    if not found:
        raise NotFound(f"There is no building “{reference}” for you.")
    if len(found) > 1:
        raise InvalidInput(
            fields={"building": [f"Several buildings are called “{slug}”; write company/{slug}."]}
        )
    return found[0]


def building_by_id(building_id: int) -> Building:
    """For background work, which acts on ids it was given by an operation."""
    return Building.objects.select_related("company").get(pk=building_id)


def apartments_visible_to(user: "Viewer") -> "QuerySet[Apartment]":
    return Apartment.objects.visible_to(user).select_related("building__company")


def apartments_of(building: Building) -> "QuerySet[Apartment]":
    """All apartments of a building that was itself fetched through a scoped query."""
    return Apartment.objects.filter(building=building)


def apartments_by_number(
    building: Building, numbers: "Collection[str]"
) -> dict[str, Apartment]:
    """Existing apartments by lower-case number."""
    wanted = {number.lower() for number in numbers}
    found = apartments_of(building).annotate(key=Lower("number")).filter(key__in=wanted)
    return {apartment.number.lower(): apartment for apartment in found}


def apartment_with_id(user: "Viewer", uuid: "UUID | str") -> Apartment:
    """
    Raises:
        NotFound: unknown, or not for this person.
    """
    apartment = (
        apartments_visible_to(user).filter(uuid=uuid).first() if _is_uuid(str(uuid)) else None
    )
    if apartment is None:
        raise NotFound("There is no such apartment, or it is not one of yours.")
    return apartment


def assigned_building_ids(membership_id: int) -> list[int]:
    return list(
        BuildingAssignment.objects.filter(membership_id=membership_id).values_list(
            "building_id", flat=True
        )
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class BuildingFigures:
    """A building at a glance, for the desk."""

    building: Building
    apartments: int
    residents: int


def building_figures(user: "Viewer") -> list[BuildingFigures]:
    """The buildings whose desk the person works at, with counts of apartments and residents."""
    today = clock.today("UTC")
    residing = Q(apartments__residencies__start_date__lte=today) & (
        Q(apartments__residencies__end_date__isnull=True)
        | Q(apartments__residencies__end_date__gte=today)
    )
    found = buildings_run_by(user).annotate(
        apartment_count=Count("apartments", distinct=True),
        resident_count=Count("apartments__residencies__person", filter=residing, distinct=True),
    )
    return [BuildingFigures(b, b.apartment_count, b.resident_count) for b in found]
