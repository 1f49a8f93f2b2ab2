"""The same for programs: a copy of what is kept about me, and being forgotten."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from accounts.authentication.recent import require_recent_sign_in
from accounts.models import DataExport
from accounts.models.users import normalise_email
from accounts.operations.personal_data import order_erasure, order_export
from accounts.queries.exports import exports_of
from foundation.errors import InvalidInput
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem
from foundation.requests import SignedInRequest

router = Router()


REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 409: Problem, 422: Problem}


class DataExportOut(Schema):
    """A copy of one's personal data: a ZIP file of JSON documents and files.

    `url` is where the file is fetched with the same sign-in; null while it is being made.
    """

    id: UUID = Field(alias="uuid")
    requested_at: dt.datetime
    ready_at: dt.datetime | None
    expires_at: dt.datetime | None
    url: str | None

    @staticmethod
    def resolve_url(export: DataExport) -> str | None:
        return reverse("my-data-fetch", args=[export.uuid]) if export.is_ready else None


class DataExportList(PageOf):
    items: list[DataExportOut]


class ErasureIn(Schema):
    """The account's own address, to show that it is meant."""

    email: str = Field(examples=["ana@example.org"])


@router.get("/exports", response={200: DataExportList, **REFUSALS}, operation_id="list_my_exports")
def list_my_exports(request: SignedInRequest, limit: Limit = 50, offset: Offset = 0) -> Any:
    """The copies you have ordered."""
    return cut(exports_of(request.user), limit, offset)


@router.post("/export", response={202: DataExportOut, **REFUSALS}, operation_id="order_my_export")
def order_my_export(request: SignedInRequest) -> Any:
    """Order a copy of everything that is kept about you. A mail tells when it is ready."""
    return 202, order_export(actor=request.user, user=request.user)


@router.post("/erasure", response={202: None, **REFUSALS}, operation_id="order_my_erasure")
def order_my_erasure(request: SignedInRequest, values: ErasureIn) -> Any:
    """Close your account for good and have everything erased that tells who you are.

    Wants a recent proof of who you are: confirm your password first.
    """
    require_recent_sign_in(request)
    if normalise_email(values.email) != request.user.email:
        raise InvalidInput(fields={"email": [_("This is not the address of the account.")]})
    order_erasure(actor=request.user, user=request.user)
    return 202, None
