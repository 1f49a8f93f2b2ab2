"""The inbox, the way out of mails, what became of them, devices, and the site as an app."""

import hashlib
import json
from typing import Any
from uuid import UUID

from anymail.exceptions import AnymailConfigurationError as ConfigurationError
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.operations.profile import end_digest, stop_mails
from foundation.lists import list_page
from foundation.requests import SignedInRequest
from notifications.operations.devices import remove_device
from notifications.operations.reading import mark_all_read, mark_read
from notifications.queries.devices import device_with_id
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


@login_required
@require_POST
def device_remove(request: SignedInRequest, device_id: UUID) -> HttpResponse:
    """Nothing is pushed there any more."""
    remove_device(actor=request.user, device=device_with_id(request.user, device_id))
    messages.success(request, _("The device is removed. No more messages come there."))
    return redirect("my-preferences")


#: All that browsers keep, beside the page itself: what templates/notifications/offline.html names.
OFFLINE_FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/frame.css",
    "css/layout.css",
    "css/components.css",
    "js/theme.js",
    "img/mark.svg",
    "fonts/inter-latin-variable.woff2",
)


@require_safe
@cache_control(no_cache=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """How the site looks as an installed app."""
    sizes = ("192", "any"), ("512", "any"), ("512", "maskable")
    icons = [
        {
            "src": static(f"icons/{'app' if purpose == 'any' else purpose}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in sizes
    ]
    return JsonResponse(
        {
            "id": "/",
            "name": "New Concierge",
            "short_name": "Concierge",
            "description": _("Notices, documents and the people who look after the house."),
            "lang": translation.get_language(),
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "theme_color": "#0f5b6b",
            "background_color": "#f6f7f8",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that works while all pages are closed; at the root, so that it serves all."""
    files = [static(path) for path in OFFLINE_FILES]
    # Static files are named by their content, so with another of them the browser keeps anew.
    mark = hashlib.sha256(" ".join(files).encode()).hexdigest()[:12]
    values = {
        "cache": f"offline-{mark}",
        "offline": reverse("notifications:offline"),
        "files": files,
        "icon": static("icons/app-192.png"),
        "home": reverse("notifications:inbox"),
    }
    response = render(
        request,
        "notifications/service_worker.js",
        {name: json.dumps(value) for name, value in values.items()},
        content_type="text/javascript; charset=utf-8",
    )
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """What browsers keep for when there is no connection: the same for everybody of a language."""
    return HttpResponse(render_to_string("notifications/offline.html"))
