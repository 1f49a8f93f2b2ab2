"""The desk's pages of outages: announce one, and say what becomes of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buildings.properties.queries import building_run_by
from foundation.errors import Conflict, InvalidInput
from foundation.forms import add_errors
from foundation.permissions import require
from foundation.requests import SignedInRequest
from portal.forms.outages import NoteForm, OutageChangeForm, OutageForm
from portal.models import Outage
from portal.operations import outages as operations
from portal.queries.outages import outage_run_by, outages_at_desk, story_of
from portal.queries.readers import doors_of


@login_required
@require_safe
def outage_list(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """What is announced or going on, and what was."""
    found = building_run_by(request.user, company, building)
    current, past = outages_at_desk(found)
    context = {
        "building": found,
        "current": current,
        "past": past,
        "may_manage": request.user.has_perm("portal.manage_outage", found),
    }
    return render(request, "portal/desk/outage_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outage_new(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """Announce an outage."""
    found = building_run_by(request.user, company, building)
    require(request.user, "portal.manage_outage", found)
    form = OutageForm(request.POST or None, zone=found.time_zone, doors=doors_of(found))
    if form.is_valid():
        values = form.cleaned_data
        try:
            outage = operations.announce_outage(
                actor=request.user, building=found, audience=values["audience"], values=values
            )
        except InvalidInput as error:
            if "audience" in error.fields:
                error.fields["names"] = error.fields.pop("audience")
            add_errors(form, error)
        else:
            messages.success(request, _("The outage is announced. Whoever is affected is told."))
            return _back(outage)
    return _form(request, {"building": found, "form": form})


@login_required
@require_safe
def outage_detail(
    request: SignedInRequest, company: str, building: str, outage_id: UUID
) -> HttpResponse:
    """One outage with its history, and what can be done."""
    outage = outage_run_by(request.user, company, building, outage_id)
    context = {
        "building": outage.building,
        "outage": outage,
        "story": story_of(outage),
        "form": NoteForm(),
        "may_manage": request.user.has_perm("portal.manage_outage", outage),
    }
    return render(request, "portal/desk/outage_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outage_change(
    request: SignedInRequest, company: str, building: str, outage_id: UUID
) -> HttpResponse:
    """Other times or other words; people are told."""
    outage = outage_run_by(request.user, company, building, outage_id)
    require(request.user, "portal.manage_outage", outage)
    form = OutageChangeForm(
        request.POST or None,
        instance=outage,
        zone=outage.building.time_zone,
        initial={"starts_at": outage.starts_at, "ends_at": outage.ends_at},
    )
    note = NoteForm(request.POST or None)
    if form.is_valid() and note.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if _is_new(form, name)}
        try:
            operations.change_outage(
                actor=request.user, outage=outage, values=values, note=note.cleaned_data["note"]
            )
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved. Whoever is affected is told."))
            return _back(outage)
    context = {"building": outage.building, "outage": outage, "form": form, "note": note}
    return _form(request, context)


@login_required
@require_POST
def outage_start(
    request: SignedInRequest, company: str, building: str, outage_id: UUID
) -> HttpResponse:
    """It begins now."""
    outage = outage_run_by(request.user, company, building, outage_id)
    return _do(request, outage, operations.start_outage, _("It has started. People are told."))


@login_required
@require_POST
def outage_end(
    request: SignedInRequest, company: str, building: str, outage_id: UUID
) -> HttpResponse:
    """It is over."""
    outage = outage_run_by(request.user, company, building, outage_id)
    return _do(request, outage, operations.end_outage, _("It is over. People are told."))


@login_required
@require_POST
def outage_call_off(
    request: SignedInRequest, company: str, building: str, outage_id: UUID
) -> HttpResponse:
    """It does not take place."""
    outage = outage_run_by(request.user, company, building, outage_id)
    return _do(request, outage, operations.call_off_outage, _("Called off. People are told."))


def _do(
    request: SignedInRequest, outage: Outage, operation: Callable[..., Outage], done: str
) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("note", []))))
        return _back(outage)
    try:
        operation(actor=request.user, outage=outage, note=form.cleaned_data["note"])
    except (Conflict, InvalidInput) as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return _back(outage)


def _is_new(form: OutageChangeForm, name: str) -> bool:
    """A picker knows no seconds: a time that nobody touched stays as it is."""
    return name in form.changed_data


def _form(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return render(request, "portal/desk/outage_form.html", context, status=status)


def _back(outage: Outage) -> HttpResponse:
    place = outage.building
    return redirect("desk-outage", place.company.slug, place.slug, outage.uuid)
