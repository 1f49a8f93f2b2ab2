"""The first page of the desk, and of "my"."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from buildings.properties.queries import building_at, building_figures
from foundation.errors import NotAllowed
from portal.queries.apartments import my_apartments
from portal.queries.places import my_buildings


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The buildings I work for, with the figures a manager asks for first."""
    if not request.user.has_perm("properties.enter_desk"):
        raise NotAllowed(_("The desk is for people who work for a building."))
    return render(request, "portal/desk.html", {"figures": building_figures(request.user)})


@login_required
def my_apartments_at(request: HttpRequest, company: str, building: str) -> HttpResponse:
    """The person's own part of a building's home page, which is made once for everybody.

    A piece of a page, fetched by script; without script a link leads to the page it is about.
    """
    found = building_at(request.user, company, building)
    response = render(
        request, "portal/_my_apartments.html", {"apartments": my_apartments(request.user, found)}
    )
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def my(request: HttpRequest) -> HttpResponse:
    """The buildings I live or work in."""
    return render(request, "portal/my.html", {"buildings": my_buildings(request.user)})
