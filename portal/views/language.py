"""Choosing the language of everything around the pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.operations.users import choose_language
from foundation.errors import InvalidInput, NotAllowed
from foundation.languages import known


# The form stands below every page, also those a cache keeps for several people, so it carries no
# token. Other sites are refused by what the browser says of the sender, and they come without
# cookies anyway (SameSite).
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice with the account, or in a cookie of people who have none at hand."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise NotAllowed
    language = request.POST.get("language", "")
    if known(language) != language or not language:
        raise InvalidInput(_("Choose one of the languages offered."))
    response = redirect(_next(request))
    if request.user.is_authenticated:
        choose_language(actor=request.user, language=language)
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"
