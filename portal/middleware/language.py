"""Which language and which clock a person meets.

What they chose themselves comes first (kept with the account, or in a cookie of people who have
not signed in), then the building's language, then what the browser asks for, then English. On a
building's own pages that building counts (`portal.queries.readers.enter_building`), in the areas
below it is the person's only or first one. Times follow the same building's clock, in the areas
the one that the person chose.

A cache in front of pages must keep them apart by `translation.get_language()` and by building;
`Vary` names what the choice was made of.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from foundation.languages import known
from portal.queries.places import first_building_of

#: Answers without words, kept by caches for everybody: the reader must leave no trace in them.
NEUTRAL = (settings.STATIC_URL, "/theme/", "/files/", "/healthz", "/readyz")
#: Pages that belong to no building: here people are met as in their own house.
AREAS = ("/accounts/", "/cms/", "/desk/", "/my/", "/search/")

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Speaks the reader's language until the answer is complete. Stands in for Django's own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(NEUTRAL):
            return self.get_response(request)
        own = own_choice(request)
        language = own or translation.get_language_from_request(request)
        zone = None
        if request.path.startswith(AREAS) and request.user.is_authenticated:
            building = first_building_of(request.user)
            if building is not None:
                zone = building.time_zone
                language = own or known(building.language) or language
            zone = request.user.time_zone or zone
        request.own_language = own  # type: ignore[attr-defined]
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def own_choice(request: HttpRequest) -> str:
    """What the person chose, here or on another device; empty if nothing."""
    kept = getattr(request.user, "language", "")
    return known(kept) or known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
