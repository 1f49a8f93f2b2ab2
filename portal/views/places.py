"""The first page of the desk, and of "my"."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from buildings.properties.queries import building_figures
from foundation.errors import NotAllowed
from portal.queries import my_buildings


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The buildings I work for, with the figures a manager asks for first."""
    if not request.user.has_perm("properties.enter_desk"):
        raise NotAllowed("The desk is for people who work for a building.")
    return render(request, "portal/desk.html", {"figures": building_figures(request.user)})


@login_required
def my(request: HttpRequest) -> HttpResponse:
    """The buildings I live or work in."""
    return render(request, "portal/my.html", {"buildings": my_buildings(request.user)})
