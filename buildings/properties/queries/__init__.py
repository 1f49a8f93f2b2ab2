"""Reads of buildings and apartments, always as seen by somebody."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.queries.companies import companies_visible_to
from accounts.queries.staff import staff_of_whole_company
from buildings.properties.models import Apartment, Building, BuildingAssignment
from foundation import clock, tenancy
from foundation.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import Company, User

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
        buildings_visible_to(user).filter(company__slug=company_slug, slug=building_slug).first()
    )
    if building is None:
        raise NotFound(_("There is no such building, or it is not one of yours."))
    return building


def building_run_by(user: "Viewer", company_slug: str, building_slug: str) -> Building:
    """As `building_at`, for the desk: residents are strangers here.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    building = buildings_run_by(user).filter(company__slug=company_slug, slug=building_slug).first()
    if building is None:
        raise NotFound(_("There is no such building, or it is not one of yours."))
    return building


def building_at_address(
    company_slug: str, building_slug: str
) -> tuple[int, int, str, str, str] | None:
    """Id of company and building, time zone, language and content version, or None.

    For serving its site, which asks for permission itself. Written out, because this is one of the
    two queries of every page view, and Django takes longer to write it than to run it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AT_ADDRESS, [company_slug, building_slug])
        found: tuple[int, int, str, str, str] | None = cursor.fetchone()
    return found


_AT_ADDRESS = """
    SELECT building.company_id, building.id, building.time_zone, building.language,
        building.content_version
    FROM properties_building building
    JOIN accounts_company company ON company.id = building.company_id
    WHERE company.slug = %s AND building.slug = %s
"""


def building_named(user: "Viewer", reference: str) -> Building:
    """A visible building by slug, `company/slug` or UUID, as API clients write it.

    Raises:
        NotFound: nothing visible answers to it.
        InvalidInput: a bare slug fits buildings of several companies.
    """
    company_slug, _slash, slug = reference.rpartition("/")
    condition = Q(slug=slug)
    if company_slug:
        condition &= Q(company__slug=company_slug)
    elif _is_uuid(reference):
        condition = Q(uuid=reference)
    found = list(buildings_visible_to(user).filter(condition)[:2])
    if not found:
        raise NotFound(_("There is no building “%(name)s” for you.") % {"name": reference})
    if len(found) > 1:
        message = _("Several buildings are called “%(slug)s”; write company/%(slug)s.")
        raise InvalidInput(fields={"building": [message % {"slug": slug}]})
    return found[0]


def building_with_logo(path: str) -> Building | None:
    """The building whose logo is stored at `path`, for whoever then asks who may see it."""
    # PostgreSQL refuses to compare text with a null character; no file has one.
    if not path or "\x00" in path:
        return None
    building: Building | None = Building.objects.filter(logo=path).first()
    return building


def building_by_id(building_id: int) -> Building:
    """For background work, which acts on ids it was given by an operation."""
    building: Building = Building.objects.select_related("company").get(pk=building_id)
    return building


def managers_of(building: Building) -> "list[User]":
    """Whom to tell about a building: its managers, or the company's owners where it has none."""
    assigned = BuildingAssignment.objects.filter(
        building=building,
        membership__role=tenancy.MANAGER,
        membership__ended_at__isnull=True,
        membership__user__is_active=True,
    ).select_related("membership__user")
    managers = {item.membership.user_id: item.membership.user for item in assigned}
    for user in staff_of_whole_company(building.company_id, tenancy.MANAGER):
        managers[user.pk] = user
    return list(managers.values()) or staff_of_whole_company(building.company_id, tenancy.OWNER)


def apartments_visible_to(user: "Viewer") -> "QuerySet[Apartment]":
    return Apartment.objects.visible_to(user).select_related("building__company")


def apartments_of(building: Building) -> "QuerySet[Apartment]":
    """All apartments of a building that was itself fetched through a scoped query."""
    return Apartment.objects.filter(building=building)


def apartments_by_number(building: Building, numbers: "Collection[str]") -> dict[str, Apartment]:
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
        raise NotFound(_("There is no such apartment, or it is not one of yours."))
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


def companies_to_build_for(user: "User") -> "list[Company]":
    """The companies to which the person may add a building."""
    return [
        company
        for company in companies_visible_to(user)
        if user.has_perm("properties.add_building", company)
    ]


def apartments_run_by(user: "Viewer") -> "QuerySet[Apartment]":
    """The apartments of the buildings whose desk the person works at."""
    return Apartment.objects.filter(building__in=buildings_run_by(user).order_by()).select_related(
        "building__company"
    )


