"""Codes and requests to join, for programs."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from buildings.joining.operations import codes, requests
from buildings.joining.queries.codes import code_of, code_typed
from buildings.joining.queries.requests import (
    request_at_desk,
    request_with_id,
    requests_visible_to,
)
from buildings.properties.queries import apartment_run_by, building_named
from foundation.errors import NotFound
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.permissions import require
from foundation.problems import Problem
from foundation.requests import SignedInRequest

router = Router()
join_codes = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
Kind = Literal["owner", "tenant", "occupant"]


class CodeIn(Schema):
    code: str = Field(description="As on the poster; case, spaces and hyphens do not matter.")


class CodeLeadsTo(Schema):
    """What somebody who holds a code learns."""

    building: str = Field(alias="building.name")
    company: str = Field(alias="building.company.name")


class JoinCodeOut(Schema):
    code: str = Field(alias="shown")
    issued_at: dt.datetime


class JoinRequestOut(Schema):
    id: UUID = Field(alias="uuid")
    building: str = Field(alias="building.slug")
    full_name: str
    email: str = Field(alias="user.email", description="Proven by a code.")
    apartment: str = Field(description="As the person wrote it.")
    kind: Kind
    phone: str
    message: str
    state: Literal["waiting", "approved", "refused", "withdrawn"]
    reason: str
    created_at: dt.datetime
    decided_at: dt.datetime | None


class JoinRequestList(PageOf):
    items: list[JoinRequestOut]


class JoinRequestIn(CodeIn):
    full_name: str
    apartment: str
    kind: Kind
    phone: str = ""
    message: str = ""


class ApproveIn(Schema):
    apartment: UUID
    kind: Kind
    start_date: dt.date
    end_date: dt.date | None = None
    person: UUID | None = Field(None, description="Who they are in the company's book already.")


class RefuseIn(Schema):
    reason: str = ""


@join_codes.post(
    "/validate",
    auth=None,
    response={200: CodeLeadsTo, 404: Problem, 422: Problem},
    operation_id="see_join_code",
)
def see_join_code(request: HttpRequest, values: CodeIn) -> Any:
    """Which building a code leads to."""
    return code_typed(values.code)


@join_codes.get(
    "/{uuid:building_id}", response={200: JoinCodeOut, **REFUSALS}, operation_id="get_join_code"
)
def get_join_code(request: SignedInRequest, building_id: UUID) -> Any:
    """The code of a building whose desk you work at."""
    building = building_named(request.user, str(building_id))
    require(request.user, "joining.change_joincode", building)
    code = code_of(building)
    if code is None:
        raise NotFound
    return code


@join_codes.put(
    "/{uuid:building_id}", response={200: JoinCodeOut, **REFUSALS}, operation_id="issue_join_code"
)
def issue_join_code(request: SignedInRequest, building_id: UUID) -> Any:
    """A new code; the older one leads nowhere from now on."""
    return codes.issue_code(
        actor=request.user, building=building_named(request.user, str(building_id))
    )


@join_codes.delete(
    "/{uuid:building_id}", response={204: None, **REFUSALS}, operation_id="withdraw_join_code"
)
def withdraw_join_code(request: SignedInRequest, building_id: UUID) -> Any:
    """Nobody can ask any more; requests that wait stay."""
    codes.withdraw_code(actor=request.user, building=building_named(request.user, str(building_id)))
    return 204, None


@router.get("", response={200: JoinRequestList, **REFUSALS}, operation_id="list_join_requests")
def list_join_requests(
    request: SignedInRequest,
    building: str | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """Your own requests, and those for the buildings whose desk you work at; newest first."""
    found = requests_visible_to(request.user)
    if building is not None:
        found = found.filter(building=building_named(request.user, building))
    return cut(found, limit, offset)


@router.post("", response={201: JoinRequestOut, **REFUSALS}, operation_id="ask_to_join")
def ask_to_join(request: SignedInRequest, values: JoinRequestIn) -> Any:
    """Ask to be let into the building whose code you hold."""
    facts = values.dict()
    code = code_typed(facts.pop("code"))
    return 201, requests.ask_to_join(actor=request.user, code=code, **facts)


@router.get(
    "/{uuid:join_request_id}",
    response={200: JoinRequestOut, **REFUSALS},
    operation_id="get_join_request",
)
def get_join_request(request: SignedInRequest, join_request_id: UUID) -> Any:
    """One request, and what became of it."""
    return request_with_id(request.user, join_request_id)


@router.post(
    "/{uuid:join_request_id}/approve",
    response={200: JoinRequestOut, **REFUSALS},
    operation_id="approve_join_request",
)
def approve_join_request(request: SignedInRequest, join_request_id: UUID, values: ApproveIn) -> Any:
    """Let somebody in, as what the desk found to be true."""
    facts = values.dict()
    return requests.approve(
        actor=request.user,
        request=request_at_desk(request.user, join_request_id),
        apartment=apartment_run_by(request.user, facts.pop("apartment")),
        person_id=facts.pop("person"),
        **facts,
    )


@router.post(
    "/{uuid:join_request_id}/refuse",
    response={200: JoinRequestOut, **REFUSALS},
    operation_id="refuse_join_request",
)
def refuse_join_request(request: SignedInRequest, join_request_id: UUID, values: RefuseIn) -> Any:
    """Say no; they get the reason by mail."""
    return requests.refuse(
        actor=request.user,
        request=request_at_desk(request.user, join_request_id),
        reason=values.reason,
    )


@router.post(
    "/{uuid:join_request_id}/withdraw",
    response={200: JoinRequestOut, **REFUSALS},
    operation_id="withdraw_join_request",
)
def withdraw_join_request(request: SignedInRequest, join_request_id: UUID) -> Any:
    """Take your own request back."""
    return requests.withdraw_request(
        actor=request.user, request=request_with_id(request.user, join_request_id)
    )
