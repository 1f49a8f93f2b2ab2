"""The desk's pages of events: how full they are, who comes, who waits."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from buildings.properties.queries import building_run_by
from foundation import clock
from foundation.errors import Conflict
from foundation.lists import Column, list_page
from foundation.permissions import require
from foundation.requests import SignedInRequest
from foundation.spreadsheets import download
from portal.exports.participants import participants_workbook
from portal.operations.signups import sign_off
from portal.queries.events import event_on_wall, event_run_by, events_at_desk
from portal.queries.signups import (
    seats_taken,
    signup_run_by,
    signups_of,
    with_figures,
)

COLUMNS = (
    Column("event", _("Event"), ("title",)),
    Column("when", _("When"), ("starts_at",)),
    Column("place", _("Place"), ("place",)),
    Column("seats", _("Taken"), ("taken",), is_numeric=True),
    Column("waiting", _("Waiting"), ("waiting",), is_numeric=True),
)


@login_required
@require_safe
def event_list(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """All events of a building, drafts too, with their figures."""
    found = building_run_by(request.user, company, building)
    events = list_page(with_figures(events_at_desk(found)), COLUMNS, request.GET)
    return render(
        request,
        "portal/desk/event_list.html",
        {
            "building": found,
            "list": events,
            "events": [event_on_wall(page, found) for page in events.page],
        },
    )


@login_required
@require_safe
def event_participants(
    request: SignedInRequest, company: str, building: str, event_id: UUID
) -> HttpResponse:
    """Who comes to an event, and who waits, in line."""
    found = building_run_by(request.user, company, building)
    event = event_run_by(found, event_id)
    signups = list(signups_of(event))
    return render(
        request,
        "portal/desk/event_participants.html",
        {
            "building": found,
            "event": event_on_wall(event, found),
            "going": [s for s in signups if s.state == s.State.GOING],
            "waiting": [s for s in signups if s.state == s.State.WAITING],
            "taken": seats_taken(signups),
            "may_sign_off": not event.has_started
            and request.user.has_perm("portal.remove_eventsignup", found),
        },
    )


@login_required
@require_safe
def event_export(
    request: SignedInRequest, company: str, building: str, event_id: UUID
) -> HttpResponse:
    """The list of participants as a spreadsheet."""
    found = building_run_by(request.user, company, building)
    event = event_run_by(found, event_id)
    require(request.user, "portal.export_eventsignups", found)
    content = participants_workbook(event, signups_of(event))
    return download(content, slugify(event.slug), clock.today(found.time_zone))


@login_required
@require_POST
def event_sign_off(
    request: SignedInRequest, company: str, building: str, event_id: UUID, signup_id: UUID
) -> HttpResponse:
    """Take somebody off the list."""
    found = building_run_by(request.user, company, building)
    event = event_run_by(found, event_id)
    signup = signup_run_by(found, event, signup_id)
    try:
        sign_off(actor=request.user, signup=signup)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            gettext("%(name)s has been taken off the list.") % {"name": signup.user.display_name},
        )
    return redirect("desk-event-participants", company, building, event_id)
