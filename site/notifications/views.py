"""The inbox, and the way out of mails."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.operations.profile import stop_mails
from foundation.lists import list_page
from foundation.requests import SignedInRequest
from notifications.operations.reading import mark_all_read, mark_read
from notifications.queries.inbox import inbox_of, notification_with_id, unread_of
from notifications.queries.unsubscribing import way_out


@login_required
@never_cache
@require_GET
def inbox(request: SignedInRequest) -> HttpResponse:
    """What somebody was told, newest first."""
    listed = list_page(inbox_of(request.user), (), request.GET)
    context = {"listed": listed, "unread": unread_of(request.user)}
    return render(request, "notifications/inbox.html", context)


@login_required
@require_GET
def open_notification(request: SignedInRequest, notification_id: UUID) -> HttpResponse:
    """On to where it leads, which asks for itself who may read it; it counts as read."""
    found = notification_with_id(request.user, notification_id)
    mark_read(actor=request.user, notification=found)
    return redirect(found.path)


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """Nothing is unread any more."""
    mark_all_read(actor=request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:inbox")


# Mail programs send this without our page and its token (RFC 8058); the link itself is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End mails of one kind. Looking changes nothing: scanners of mail look, too."""
    found = way_out(token)
    is_done = request.method == "POST"
    if is_done:
        stop_mails(actor=found.user, kind=found.kind.key)
    return render(
        request, "notifications/unsubscribe.html", {"kind": found.kind, "is_done": is_done}
    )
