"""Signing up for an event, withdrawing, and taking it into one's calendar."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from foundation.errors import Conflict, InvalidInput
from foundation.requests import SignedInRequest
from portal.exports.calendars import CONTENT_TYPE, calendar_of
from portal.forms.signups import SignupForm
from portal.operations import signups
from portal.queries.events import event_on_wall, event_with_id


@login_required
@require_POST
def event_sign_up(request: SignedInRequest, event_id: UUID) -> HttpResponse:
    """Take a seat or a place in line; back to the event, which says which it is."""
    event = event_with_id(request.user, event_id)
    form = SignupForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Say how many guests come along, as a number."))
        return redirect(event.get_url())
    try:
        signup = signups.sign_up(
            actor=request.user, event=event, guests=form.cleaned_data["guests"] or 0
        )
    except (Conflict, InvalidInput) as error:
        messages.error(request, error.message)
    else:
        if signup.state == signup.State.GOING:
            messages.success(request, gettext("You are signed up. See you there!"))
        else:
            messages.info(
                request,
                gettext("All seats are taken. You are in line, and we write when one is free."),
            )
    return redirect(event.get_url())


@login_required
@require_POST
def event_withdraw(request: SignedInRequest, event_id: UUID) -> HttpResponse:
    """Give back one's seat or place in line."""
    event = event_with_id(request.user, event_id)
    try:
        signups.withdraw(actor=request.user, event=event)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, gettext("You have withdrawn. Thank you for saying so."))
    return redirect(event.get_url())


@login_required
@require_safe
def event_file(request: SignedInRequest, event_id: UUID) -> HttpResponse:
    """The event as a file for a calendar program."""
    event = event_with_id(request.user, event_id)
    content = calendar_of(
        [event_on_wall(event)], name=event.title, absolute=request.build_absolute_uri
    )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slugify(event.slug)}.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response
