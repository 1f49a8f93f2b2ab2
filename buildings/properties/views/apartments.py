"""The desk's lists and forms of apartments.

An apartment's own page shows its people, so it lives one layer up, in `buildings.residents`.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from buildings.properties import queries
from buildings.properties.exports import apartments_workbook
from buildings.properties.forms import ApartmentFilters, ApartmentForm
from buildings.properties.operations import apartments as operations
from foundation import clock
from foundation.errors import InvalidInput
from foundation.forms import add_errors
from foundation.lists import Column, list_page, sort
from foundation.permissions import require
from foundation.requests import SignedInRequest
from foundation.spreadsheets import download

if TYPE_CHECKING:
    from buildings.properties.models import Building

COLUMNS = (
    Column("number", _("Apartment"), ("sort_key",)),
    Column("section", _("Section"), ("section",)),
    Column("floor", _("Floor"), ("floor",), is_numeric=True),
    Column("riser", _("Riser"), ("riser",)),
    Column("type", _("Type"), ("apartment_type",)),
    Column("area", _("Area m²"), ("area_m2",), is_numeric=True),
    Column("contact", _("Main contact"), ("main_contact",)),
    Column("people", _("People"), ("people_count",), is_numeric=True),
)


@login_required
@require_safe
def apartment_list(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """A building's apartments, narrowed and sorted as the address says."""
    found = queries.building_run_by(request.user, company, building)
    filters = _filters(request, found)
    wanted = filters.wanted
    return render(
        request,
        "properties/apartment_list.html",
        {
            "building": found,
            "filters": filters,
            "is_filtered": wanted != queries.ApartmentFilter(),
            "list": list_page(queries.apartments_listed(found, wanted), COLUMNS, request.GET),
            "may_add": request.user.has_perm("properties.add_apartment", found),
        },
    )


@login_required
@require_safe
def apartment_export(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """The list as it is filtered and sorted, as a spreadsheet."""
    found = queries.building_run_by(request.user, company, building)
    require(request.user, "properties.export_apartments", found)
    apartments = queries.apartments_listed(found, _filters(request, found).wanted)
    content = apartments_workbook(found, sort(apartments, COLUMNS, request.GET.get("sort", "")))
    return download(content, f"{found.slug}-apartments", clock.today(found.time_zone))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apartment_new(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """Add one apartment; many at once come by import."""
    found = queries.building_run_by(request.user, company, building)
    require(request.user, "properties.add_apartment", found)
    form = ApartmentForm(request.POST or None)
    if form.is_valid():
        try:
            apartment = operations.add_apartment(
                actor=request.user, building=found, values=form.cleaned_data
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            message = gettext("Apartment %(number)s has been added.")
            messages.success(request, message % {"number": apartment})
            return redirect("residents:apartment-detail", apartment.uuid)
    return render(
        request,
        "properties/apartment_form.html",
        {"form": form, "building": found},
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apartment_edit(request: SignedInRequest, apartment_id: UUID) -> HttpResponse:
    """Correct an apartment's facts."""
    found = queries.apartment_run_by(request.user, apartment_id)
    require(request.user, "properties.change_apartment", found)
    form = ApartmentForm(request.POST or None, initial=model_to_dict(found, operations.EDITABLE))
    if form.is_valid():
        try:
            changed = operations.change_apartment(
                actor=request.user, apartment=found, values=form.cleaned_data
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            message = gettext("Apartment %(number)s has been saved.")
            messages.success(request, message % {"number": changed})
            return redirect("residents:apartment-detail", changed.uuid)
    return render(
        request,
        "properties/apartment_form.html",
        {"form": form, "building": found.building, "apartment": found},
        status=422 if form.errors else 200,
    )


def _filters(request: SignedInRequest, building: "Building") -> ApartmentFilters:
    return ApartmentFilters(
        request.GET, sections=queries.sections_of(building), floors=queries.floors_of(building)
    )
