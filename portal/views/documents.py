"""Who has read which document: the desk's pages."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buildings.properties.queries import building_run_by
from foundation import clock
from foundation.permissions import require
from foundation.requests import SignedInRequest
from foundation.spreadsheets import download
from portal.exports.documents import figures_workbook, readings_workbook
from portal.queries.library import document_run_by, library_of
from portal.queries.readings import reading_figures, readings_of


@login_required
@require_safe
def document_list(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """The published documents of a building with how many have opened them."""
    found = building_run_by(request.user, company, building)
    require(request.user, "portal.view_readings", found)
    return render(
        request,
        "portal/desk_documents.html",
        {
            "building": found,
            "figures": reading_figures(request.user, found),
            "library": library_of(found),
        },
    )


@login_required
@require_safe
def document_export(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """The same list as a spreadsheet."""
    found = building_run_by(request.user, company, building)
    require(request.user, "portal.view_readings", found)
    content = figures_workbook(found, reading_figures(request.user, found))
    return download(content, f"{found.slug}-documents", clock.today(found.time_zone))


@login_required
@require_safe
def document_readings(
    request: SignedInRequest, company: str, building: str, document_id: UUID
) -> HttpResponse:
    """Apartment by apartment, who has opened the current version of a document."""
    page, found = document_run_by(request.user, company, building, document_id)
    require(request.user, "portal.view_readings", found)
    apartments = readings_of(page, found)
    return render(
        request,
        "portal/desk_document.html",
        {
            "building": found,
            "document": page,
            "version": next(iter(page.versions_by_date()), None),
            "apartments": apartments,
            "read_count": sum(apartment.is_read for apartment in apartments),
        },
    )


@login_required
@require_safe
def readings_export(
    request: SignedInRequest, company: str, building: str, document_id: UUID
) -> HttpResponse:
    """The same page as a spreadsheet."""
    page, found = document_run_by(request.user, company, building, document_id)
    require(request.user, "portal.view_readings", found)
    content = readings_workbook(page.title, readings_of(page, found), found.time_zone)
    return download(content, f"{found.slug}-{page.slug}", clock.today(found.time_zone))
