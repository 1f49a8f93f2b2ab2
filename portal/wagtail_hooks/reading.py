"""Who reads pages. Documents have a view of their own: portal.views.files."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page

from foundation.languages import known
from portal.queries.access import (
    COMPANY_DEPTH,
    building_home_of,
    can_view_building,
    can_view_page,
)
from portal.queries.languages import in_language
from portal.queries.places import landing_url
from portal.queries.readers import audience_of, enter_building, meet_reader

#: The parameter that asks for a page in one of its other languages.
LANGUAGE = "language"


@hooks.register("before_serve_page", order=-10)
def only_residents_read(
    page: Page, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse | None:
    """Anonymous people sign in first; strangers learn nothing, not even that the page exists."""
    if page.depth < COMPANY_DEPTH:
        # The front page is for visitors; everybody else is taken where they belong.
        target = landing_url(request.user)
        return redirect(target) if target is not None else None
    entered = getattr(request, "building_home", None)
    if entered is not None and page.path.startswith(entered.path):
        # portal.views.pages has let the person in already.
        _only_those_meant(page, request)
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    home = building_home_of(page)
    if home is None:
        if not can_view_page(request.user, page):
            raise Http404
        return None
    if not can_view_building(request.user, home.company_id, home.building_id):
        raise Http404
    if home.is_translation:
        # Its words are read at the address of the original.
        return redirect(
            f"{page.get_url(request)}?{urlencode({LANGUAGE: page.locale.language_code})}"
        )
    enter_building(request, home)
    _only_those_meant(page, request)
    return None


def _only_those_meant(page: Page, request: HttpRequest) -> None:
    if not audience_of(page).includes(meet_reader(request, page)):
        raise Http404


@hooks.register("before_serve_page", order=10)
def read_in_ones_language(
    page: Page, request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponse | None:
    """Answer with the published translation, at the address of the original."""
    building = getattr(request, "building", None)
    if building is None:
        return None
    language = known(request.GET.get(LANGUAGE)) or get_language()
    shown = in_language([page], building, language or building.language)[0]
    if shown.pk == page.pk:
        return None
    request.original_page = page  # type: ignore[attr-defined]
    response: HttpResponse = shown.serve(request, *args, **kwargs)
    return response
