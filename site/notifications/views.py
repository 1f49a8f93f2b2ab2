"""The inbox, the way out of mails, and what became of them."""

from typing import Any
from uuid import UUID

from anymail.exceptions import AnymailConfigurationError as ConfigurationError
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.operations.profile import end_digest, stop_mails
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
    """End mails of some kinds, or the digest. Looking changes nothing: scanners look, too."""
    found = way_out(token)
    done = ""
    if request.method == "POST":
        done = "digest" if found.is_digest and request.POST.get("end") == "digest" else "kinds"
        if done == "digest":
            end_digest(actor=found.user)
        else:
            stop_mails(actor=found.user, kinds=[kind.key for kind in found.kinds])
    return render(request, "notifications/unsubscribe.html", {"found": found, "done": done})


# The mail service posts this; its name and password are the proof, and anymail checks them.
@csrf_exempt
@never_cache
def mail_report(request: HttpRequest) -> HttpResponseBase:
    """What became of a mail. There is no such address where no secret is set."""
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    response: HttpResponseBase = MailReports.as_view()(request)
    return response


class MailReports(PostmarkTrackingWebhookView):
    """Postmark's reports; `notifications.receivers` hears of each."""

    def parse_events(self, request: HttpRequest) -> Any:
        try:
            return super().parse_events(request)
        except (LookupError, ValueError, TypeError, AttributeError, ConfigurationError) as error:
            raise SuspiciousOperation("This is no report of a mail.") from error
