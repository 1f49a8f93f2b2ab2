"""A resident's own apartment: people, facts, and since when."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from foundation.requests import SignedInRequest
from portal.queries.apartments import my_apartment, own_apartments
from portal.queries.places import building_site
from portal.queries.readers import enter_building


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the apartment of those who have one; the others choose.

    Menus lead here, because the address is the same for everybody.
    """
    apartments = list(own_apartments(request.user)[:50])
    if len(apartments) == 1:
        return redirect("my-apartment-detail", apartments[0].uuid)
    return render(request, "portal/my_apartments.html", {"apartments": apartments})


@login_required
@require_safe
def detail(request: SignedInRequest, apartment_id: UUID) -> HttpResponse:
    """The apartment within the frame of its building."""
    mine = my_apartment(request.user, apartment_id)
    enter_building(request, building_site(mine.apartment.building))
    return render(
        request,
        "portal/my_apartment.html",
        {"mine": mine, "apartment": mine.apartment, "building": mine.apartment.building},
    )