def apartment_run_by(user: "Viewer", uuid: UUID) -> Apartment:
    """As `apartment_with_id`, for the desk: residents are strangers here.

    Raises:
        NotFound: unknown, or the person does not work there.
    """
    apartment: Apartment | None = apartments_run_by(user).filter(uuid=uuid).first()
    if apartment is None:
        raise NotFound(_("There is no such apartment, or it is not one of yours."))
    return apartment


@dataclass(frozen=True, slots=True)
class ApartmentFilter:
    """What a list of apartments is narrowed to; empty values narrow nothing."""

    text: str = ""
    section: str = ""
    floor: int | None = None
    apartment_type: str = ""


def apartments_listed(building: Building, wanted: ApartmentFilter) -> "QuerySet[Apartment]":
    """Apartments in door order, each with `people_count` and `main_contact` of today."""
    found = apartments_of(building)
    if wanted.text:
        found = found.filter(
            Q(number__icontains=wanted.text)
            | Q(section__icontains=wanted.text)
            | Q(riser__icontains=wanted.text)
            | Q(parking__icontains=wanted.text)
            | Q(locker__icontains=wanted.text)
        )
    if wanted.section:
        found = found.filter(section=wanted.section)
    if wanted.floor is not None:
        found = found.filter(floor=wanted.floor)
    if wanted.apartment_type:
        found = found.filter(apartment_type=wanted.apartment_type)
    today = _residing(clock.today(building.time_zone), "residencies")
    return found.annotate(
        people_count=Count("residencies__person", filter=today, distinct=True),
        main_contact=Max(
            "residencies__person__full_name", filter=today & Q(residencies__is_main_contact=True)
        ),
    ).order_by("sort_key", "pk")


def sections_of(building: Building) -> list[str]:
    sections = apartments_of(building).exclude(section="").order_by("section")
    return list(sections.values_list("section", flat=True).distinct())


def floors_of(building: Building) -> list[int]:
    floors = apartments_of(building).order_by("floor").values_list("floor", flat=True).distinct()
    return [floor for floor in floors if floor is not None]


@dataclass(frozen=True, slots=True)
class BuildingFigures:
    """A building at a glance, for the desk."""

    building: Building
    apartments: int
    residents: int
    empty: int


def buildings_listed(
    user: "Viewer", *, text: str = "", building_type: str = ""
) -> "QuerySet[Building]":
    """The buildings whose desk the person works at, by name, with counts of apartments, of those
    nobody lives in or owns today, and of residents."""
    found = buildings_run_by(user)
    if text:
        found = found.filter(
            Q(name__icontains=text)
            | Q(street__icontains=text)
            | Q(city__icontains=text)
            | Q(postal_code__icontains=text)
            | Q(company__name__icontains=text)
        )
    if building_type:
        found = found.filter(building_type=building_type)
    return _with_counts(found, clock.today("UTC")).order_by("name", "pk")


def building_figures(user: "Viewer") -> list[BuildingFigures]:
    """The buildings whose desk the person works at, with counts of apartments and residents."""
    return [_figures(building) for building in buildings_listed(user)]


def figures_of(building: Building) -> BuildingFigures:
    """One building, that was itself fetched through a scoped query, at a glance."""
    today = clock.today(building.time_zone)
    counted = _with_counts(Building.objects.filter(pk=building.pk), today).get()
    return _figures(counted)


def _residing(today: "dt.date", path: str) -> Q:
    """The condition "holds today" on residencies reached by `path`."""
    return Q(**{f"{path}__start_date__lte": today}) & (
        Q(**{f"{path}__end_date__isnull": True}) | Q(**{f"{path}__end_date__gte": today})
    )


def _with_counts(buildings: "QuerySet[Building]", today: "dt.date") -> "QuerySet[Building]":
    residing = _residing(today, "apartments__residencies")
    return buildings.annotate(
        apartment_count=Count("apartments", distinct=True),
        held_count=Count("apartments", filter=residing, distinct=True),
        resident_count=Count("apartments__residencies__person", filter=residing, distinct=True),
    ).annotate(empty_count=F("apartment_count") - F("held_count"))


def _figures(counted: Building) -> BuildingFigures:
    return BuildingFigures(
        building=counted,
        # Annotated by the query, which mypy cannot know.
        apartments=counted.apartment_count,  # type: ignore[attr-defined]
        residents=counted.resident_count,  # type: ignore[attr-defined]
        empty=counted.empty_count,  # type: ignore[attr-defined]
    )
