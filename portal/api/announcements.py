"""Announcements for programs."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema

from buildings.properties.queries import building_named
from foundation.paging import Limit, Offset, PageOf
from foundation.permissions import require
from foundation.problems import Problem
from foundation.requests import SignedInRequest
from portal.operations.recalls import recall
from portal.operations.sendings import acknowledge
from portal.queries.access import building_home_of
from portal.queries.recalls import sending_for
from portal.queries.receipts import (
    announcement_for,
    announcements_for,
    receipt_of,
    report_of,
)

announcements = Router()

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class AnnouncementOut(Schema):
    id: UUID = Field(alias="translation_key")
    title: str
    summary: str
    category: Literal["general", "works", "safety", "meeting", "money", "community"]
    urgency: Literal["info", "important", "emergency"]
    is_pinned: bool
    must_be_acknowledged: bool
    valid_until: dt.date | None
    published_at: dt.datetime | None = Field(None, alias="first_published_at")
    path: str = Field(description="Where its text is read, on this host.")

    @staticmethod
    def resolve_path(page: Any) -> str:
        return str(page.get_url() or "")


class AnnouncementList(PageOf):
    items: list[AnnouncementOut]


class ReceiptOut(Schema):
    opened_at: dt.datetime | None
    acknowledged_at: dt.datetime | None


class PersonReceiptOut(ReceiptOut):
    name: str
    has_account: bool


class ApartmentReceiptOut(Schema):
    apartment: str = Field(alias="number")
    people: list[PersonReceiptOut]


class ReportOut(Schema):
    state: Literal["waiting", "sent", "none"]
    told: int
    mails: dict[str, int]
    apartments: list[ApartmentReceiptOut]


@announcements.get(
    "", response={200: AnnouncementList, **REFUSALS}, operation_id="list_announcements"
)
def list_announcements(
    request: SignedInRequest, building: str, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """The published announcements of a building that are for you, newest first."""
    found = announcements_for(request.user, building_named(request.user, building))
    return {"items": found[offset : offset + limit], "count": len(found)}


@announcements.get(
    "/{uuid:announcement_id}",
    response={200: AnnouncementOut, **REFUSALS},
    operation_id="get_announcement",
)
def get_announcement(request: SignedInRequest, announcement_id: UUID) -> Any:
    """One announcement. Its text stands at its `path`."""
    return announcement_for(request.user, announcement_id)


@announcements.get(
    "/{uuid:announcement_id}/receipt",
    response={200: ReceiptOut, **REFUSALS},
    operation_id="get_receipt",
)
def get_receipt(request: SignedInRequest, announcement_id: UUID) -> Any:
    """When you opened and confirmed it."""
    page = announcement_for(request.user, announcement_id)
    return receipt_of(request.user, page) or {"opened_at": None, "acknowledged_at": None}


@announcements.post(
    "/{uuid:announcement_id}/acknowledge",
    response={200: ReceiptOut, **REFUSALS},
    operation_id="acknowledge_announcement",
)
def acknowledge_announcement(request: SignedInRequest, announcement_id: UUID) -> Any:
    """Confirm that you have read it."""
    return acknowledge(actor=request.user, page=announcement_for(request.user, announcement_id))


@announcements.get(
    "/{uuid:announcement_id}/report",
    response={200: ReportOut, **REFUSALS},
    operation_id="get_announcement_report",
)
def get_announcement_report(request: SignedInRequest, announcement_id: UUID) -> Any:
    """Whom it reached, apartment by apartment, for the desk of its building."""
    page = announcement_for(request.user, announcement_id)
    building = building_home_of(page).building  # type: ignore[union-attr]  # it was readable
    require(request.user, "portal.view_receipts", building)
    report = report_of(page, building)
    return {
        "state": report.sending.state if report.sending else "none",
        "told": report.sending.people if report.sending else 0,
        "mails": dict(report.mails),
        "apartments": report.apartments,
    }


class RecallIn(Schema):
    reason: str = Field(
        min_length=1, max_length=300, description="Everybody who was told reads it."
    )


class RecallOut(Schema):
    told: int


@announcements.post(
    "/{uuid:announcement_id}/recall",
    response={200: RecallOut, **REFUSALS},
    operation_id="recall_announcement",
)
def recall_announcement(request: SignedInRequest, announcement_id: UUID, data: RecallIn) -> Any:
    """Withdraw an announcement that has gone out, and tell whoever was told."""
    sending = sending_for(request.user, announcement_id)
    return {"told": recall(actor=request.user, sending=sending, reason=data.reason)}
