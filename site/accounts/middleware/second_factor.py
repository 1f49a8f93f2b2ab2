"""Whoever works here proves a second factor in every session (decision 0020)."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.authentication.bearer import bearer_of, session_methods
from accounts.queries.second_factor import factors_of, needs_second_factor
from foundation.problems import problem_response

#: What somebody needs to set a factor up, to prove it, or to leave.
OPEN = (
    "/accounts/",
    "/_allauth/",
    "/api/v1/auth/",
    "/healthz",
    "/my/language/",
    "/my/security/",
    "/readyz",
    "/theme/",
)


class SecondFactorMiddleware:
    """Sends staff and super users to their second factor before they see anything else.

    What counts is a record of *this* session: a factor that is merely set up says nothing about
    who uses the session now. allauth writes the record, for pages and tokens alike; a passkey that
    signs in without a password leaves one, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and not request.path.startswith(
            (*OPEN, settings.STATIC_URL)
        ):
            refusal = self._refusal(request)
            if refusal is not None:
                return refusal
        return self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        found = bearer_of(request)
        user = found[0] if found else request.user
        if not user.is_authenticated:
            return None
        if any(method.get("method") == "mfa" for method in session_methods(request)):
            return None
        if not needs_second_factor(user):
            return None
        if request.path.startswith("/api/"):
            return problem_response(
                status=403,
                title=_("A second factor is needed"),
                detail=_("Set up a second factor or prove the one you have, then try again."),
                code="second_factor_required",
            )
        target = self._target(request, factors_of(user))
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(target)
        return redirect(target)

    def _target(self, request: HttpRequest, factors: set[str]) -> str:
        if not factors:
            messages.warning(
                request, _("Your work needs a second factor. Set one up; it takes a minute.")
            )
            return reverse("mfa_index")
        page = "mfa_reauthenticate" if "totp" in factors else "mfa_reauthenticate_webauthn"
        then = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
        return f"{reverse(page)}?{urlencode({'next': then})}"
