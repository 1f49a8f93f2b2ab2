"""The desk's pages about who asks to be let in."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buildings.joining.exports import poster_pdf
from buildings.joining.forms import ApproveForm, RefuseForm
from buildings.joining.operations import codes
from buildings.joining.operations import requests as operations
from buildings.joining.queries.codes import code_of
from buildings.joining.queries.requests import (
    answered_for,
    likeness,
    request_at_desk,
    waiting_for,
)
from buildings.properties.queries import apartment_run_by, apartments_of, building_run_by
from foundation import clock
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.forms import add_errors
from foundation.lists import list_page
from foundation.paper import PaperUnavailable
from foundation.permissions import require
from foundation.requests import SignedInRequest

if TYPE_CHECKING:
    from buildings.joining.models import JoinRequest


@login_required
@require_safe
def request_list(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """Who waits for an answer, and what was answered; the code of the building."""
    found = building_run_by(request.user, company, building)
    require(request.user, "joining.list_joinrequests", found)
    return render(
        request,
        "joining/request_list.html",
        {
            "building": found,
            "waiting": waiting_for(found),
            "listed": list_page(answered_for(found), (), request.GET),
            "code": code_of(found),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_detail(request: SignedInRequest, join_request_id: UUID) -> HttpResponse:
    """What somebody says about themselves beside what the book says; letting them in."""
    found = request_at_desk(request.user, join_request_id)
    alike = likeness(found)
    apartments = [
        (str(apartment.uuid), apartment.number) for apartment in apartments_of(found.building)
    ]
    form = ApproveForm(
        request.POST or None,
        apartments=apartments,
        likeness=alike,
        initial={
            "apartment": str(alike.apartment.uuid) if alike.apartment else "",
            "kind": found.kind,
            "start_date": clock.today(found.building.time_zone),
            "person": str(alike.best.person_id) if alike.best else "",
        },
    )
    if form.is_valid():
        try:
            operations.approve(actor=request.user, request=found, **_approved(request, form))
        except (Conflict, InvalidInput, NotAllowed, NotFound) as error:
            add_errors(form, error)
        else:
            message = _("%(name)s now has access to %(building)s.")
            messages.success(
                request, message % {"name": found.full_name, "building": found.building.name}
            )
            return _to_list(found)
    return render(
        request,
        "joining/request_detail.html",
        {
            "join_request": found,
            "building": found.building,
            "likeness": alike,
            "form": form,
            "refuse_form": RefuseForm(),
        },
        status=422 if form.errors else 200,
    )


def _approved(request: SignedInRequest, form: ApproveForm) -> dict[str, Any]:
    values = form.cleaned_data
    return {
        "apartment": apartment_run_by(request.user, UUID(values["apartment"])),
        "kind": values["kind"],
        "start_date": values["start_date"],
        "end_date": values["end_date"],
        "person_id": UUID(values["person"]) if values["person"] else None,
    }


@login_required
@require_POST
def request_refuse(request: SignedInRequest, join_request_id: UUID) -> HttpResponse:
    """Say no; the reason goes out by mail."""
    found = request_at_desk(request.user, join_request_id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("reason", []))))
        return redirect("joining:request-detail", found.uuid)
    try:
        operations.refuse(
            actor=request.user, request=found, reason=form.cleaned_data.get("reason", "")
        )
    except (Conflict, InvalidInput) as error:
        messages.error(request, error.message)
    else:
        message = _("%(name)s has been told that they are not let in.")
        messages.success(request, message % {"name": found.full_name})
    return _to_list(found)


def _to_list(found: "JoinRequest") -> HttpResponse:
    building = found.building
    return redirect("joining:request-list", building.company.slug, building.slug)


@login_required
@require_POST
def code_issue(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """The first code, or a new one in place of the old."""
    found = building_run_by(request.user, company, building)
    code = codes.issue_code(actor=request.user, building=found)
    message = _("The code is %(code)s. Print the poster and hang it up.")
    messages.success(request, message % {"code": code.shown})
    return redirect("joining:request-list", found.company.slug, found.slug)


@login_required
@require_POST
def code_withdraw(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """No code at all: nobody can ask any more."""
    found = building_run_by(request.user, company, building)
    codes.withdraw_code(actor=request.user, building=found)
    messages.success(request, _("The code leads nowhere any more. Take the posters down."))
    return redirect("joining:request-list", found.company.slug, found.slug)


@login_required
@never_cache
@require_safe
def code_poster(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """The poster as PDF."""
    found = building_run_by(request.user, company, building)
    require(request.user, "joining.change_joincode", found)
    code = code_of(found)
    if code is None:
        raise NotFound
    try:
        content = poster_pdf(code)
    except PaperUnavailable as error:
        messages.error(request, error.message)
        return redirect("joining:request-list", found.company.slug, found.slug)
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}-poster.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
