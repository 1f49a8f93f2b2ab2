"""Buildings and apartments for programs."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from ninja import Field, File, Router, Schema, UploadedFile

from accounts.queries.companies import company_for
from buildings.properties import queries
from buildings.properties.operations import apartments as apartment_operations
from buildings.properties.operations import buildings as building_operations
from buildings.properties.operations import logos as logo_operations
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem
from foundation.requests import SignedInRequest

buildings = Router()
apartments = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem}

BuildingType = Literal["residential", "mixed", "office", "student"]
ApartmentType = Literal["flat", "studio", "maisonette", "penthouse", "shop", "office", "other"]


class BuildingOut(Schema):
    id: UUID = Field(alias="uuid")
    company: str = Field(alias="company.slug")
    name: str
    slug: str
    street: str
    postal_code: str
    city: str
    country: str
    time_zone: str
    language: str
    currency: str
    building_type: BuildingType
    year_built: int | None
    brand_hue: int
    logo: str = Field(description="Address of the logo; empty without one.")
    created_at: dt.datetime

    @staticmethod
    def resolve_logo(building: Any) -> str:
        return building.logo.url if building.logo else ""


class BuildingIn(Schema):
    company: str = Field(description="Slug of the company.")
    name: str
    slug: str
    street: str
    postal_code: str = ""
    city: str
    country: str = "DE"
    time_zone: str
    language: str = "en"
    currency: str
    building_type: BuildingType = "residential"
    year_built: int | None = None
    brand_hue: int = 200


class BuildingPatch(Schema):
    name: str | None = None
    slug: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    country: str | None = None
    time_zone: str | None = None
    language: str | None = None
    currency: str | None = None
    building_type: BuildingType | None = None
    year_built: int | None = None
    brand_hue: int | None = None


class BuildingList(PageOf):
    items: list[BuildingOut]


class ApartmentOut(Schema):
    id: UUID = Field(alias="uuid")
    building: UUID = Field(alias="building.uuid")
    number: str
    section: str
    floor: int | None
    riser: str
    apartment_type: ApartmentType
    area_m2: Decimal | None
    ownership_share: Decimal | None
    parking: str
    locker: str


class ApartmentFacts(Schema):
    section: str = ""
    floor: int | None = None
    riser: str = ""
    apartment_type: ApartmentType = "flat"
    area_m2: Decimal | None = None
    ownership_share: Decimal | None = None
    parking: str = ""
    locker: str = ""


class ApartmentIn(ApartmentFacts):
    building: str = Field(description="UUID, slug, or company/slug.")
    number: str


class ApartmentPatch(Schema):
    number: str | None = None
    section: str | None = None
    floor: int | None = None
    riser: str | None = None
    apartment_type: ApartmentType | None = None
    area_m2: Decimal | None = None
    ownership_share: Decimal | None = None
    parking: str | None = None
    locker: str | None = None


class ApartmentList(PageOf):
    items: list[ApartmentOut]


@buildings.get("", response={200: BuildingList, **REFUSALS}, operation_id="list_buildings")
def list_buildings(request: SignedInRequest, limit: Limit = 50, offset: Offset = 0) -> Any:
    """The buildings in which you work or live."""
    return cut(queries.buildings_visible_to(request.user), limit, offset)


@buildings.post("", response={201: BuildingOut, **REFUSALS}, operation_id="create_building")
def create_building(request: SignedInRequest, values: BuildingIn) -> Any:
    """Add a building to your company, with its own site."""
    given = values.dict()
    company = company_for(request.user, given.pop("company"))
    created = building_operations.create_building(
        actor=request.user,
        company=company,
        values=given,
    )
    return 201, created


@buildings.get(
    "/{uuid:building_id}", response={200: BuildingOut, **REFUSALS}, operation_id="get_building"
)
def get_building(request: SignedInRequest, building_id: UUID) -> Any:
    """The facts of one building."""
    return queries.building_named(request.user, str(building_id))


@buildings.patch(
    "/{uuid:building_id}", response={200: BuildingOut, **REFUSALS}, operation_id="change_building"
)
def change_building(request: SignedInRequest, building_id: UUID, values: BuildingPatch) -> Any:
    """Change the facts you send; the others stay."""
    return building_operations.change_building(
        actor=request.user,
        building=queries.building_named(request.user, str(building_id)),
        values=values.dict(exclude_unset=True),
    )


@buildings.post(
    "/{uuid:building_id}/logo", response={200: BuildingOut, **REFUSALS}, operation_id="set_logo"
)
def set_building_logo(request: SignedInRequest, building_id: UUID, file: File[UploadedFile]) -> Any:
    """Give the building a logo, or another one; at most 5 MB."""
    return logo_operations.set_logo(
        actor=request.user,
        building=queries.building_named(request.user, str(building_id)),
        content=file.read(logo_operations.MAX_LOGO_BYTES + 1),
        file_name=file.name or "",
    )


@buildings.delete(
    "/{uuid:building_id}/logo", response={200: BuildingOut, **REFUSALS}, operation_id="remove_logo"
)
def remove_building_logo(request: SignedInRequest, building_id: UUID) -> Any:
    """Show the product's own mark again."""
    return logo_operations.remove_logo(
        actor=request.user, building=queries.building_named(request.user, str(building_id))
    )


@apartments.get("", response={200: ApartmentList, **REFUSALS}, operation_id="list_apartments")
def list_apartments(
    request: SignedInRequest,
    building: str | None = None,
    q: str = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """Apartments you may see, in door order: a whole building for its staff, else your own."""
    found = queries.apartments_visible_to(request.user)
    if building is not None:
        found = found.filter(building=queries.building_named(request.user, building))
    if q:
        found = found.filter(Q(number__icontains=q) | Q(section__icontains=q))
    return cut(found, limit, offset)


@apartments.post("", response={201: ApartmentOut, **REFUSALS}, operation_id="add_apartment")
def add_apartment(request: SignedInRequest, values: ApartmentIn) -> Any:
    """Add one apartment; many at once come by import."""
    given = values.dict()
    building = queries.building_named(request.user, given.pop("building"))
    return 201, apartment_operations.add_apartment(
        actor=request.user,
        building=building,
        values=given,
    )


@apartments.get(
    "/{uuid:apartment_id}", response={200: ApartmentOut, **REFUSALS}, operation_id="get_apartment"
)
def get_apartment(request: SignedInRequest, apartment_id: UUID) -> Any:
    """The facts of one apartment."""
    return queries.apartment_with_id(request.user, apartment_id)


@apartments.patch(
    "/{uuid:apartment_id}",
    response={200: ApartmentOut, **REFUSALS},
    operation_id="change_apartment",
)
def change_apartment(request: SignedInRequest, apartment_id: UUID, values: ApartmentPatch) -> Any:
    """Change the facts you send; the others stay."""
    return apartment_operations.change_apartment(
        actor=request.user,
        apartment=queries.apartment_with_id(request.user, apartment_id),
        values=values.dict(exclude_unset=True),
    )
