"""The desk's pages of a building: list, facts, history."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.queries.companies import company_for
from buildings.properties import queries
from buildings.properties.exports import buildings_workbook
from buildings.properties.forms import BuildingFilters, BuildingForm, NewBuildingForm
from buildings.properties.operations import buildings as operations
from foundation import clock
from foundation.errors import InvalidInput
from foundation.forms import add_errors
from foundation.history import entries_in, tell
from foundation.lists import Column, list_page, sort
from foundation.permissions import require
from foundation.requests import SignedInRequest
from foundation.spreadsheets import download

COLUMNS = (
    Column("name", _("Building"), ("name",)),
    Column("city", _("Address"), ("city", "street")),
    Column("type", _("Type"), ("building_type",)),
    Column("apartments", _("Apartments"), ("apartment_count",), is_numeric=True),
    Column("empty", _("Empty apartments"), ("empty_count",), is_numeric=True),
    Column("residents", _("Residents"), ("resident_count",), is_numeric=True),
)

HISTORY_PAGE_SIZE = 50


@login_required
@require_safe
def building_list(request: SignedInRequest) -> HttpResponse:
    """The buildings whose desk I work at."""
    require(request.user, "properties.enter_desk")
    filters = BuildingFilters(request.GET)
    found = queries.buildings_listed(request.user, **filters.wanted)
    return render(
        request,
        "properties/building_list.html",
        {
            "filters": filters,
            "is_filtered": any(filters.wanted.values()),
            "list": list_page(found, COLUMNS, request.GET),
            "may_add": bool(queries.companies_to_build_for(request.user)),
        },
    )


@login_required
@require_safe
def building_export(request: SignedInRequest) -> HttpResponse:
    """The list as it is filtered and sorted, as a spreadsheet."""
    require(request.user, "properties.enter_desk")
    found = queries.buildings_listed(request.user, **BuildingFilters(request.GET).wanted)
    content = buildings_workbook(sort(found, COLUMNS, request.GET.get("sort", "")))
    return download(content, "buildings", clock.today("UTC"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def building_new(request: SignedInRequest) -> HttpResponse:
    """Add a building; its site stands at once."""
    require(request.user, "properties.add_building")
    companies = queries.companies_to_build_for(request.user)
    form = NewBuildingForm(request.POST or None, companies=companies)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            building = operations.create_building(
                actor=request.user,
                company=company_for(request.user, values.pop("company")),
                values=values,
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            message = gettext("%(name)s has been added, with its own site.")
            messages.success(request, message % {"name": building})
            return redirect("properties:building-detail", building.company.slug, building.slug)
    return render(request, "properties/building_form.html", {"form": form}, status=_status(form))


@login_required
@require_safe
def building_detail(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """A building's facts and figures, and the ways to everything in it."""
    found = queries.building_run_by(request.user, company, building)
    return render(
        request,
        "properties/building_detail.html",
        {
            "building": found,
            "figures": queries.figures_of(found),
            "may_change": request.user.has_perm("properties.change_building", found),
            "may_add_apartment": request.user.has_perm("properties.add_apartment", found),
            "may_edit_pages": request.user.has_perm("wagtailadmin.access_admin"),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def building_edit(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """Correct a building's facts."""
    found = queries.building_run_by(request.user, company, building)
    require(request.user, "properties.change_building", found)
    form = BuildingForm(request.POST or None, initial=model_to_dict(found, operations.EDITABLE))
    if form.is_valid():
        try:
            changed = operations.change_building(
                actor=request.user, building=found, values=form.cleaned_data
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            message = gettext("%(name)s has been saved.")
            messages.success(request, message % {"name": changed})
            return redirect("properties:building-detail", company, changed.slug)
    return render(
        request,
        "properties/building_form.html",
        {"form": form, "building": found},
        status=_status(form),
    )


@login_required
@require_safe
def building_history(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """Everything that happened in a building: its facts, its apartments, who came and went."""
    found = queries.building_run_by(request.user, company, building)
    page = Paginator(entries_in(found), HISTORY_PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "properties/building_history.html",
        {"building": found, "page": page, "lines": tell(page.object_list, found.time_zone)},
    )


def _status(form: BuildingForm) -> int:
    """A form that was refused is answered as such, so that programs and tests can tell."""
    return 422 if form.errors else 200
