"""Imports for programs: upload, map, check, apply; the work itself runs in the worker."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile

from accounts.authentication.keys import require_also
from buildings.imports import exports
from buildings.imports.operations.applying import apply_run
from buildings.imports.operations.checking import check_run
from buildings.imports.operations.uploads import cancel_run, change_mapping, upload_file
from buildings.imports.queries import runs as queries
from buildings.imports.reader import MAX_BYTES
from buildings.properties.queries import building_named
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem
from foundation.requests import SignedInRequest
from foundation.spreadsheets import XLSX

router = Router()

State = Literal["uploaded", "checking", "checked", "applying", "applied", "failed", "cancelled"]
Mode = Literal["all_or_nothing", "good_rows"]
REFUSALS: dict[int, Any] = {
    401: Problem, 403: Problem, 404: Problem, 409: Problem, 413: Problem, 422: Problem,
}  # fmt: skip

FILE = {"schema": {"type": "string", "format": "binary"}}


class Figures(Schema):
    new: int = 0
    changed: int = 0
    unchanged: int = 0


class Invitees(Schema):
    """The people of the good rows, each counted once, by what an invitation can do for them."""

    to_invite: int = Field(0, description="Get an invitation if the import is asked to invite.")
    known: int = Field(0, description="Have an account, or were invited before.")
    without_email: int = Field(0, description="Have no e-mail address: they need a letter.")
    gone: int = Field(0, description="Hold no apartment of the building any more.")


class ImportOut(Schema):
    id: UUID = Field(alias="uuid")
    building: UUID = Field(alias="building.uuid")
    file_name: str
    state: State
    mode: Mode | Literal[""]
    headings: list[str]
    notes: list[str]
    mapping: dict[str, str]
    rows_total: int
    rows_done: int
    rows_bad: int
    is_blocked: bool
    planned: dict[str, Figures]
    outcome: dict[str, Figures]
    invitees: Invitees
    invite: bool = Field(alias="is_inviting", description="Whether importing also invites.")
    invited: int | None = Field(description="How many were invited; null if nobody was to be.")
    failure: str
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None


class ImportList(PageOf):
    items: list[ImportOut]


class ImportPatch(Schema):
    mapping: dict[str, str] = Field(
        description="Column key to heading, for example {“apartment”: “Unit”}; replaces the guess."
    )


class ApplyIn(Schema):
    mode: Mode
    invite: bool = Field(
        False,
        description="Also invite the imported people who have no account and were never invited.",
    )


class ProblemOut(Schema):
    row: int | None
    column: str
    value: str
    message: str
    advice: str
    is_blocking: bool


class ProblemList(PageOf):
    items: list[ProblemOut]


@router.get("", response={200: ImportList, **REFUSALS}, operation_id="list_imports")
def list_imports(
    request: SignedInRequest, building: str | None = None, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """Imports into the buildings you manage, latest first."""
    found = queries.runs_visible_to(request.user)
    if building is not None:
        found = found.filter(building=building_named(request.user, building))
    return cut(found, limit, offset)


@router.post("", response={201: ImportOut, **REFUSALS}, operation_id="upload_import")
def upload_import(request: SignedInRequest, building: Form[str], file: File[UploadedFile]) -> Any:
    """Upload an XLSX or CSV file. The meaning of its columns is guessed; nothing changes yet."""
    run = upload_file(
        actor=request.user,
        building=building_named(request.user, building),
        content=file.read(MAX_BYTES + 1),
        file_name=file.name or "upload",
    )
    return Status(201, run)


@router.get("/{uuid:import_id}", response={200: ImportOut, **REFUSALS}, operation_id="get_import")
def get_import(request: SignedInRequest, import_id: UUID) -> Any:
    """One import: its state, its progress and its figures."""
    return queries.run_with_id(request.user, import_id)


@router.patch(
    "/{uuid:import_id}", response={200: ImportOut, **REFUSALS}, operation_id="change_import"
)
def change_import(request: SignedInRequest, import_id: UUID, values: ImportPatch) -> Any:
    """Say which heading is which column; the file must be checked (again) afterwards."""
    return change_mapping(
        actor=request.user,
        run=queries.run_with_id(request.user, import_id),
        mapping=values.mapping,
    )


@router.post(
    "/{uuid:import_id}/check", response={202: ImportOut, **REFUSALS}, operation_id="check_import"
)
def check_import(request: SignedInRequest, import_id: UUID) -> Any:
    """Start the dry run; ask again until the state is `checked`."""
    run = check_run(
        actor=request.user,
        run=queries.run_with_id(request.user, import_id),
    )
    return Status(202, run)


@router.post(
    "/{uuid:import_id}/apply", response={202: ImportOut, **REFUSALS}, operation_id="apply_import"
)
def apply_import(request: SignedInRequest, import_id: UUID, values: ApplyIn) -> Any:
    """Import a checked file; ask again until the state is `applied`.

    With `invite` a program's key needs the scope `invitations:write`, too.
    """
    run = queries.run_with_id(request.user, import_id)
    if values.invite:
        require_also(request, "invitations:write")
    run = apply_run(actor=request.user, run=run, mode=values.mode, invite=values.invite)
    return Status(202, run)


@router.post(
    "/{uuid:import_id}/cancel", response={200: ImportOut, **REFUSALS}, operation_id="cancel_import"
)
def cancel_import(request: SignedInRequest, import_id: UUID) -> Any:
    """Give the import up; its file is deleted."""
    return cancel_run(
        actor=request.user,
        run=queries.run_with_id(request.user, import_id),
    )


@router.get(
    "/{uuid:import_id}/problems",
    response={200: ProblemList, **REFUSALS},
    operation_id="list_import_problems",
)
def list_import_problems(
    request: SignedInRequest, import_id: UUID, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """What the check found, those about the whole file first, then by row."""
    return cut(queries.problems_of(queries.run_with_id(request.user, import_id)), limit, offset)


@router.get(
    "/{uuid:import_id}/error-file",
    response={200: None, **REFUSALS},
    operation_id="download_import_errors",
    openapi_extra={"responses": {200: {"content": {"text/csv": FILE, XLSX: FILE}}}},
)
def download_import_errors(
    request: SignedInRequest, import_id: UUID, format: Literal["xlsx", "csv"] = "xlsx"
) -> HttpResponse:
    """The rows that could not be imported, as they were, each with what is wrong."""
    run = queries.run_with_id(request.user, import_id)
    if format == "csv":
        return HttpResponse(exports.error_csv(run), content_type="text/csv; charset=utf-8")
    return HttpResponse(exports.error_workbook(run), content_type=XLSX)
