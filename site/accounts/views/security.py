"""How I sign in, and where I am signed in."""

from allauth.account.views import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.operations.sessions import end_own_session
from accounts.queries.second_factor import security_of
from foundation.requests import SignedInRequest


def sign_out(request: HttpRequest) -> HttpResponse:
    """allauth's page; whoever has signed out leaves nothing of what they read in the browser."""
    response: HttpResponse = logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response


@login_required
@require_safe
def my_security(request: SignedInRequest) -> HttpResponse:
    """Everything about signing in, in one place."""
    return render(request, "accounts/my_security.html", {"security": security_of(request.user)})


@login_required
@require_POST
def session_end(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Sign out one device of one's own."""
    end_own_session(actor=request.user, session_id=session_id)
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")
