"""An apartment with its people, and moving in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buildings.properties.queries import apartment_run_by
from buildings.residents.forms import MoveInForm
from buildings.residents.operations.residencies import move_in
from buildings.residents.queries import people_of
from foundation import clock
from foundation.errors import Conflict, InvalidInput
from foundation.forms import add_errors
from foundation.history import history_of
from foundation.permissions import require
from foundation.requests import SignedInRequest


@login_required
@require_safe
def apartment_detail(request: SignedInRequest, apartment_id: UUID) -> HttpResponse:
    """An apartment's facts, its people now and before, and what happened to both."""
    apartment = apartment_run_by(request.user, apartment_id)
    people = people_of(apartment)
    return render(
        request,
        "residents/apartment_detail.html",
        {
            "apartment": apartment,
            "building": apartment.building,
            "people": people,
            "lines": history_of(apartment, *people.all, zone=apartment.building.time_zone),
            "may_change": request.user.has_perm("properties.change_apartment", apartment),
            "may_invite": request.user.has_perm("residents.add_invitation", apartment.building),
            "may_move_in": request.user.has_perm("residents.add_residency", apartment),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apartment_move_in(request: SignedInRequest, apartment_id: UUID) -> HttpResponse:
    """Record that somebody owns, rents or lives in an apartment from a day on."""
    apartment = apartment_run_by(request.user, apartment_id)
    require(request.user, "residents.add_residency", apartment)
    form = MoveInForm(
        request.POST or None, initial={"start_date": clock.today(apartment.building.time_zone)}
    )
    if form.is_valid():
        try:
            residency = move_in(
                actor=request.user, apartment=apartment, person=form.person, **form.residency
            )
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            message = _("%(person)s now belongs to apartment %(number)s.")
            messages.success(request, message % {"person": residency.person, "number": apartment})
            return redirect("residents:apartment-detail", apartment.uuid)
    return render(
        request,
        "residents/move_in.html",
        {"form": form, "apartment": apartment, "building": apartment.building},
        status=422 if form.errors else 200,
    )
