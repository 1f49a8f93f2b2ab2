"""The desk's pages of residencies: who holds which apartment, from when to when."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from buildings.properties.queries import building_run_by
from buildings.residents import queries
from buildings.residents.exports import residencies_workbook
from buildings.residents.forms import (
    RESIDENCY_FIELDS,
    MoveOutForm,
    ResidencyFilters,
    ResidencyForm,
)
from buildings.residents.operations.residencies import change_residency, move_out
from foundation import clock
from foundation.errors import Conflict, InvalidInput
from foundation.forms import add_errors
from foundation.history import history_of
from foundation.lists import Column, list_page, sort
from foundation.permissions import require
from foundation.requests import SignedInRequest
from foundation.spreadsheets import download

COLUMNS = (
    Column("apartment", _("Apartment"), ("apartment__sort_key",)),
    Column("person", _("Person"), ("person__full_name",)),
    Column("kind", _("Kind"), ("kind",)),
    Column("access", _("Account")),
    Column("from", _("From"), ("start_date",)),
    Column("until", _("Until"), ("end_date",)),
)


@login_required
@require_safe
def residency_list(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """Who owns, rents or lives where, narrowed and sorted as the address says."""
    found = building_run_by(request.user, company, building)
    filters = ResidencyFilters(request.GET)
    wanted = filters.wanted
    return render(
        request,
        "residents/residency_list.html",
        {
            "building": found,
            "today": clock.today(found.time_zone),
            "filters": filters,
            "is_filtered": wanted != queries.ResidencyFilter(),
            "may_invite": request.user.has_perm("residents.add_invitation", found),
            "list": list_page(queries.residencies_listed(found, wanted), COLUMNS, request.GET),
        },
    )


@login_required
@require_safe
def residency_export(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """The list as it is filtered and sorted, as a spreadsheet."""
    found = building_run_by(request.user, company, building)
    require(request.user, "residents.export_residencies", found)
    residencies = queries.residencies_listed(found, ResidencyFilters(request.GET).wanted)
    content = residencies_workbook(found, sort(residencies, COLUMNS, request.GET.get("sort", "")))
    return download(content, f"{found.slug}-residents", clock.today(found.time_zone))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def residency_detail(request: SignedInRequest, residency_id: UUID) -> HttpResponse:
    """A residency with its history; the desk's staff correct it here."""
    residency = queries.residency_run_by(request.user, residency_id)
    if request.method == "POST":
        require(request.user, "residents.change_residency", residency)
    form = ResidencyForm(request.POST or None, initial=model_to_dict(residency, RESIDENCY_FIELDS))
    if form.is_valid():
        try:
            change_residency(actor=request.user, residency=residency, values=form.cleaned_data)
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            message = gettext("The residency of %(person)s has been saved.")
            messages.success(request, message % {"person": residency.person})
            return redirect("residents:residency-detail", residency.uuid)
    building = residency.apartment.building
    today = clock.today(building.time_zone)
    return render(
        request,
        "residents/residency_detail.html",
        {
            "form": form,
            "residency": residency,
            "building": building,
            "today": today,
            "lines": history_of(residency, residency.person, zone=building.time_zone),
            "may_change": request.user.has_perm("residents.change_residency", residency),
            "is_over": residency.end_date is not None and residency.end_date < today,
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def residency_move_out(request: SignedInRequest, residency_id: UUID) -> HttpResponse:
    """Set the last day; the residency stays as history."""
    residency = queries.residency_run_by(request.user, residency_id)
    require(request.user, "residents.change_residency", residency)
    building = residency.apartment.building
    form = MoveOutForm(request.POST or None, initial={"end_date": clock.today(building.time_zone)})
    if form.is_valid():
        try:
            move_out(
                actor=request.user, residency=residency, end_date=form.cleaned_data["end_date"]
            )
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                gettext("The last day of %(person)s in apartment %(number)s is %(date)s.")
                % {
                    "person": residency.person,
                    "number": residency.apartment,
                    "date": date_format(form.cleaned_data["end_date"]),
                },
            )
            return redirect("residents:apartment-detail", residency.apartment.uuid)
    return render(
        request,
        "residents/move_out.html",
        {"form": form, "residency": residency, "building": building},
        status=422 if form.errors else 200,
    )
