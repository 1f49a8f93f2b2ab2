"""The desk's page of a person in the company's book."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.queries.guards import locked_until
from buildings.residents.forms import PersonForm
from buildings.residents.operations.bounces import note_looked_at
from buildings.residents.operations.people import EDITABLE, change_person, unlock_person
from buildings.residents.queries import person_run_by
from foundation.errors import Conflict, InvalidInput
from foundation.forms import add_errors
from foundation.history import history_of
from foundation.permissions import require
from foundation.requests import SignedInRequest


@login_required
@require_POST
def person_unlock(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Let somebody who typed wrong passwords try again."""
    found = person_run_by(request.user, person_id)
    try:
        unlock_person(actor=request.user, person=found.person)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        message = _("%(name)s can sign in again.")
        messages.success(request, message % {"name": found.person})
    return redirect("residents:person-detail", found.person.uuid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_detail(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Where a person lives and lived; the desk's staff correct name, address and number here."""
    found = person_run_by(request.user, person_id)
    if request.method == "POST":
        require(request.user, "residents.change_person", found.person)
    form = PersonForm(request.POST or None, initial=model_to_dict(found.person, EDITABLE))
    if form.is_valid():
        try:
            person = change_person(
                actor=request.user, person=found.person, values=form.cleaned_data
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("%(name)s has been saved.") % {"name": person})
            return redirect("residents:person-detail", person.uuid)
    building = found.residencies[0].apartment.building
    mail_comes_back_since = found.mail_comes_back_since
    if mail_comes_back_since:
        note_looked_at(actor=request.user, person=found.person)
    return render(
        request,
        "residents/person_detail.html",
        {
            "form": form,
            "person": found.person,
            "residencies": found.residencies,
            "building": building,
            "lines": history_of(
                found.person,
                *found.residencies,
                *found.person.invitations.all(),
                zone=building.time_zone,
            ),
            "may_change": request.user.has_perm("residents.change_person", found.person),
            "locked_until": locked_until(found.person.user) if found.person.user else None,
            "mail_comes_back_since": mail_comes_back_since,
            "may_invite": request.user.has_perm("residents.add_invitation", building),
        },
        status=422 if form.errors else 200,
    )
