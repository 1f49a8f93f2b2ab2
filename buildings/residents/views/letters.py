"""Printing invitations at the desk."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from buildings.properties.queries import building_run_by
from buildings.residents.exports.letters import letters_pdf
from buildings.residents.operations.letters import print_letter, print_letters
from buildings.residents.queries import person_run_by
from foundation.errors import Conflict
from foundation.paper import PaperUnavailable, require_paper
from foundation.requests import SignedInRequest


@login_required
@never_cache
@require_POST
def person_letter(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """The letter of somebody without an e-mail address, as PDF. An older one stops working."""
    found = person_run_by(request.user, person_id)
    building = found.residencies[0].apartment.building
    try:
        require_paper()
        invitation = print_letter(actor=request.user, person=found.person, building=building)
    except (Conflict, PaperUnavailable) as error:
        messages.error(request, error.message)
        return redirect("residents:person-detail", found.person.uuid)
    return _answer(letters_pdf(building, [invitation]), f"{building.slug}-letter.pdf")


@login_required
@never_cache
@require_POST
def building_letters(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """One PDF with a letter for everybody who can be invited on paper only."""
    found = building_run_by(request.user, company, building)
    try:
        require_paper()
        invitations = print_letters(actor=request.user, building=found)
    except (Conflict, PaperUnavailable) as error:
        messages.error(request, error.message)
        return redirect("residents:invite-all", found.company.slug, found.slug)
    return _answer(letters_pdf(found, invitations), f"{found.slug}-letters.pdf")


def _answer(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
