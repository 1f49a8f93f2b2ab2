"""What is kept about me: a copy of it, and being forgotten."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.personal_data import ErasureForm
from accounts.operations.personal_data import order_erasure, order_export
from accounts.queries.exports import export_named, exports_of
from foundation.errors import Conflict
from foundation.forms import add_errors
from foundation.personal_data import obstacles_of
from foundation.requests import SignedInRequest


@login_required
@require_safe
def my_data(request: SignedInRequest) -> HttpResponse:
    """My copies, ordering another one, and the way to be erased."""
    return render(request, "accounts/my_data.html", {"exports": exports_of(request.user)})


@login_required
@require_POST
def export_order(request: SignedInRequest) -> HttpResponse:
    """Have a copy made; the page says when it is ready, and so does a mail."""
    try:
        order_export(actor=request.user, user=request.user)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("We make your copy now, and mail you when it is ready."))
    return redirect("my-data")


@login_required
@require_safe
@never_cache
def export_fetch(request: SignedInRequest, export_id: UUID) -> FileResponse:
    """The ZIP file of one's own copy."""
    export = export_named(request.user, export_id)
    name = f"new-concierge-{export.requested_at:%Y-%m-%d}.zip"
    return FileResponse(export.archive.open(), as_attachment=True, filename=name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # allauth has no types
def erase(request: SignedInRequest) -> HttpResponse:
    """Ask once more, then close the account and have it erased."""
    form = ErasureForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            order_erasure(actor=request.user, user=request.user)
        except Conflict as error:
            add_errors(form, error)
        else:
            logout(request)
            return render(request, "accounts/erasure_begun.html")
    context = {"form": form, "obstacles": obstacles_of(request.user)}
    return render(request, "accounts/erase.html", context, status=422 if form.errors else 200)
