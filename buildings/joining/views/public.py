"""For whoever stands before the poster: the code, the wish, what became of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.operations.sign_up import open_door
from buildings.joining.forms import CodeForm, JoinForm
from buildings.joining.operations import requests as operations
from buildings.joining.queries.codes import code_typed
from buildings.joining.queries.requests import has_asked, request_with_id, requests_of
from foundation import throttles
from foundation.errors import Conflict, DomainError, InvalidInput, NotFound
from foundation.forms import add_errors
from foundation.requests import SignedInRequest, client_ip, network_of

#: Codes tried in a minute from one network. A whole building may share an address.
LOOKUPS = 30


class TriedTooOften(DomainError):
    """Somebody may be guessing codes."""

    status = 429
    code = "too_many_requests"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """The code by hand; and for whoever is signed in, what they asked for so far."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        _count(request)
        try:
            code = code_typed(form.cleaned_data["code"])
        except NotFound as error:
            form.add_error("code", error.message)
        else:
            return redirect("joining:ask", code.shown)
    asked = requests_of(request.user)[:20] if request.user.is_authenticated else []
    return render(
        request,
        "joining/enter_code.html",
        {"form": form, "asked": asked},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """What the picture on the poster leads to. Strangers may make an account from here."""
    _count(request)
    found = code_typed(code)
    user = request.user
    if not user.is_authenticated:
        open_door(request.session)
        return render(request, "joining/ask.html", {"code": found, "how": "stranger"})
    if has_asked(user, found.building):
        messages.info(request, _("You have asked already. The managers answer by mail."))
        return redirect("joining:code")
    form = JoinForm(request.POST or None, initial={"full_name": user.display_name})
    if form.is_valid():
        try:
            operations.ask_to_join(
                actor=user,
                code=found,
                **form.cleaned_data,
            )
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            message = _("Your request is with the managers of %(name)s. They answer by mail.")
            messages.success(request, message % {"name": found.building.name})
            return redirect("joining:code")
    return render(
        request,
        "joining/ask.html",
        {"code": found, "form": form, "how": "form"},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def withdraw(request: SignedInRequest, join_request_id: UUID) -> HttpResponse:
    """Take one's own wish back."""
    found = request_with_id(request.user, join_request_id)
    try:
        operations.withdraw_request(actor=request.user, request=found)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your request has been withdrawn."))
    return redirect("joining:code")


def _count(request: HttpRequest) -> None:
    address = client_ip(request)
    usage = throttles.take("join", network_of(address) if address else "", LOOKUPS)
    if not usage.is_allowed:
        raise TriedTooOften(_("Too many codes were tried from here. Wait a minute, then go on."))
