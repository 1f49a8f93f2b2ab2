"""The outages of one's homes, current and past, and each with its history."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.requests import SignedInRequest
from portal.operations.outage_news import open_outage
from portal.queries.outages import outage_for, outages_of_homes, story_of


@login_required
@require_safe
def outage_list(request: SignedInRequest) -> HttpResponse:
    """What does not work, will not, and did not."""
    current, past = outages_of_homes(request.user)
    return render(request, "portal/my_outages.html", {"current": current, "past": past})


@login_required
@never_cache
@require_safe
def detail(request: SignedInRequest, outage_id: UUID) -> HttpResponse:
    """One outage; the links in mails, inbox and banner lead here, and its messages are read."""
    outage = outage_for(request.user, outage_id)
    open_outage(actor=request.user, outage=outage)
    return render(
        request,
        "portal/my_outage.html",
        {"building": outage.building, "outage": outage, "story": story_of(outage)},
    )
