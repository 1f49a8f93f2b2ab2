"""The import at the desk: upload, settle the columns, look at the dry run, import.

Every step works without script; while the worker is busy the page reloads itself.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from buildings.imports import exports
from buildings.imports.forms import ApplyForm, MappingForm, UploadForm
from buildings.imports.models import ImportRun
from buildings.imports.operations.applying import apply_run
from buildings.imports.operations.checking import check_run
from buildings.imports.operations.uploads import cancel_run, upload_file
from buildings.imports.queries import runs as queries
from buildings.imports.reader import MAX_BYTES, UnreadableFile, cell_text
from buildings.properties.queries import building_named, buildings_run_by
from foundation import clock
from foundation.errors import DomainError, NotAllowed
from foundation.forms import add_errors
from foundation.lists import list_page
from foundation.requests import SignedInRequest
from foundation.spreadsheets import download

if TYPE_CHECKING:
    from buildings.properties.models import Building

_SAMPLE_ROWS = 5


@login_required
@require_http_methods(["GET", "POST"])
def run_list(request: SignedInRequest) -> HttpResponse:
    """Earlier imports, and the form that starts one."""
    buildings = _importable(request)
    if not buildings:
        raise NotAllowed(_("Imports are for the owners and managers of a building."))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        buildings=buildings,
        initial={"building": request.GET.get("building", "")},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = upload_file(
                actor=request.user,
                building=building_named(request.user, form.cleaned_data["building"]),
                # One byte more than allowed tells too large from just right.
                content=file.read(MAX_BYTES + 1),
                file_name=file.name,
            )
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            return redirect("imports:run-detail", run.uuid)
    listed = list_page(queries.runs_visible_to(request.user), (), request.GET)
    status = 422 if form.errors else 200
    return render(request, "imports/run_list.html", {"form": form, "listed": listed}, status=status)


def _importable(request: SignedInRequest) -> "Sequence[Building]":
    return [
        building
        for building in buildings_run_by(request.user)
        if request.user.has_perm("imports.run_import", building)
    ]


@login_required
@require_GET
def run_detail(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """One import at whatever point it is."""
    run = queries.run_with_id(request.user, run_id)
    return _show(request, run, MappingForm(run=run))


def _show(
    request: SignedInRequest, run: ImportRun, form: MappingForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "sections": [
            (label, (run.outcome or run.planned)[name])
            for name, label in (
                ("apartments", _("Apartments")),
                ("people", _("People")),
                ("residencies", _("Residencies")),
            )
            if name in (run.outcome or run.planned)
        ],
        "rows_good": run.rows_total - run.rows_bad,
        "apply_form": ApplyForm(initial={"invite": run.is_inviting}),
        "has_people": any(run.invitees.values()),
        "problems": list_page(queries.problems_of(run), (), request.GET),
    }
    if run.may_be_changed:
        context["sample"] = _sample(run)
    return render(request, "imports/run_detail.html", context, status=status)


def _sample(run: ImportRun) -> list[list[str]]:
    try:
        rows = queries.table_of(run).rows[:_SAMPLE_ROWS]
    except UnreadableFile:
        return []
    return [[cell_text(cell) for cell in row.cells] for row in rows]


@login_required
@require_POST
def check(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Take the columns as chosen and start the dry run."""
    run = queries.run_with_id(request.user, run_id)
    form = MappingForm(request.POST, run=run)
    if form.is_valid():
        try:
            check_run(actor=request.user, run=run, mapping=form.mapping)
        except DomainError as error:
            add_errors(form, error)
        else:
            return redirect("imports:run-detail", run.uuid)
    return _show(request, run, form, status=422)


@login_required
@require_POST
def apply(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Start the import in the chosen mode."""
    run = queries.run_with_id(request.user, run_id)
    form = ApplyForm(request.POST)
    try:
        apply_run(
            actor=request.user,
            run=run,
            mode=request.POST.get("mode", ""),
            invite=form.is_valid() and form.cleaned_data["invite"],
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("imports:run-detail", run.uuid)


@login_required
@require_POST
def cancel(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Give the import up."""
    run = queries.run_with_id(request.user, run_id)
    try:
        cancel_run(actor=request.user, run=run)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The import was cancelled and its file deleted."))
    return redirect("imports:run-list")


@login_required
@require_GET
def errors_xlsx(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """The rows to correct, as a workbook."""
    run = queries.run_with_id(request.user, run_id)
    day = clock.today(run.building.time_zone)
    return download(exports.error_workbook(run), f"{run.building.slug}-rows-to-correct", day)


@login_required
@require_GET
def errors_csv(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """The rows to correct, as text."""
    run = queries.run_with_id(request.user, run_id)
    response = HttpResponse(exports.error_csv(run), content_type="text/csv; charset=utf-8")
    name = f"{run.building.slug}-rows-to-correct-{clock.today(run.building.time_zone)}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
