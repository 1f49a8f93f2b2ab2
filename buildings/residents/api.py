"""Residencies for programs."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from buildings.properties.queries import apartment_with_id, building_named
from buildings.residents import queries
from buildings.residents.operations import residencies as operations
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem

router = Router()

Kind = Literal["owner", "tenant", "occupant"]
REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class PersonOut(Schema):
    id: UUID = Field(alias="uuid")
    full_name: str
    email: str
    phone: str


class ResidencyOut(Schema):
    id: UUID = Field(alias="uuid")
    apartment: UUID = Field(alias="apartment.uuid")
    apartment_number: str = Field(alias="apartment.number")
    person: PersonOut
    kind: Kind
    start_date: dt.date
    end_date: dt.date | None
    is_main_contact: bool


class ResidencyList(PageOf):
    items: list[ResidencyOut]


class ResidencyIn(Schema):
    apartment: UUID
    full_name: str
    email: str = ""
    phone: str = ""
    kind: Kind
    start_date: dt.date
    end_date: dt.date | None = None
    is_main_contact: bool = False


class ResidencyPatch(Schema):
    kind: Kind | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    is_main_contact: bool | None = None


@router.get("", response={200: ResidencyList, **REFUSALS}, operation_id="list_residencies")
def list_residencies(
    request: HttpRequest,
    building: str | None = None,
    apartment: UUID | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """Who owns, rents or lives where, past and present, as far as you may see it."""
    found = queries.residencies_visible_to(request.user)
    if building is not None:
        found = found.filter(apartment__building=building_named(request.user, building))
    if apartment is not None:
        found = found.filter(apartment=apartment_with_id(request.user, apartment))
    return cut(found, limit, offset)


@router.post("", response={201: ResidencyOut, **REFUSALS}, operation_id="move_in")
def move_in(request: HttpRequest, values: ResidencyIn) -> Any:
    """Record a move-in. A known e-mail address is the person you already have."""
    return 201, operations.move_in(
        actor=request.user,  # type: ignore[arg-type]
        apartment=apartment_with_id(request.user, values.apartment),
        person=operations.PersonFacts(
            full_name=values.full_name, email=values.email, phone=values.phone
        ),
        kind=values.kind,
        start_date=values.start_date,
        end_date=values.end_date,
        is_main_contact=values.is_main_contact,
    )


@router.get(
    "/{uuid:residency_id}", response={200: ResidencyOut, **REFUSALS}, operation_id="get_residency"
)
def get_residency(request: HttpRequest, residency_id: UUID) -> Any:
    return queries.residency_with_id(request.user, residency_id)


@router.patch(
    "/{uuid:residency_id}",
    response={200: ResidencyOut, **REFUSALS},
    operation_id="change_residency",
)
def change_residency(request: HttpRequest, residency_id: UUID, values: ResidencyPatch) -> Any:
    """Correct a residency; an `end_date` is the last day, and with it access ends."""
    return operations.change_residency(
        actor=request.user,  # type: ignore[arg-type]
        residency=queries.residency_with_id(request.user, residency_id),
        values=values.dict(exclude_unset=True),
    )
