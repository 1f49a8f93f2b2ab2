"""What residents do with an announcement: come to it from a message, confirm it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from foundation.errors import Conflict, NotFound
from foundation.requests import SignedInRequest
from portal.operations.sendings import acknowledge, open_announcement
from portal.queries.corrections import correction_for
from portal.queries.recalls import withdrawn_for
from portal.queries.receipts import announcement_for, receipt_of


@login_required
@never_cache
@require_GET
def open_page(request: SignedInRequest, announcement_id: UUID) -> HttpResponse:
    """On to the page, which counts as opened; the links in mails and inbox lead here.

    Of a withdrawn announcement, whoever was told reads why.
    """
    try:
        page = announcement_for(request.user, announcement_id)
    except NotFound:
        sending = withdrawn_for(request.user, announcement_id)
        return render(request, "portal/withdrawn_announcement.html", {"sending": sending})
    open_announcement(actor=request.user, page=page)
    return redirect(page.get_url(request))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: SignedInRequest, announcement_id: UUID) -> HttpResponse:
    """Confirm that one has read it, and see that one has."""
    page = announcement_for(request.user, announcement_id)
    if request.method == "POST":
        try:
            acknowledge(actor=request.user, page=page)
        except Conflict as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Thank you. Your managers see that you have read it."))
        return redirect(page.get_url(request))
    context = {
        "announcement": page,
        "receipt": receipt_of(request.user, page),
        "back": page.get_url(request),
    }
    return render(request, "portal/confirm_announcement.html", context)


@login_required
@never_cache
@require_GET
def changes(request: SignedInRequest, announcement_id: UUID) -> HttpResponse:
    """What was corrected since people were told; whoever looks has opened the new text."""
    page = announcement_for(request.user, announcement_id)
    open_announcement(actor=request.user, page=page)
    context = {
        "announcement": page,
        "correction": correction_for(request.user, page),
        "back": page.get_url(request),
    }
    return render(request, "portal/announcement_changes.html", context)
