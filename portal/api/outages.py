"""Outages for programs."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema

from buildings.properties.queries import building_named
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem
from foundation.requests import SignedInRequest
from portal.audiences import Audience
from portal.operations import outages as operations
from portal.queries.outages import outage_for, outages_visible_to, story_of

router = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
Kind = Literal["planned", "emergency"]
Category = Literal["water", "heating", "power", "lift", "internet", "other"]
TIMES = "A moment, or without a zone the time on the building's wall."


class AudienceSchema(Schema):
    """Empty lists narrow nothing; all that are filled must fit one home."""

    floors: list[int] = []
    risers: list[str] = []
    sections: list[str] = []
    apartments: list[str] = []


class OutageOut(Schema):
    id: UUID = Field(alias="uuid")
    building: UUID = Field(alias="building.uuid")
    kind: Kind
    category: Category
    title: str
    text: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    time_zone: str = Field(alias="building.time_zone")
    audience: AudienceSchema
    state: Literal["planned", "active", "over", "called_off"]
    closed_at: dt.datetime | None = Field(description="When it was over or called off.")


class OutageList(PageOf):
    items: list[OutageOut]


class OutageChangeOut(Schema):
    what: Literal["announced", "changed", "started", "ended", "called_off"]
    at: dt.datetime
    text: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None


class OutageDetailOut(OutageOut):
    history: list[OutageChangeOut] = Field(description="The latest first.")

    @staticmethod
    def resolve_history(outage: Any) -> Any:
        return [change for change, _times in story_of(outage).changes]


class OutageIn(Schema):
    building: str = Field(description="UUID, slug, or company/slug.")
    kind: Kind
    category: Category
    title: str
    text: str = ""
    starts_at: dt.datetime | None = Field(None, description=f"{TIMES} Empty: now.")
    ends_at: dt.datetime | None = Field(
        None, description=f"{TIMES} May be empty for an emergency, while nobody knows."
    )
    audience: AudienceSchema = AudienceSchema()


class OutagePatch(Schema):
    title: str | None = None
    text: str | None = None
    starts_at: dt.datetime | None = Field(None, description=TIMES)
    ends_at: dt.datetime | None = Field(None, description=TIMES)
    note: str = Field("", description="What people read about this change.")


class Note(Schema):
    note: str = Field("", description="What people read about it.")


@router.get("", response={200: OutageList, **REFUSALS}, operation_id="list_outages")
def list_outages(
    request: SignedInRequest,
    building: str | None = None,
    state: Literal["current", "all"] = "current",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """Outages that concern your homes, or of the buildings where you work; the latest first."""
    place = building_named(request.user, building) if building is not None else None
    found = outages_visible_to(request.user, building=place, is_current=state == "current")
    return cut(found, limit, offset)


@router.post("", response={201: OutageDetailOut, **REFUSALS}, operation_id="announce_outage")
def announce_outage(request: SignedInRequest, values: OutageIn) -> Any:
    """Announce an outage. Whoever is meant is told."""
    place = building_named(request.user, values.building)
    audience = Audience.from_json(values.audience.dict())
    given = values.dict(exclude={"building", "audience"})
    return 201, operations.announce_outage(
        actor=request.user, building=place, audience=audience, values=given
    )


@router.get(
    "/{uuid:outage_id}", response={200: OutageDetailOut, **REFUSALS}, operation_id="get_outage"
)
def get_outage(request: SignedInRequest, outage_id: UUID) -> Any:
    """One outage with its history."""
    return outage_for(request.user, outage_id)


@router.patch(
    "/{uuid:outage_id}", response={200: OutageDetailOut, **REFUSALS}, operation_id="change_outage"
)
def change_outage(request: SignedInRequest, outage_id: UUID, values: OutagePatch) -> Any:
    """Other times, another text, or only a note. Whoever is meant is told."""
    given = values.dict(exclude_unset=True)
    note = given.pop("note", "")
    outage = outage_for(request.user, outage_id)
    return operations.change_outage(actor=request.user, outage=outage, values=given, note=note)


@router.post(
    "/{uuid:outage_id}/start",
    response={200: OutageDetailOut, **REFUSALS},
    operation_id="start_outage",
)
def start_outage(request: SignedInRequest, outage_id: UUID, values: Note) -> Any:
    """It begins now, whenever it was planned for."""
    outage = outage_for(request.user, outage_id)
    return operations.start_outage(actor=request.user, outage=outage, note=values.note)


@router.post(
    "/{uuid:outage_id}/end", response={200: OutageDetailOut, **REFUSALS}, operation_id="end_outage"
)
def end_outage(request: SignedInRequest, outage_id: UUID, values: Note) -> Any:
    """It is over."""
    outage = outage_for(request.user, outage_id)
    return operations.end_outage(actor=request.user, outage=outage, note=values.note)


@router.post(
    "/{uuid:outage_id}/call-off",
    response={200: OutageDetailOut, **REFUSALS},
    operation_id="call_off_outage",
)
def call_off_outage(request: SignedInRequest, outage_id: UUID, values: Note) -> Any:
    """It does not take place."""
    outage = outage_for(request.user, outage_id)
    return operations.call_off_outage(actor=request.user, outage=outage, note=values.note)
