"""The desk's pages of announcements: who was told, who has read and confirmed."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from buildings.properties.queries import building_run_by
from foundation import clock
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.paper import PaperUnavailable
from foundation.permissions import require
from foundation.requests import SignedInRequest
from foundation.spreadsheets import download
from portal.exports.notices import door_notices_pdf
from portal.exports.receipts import receipts_workbook
from portal.operations import sendings
from portal.operations.corrections import tell_of_correction
from portal.operations.recalls import recall
from portal.queries.receipts import Report, announcement_run_by, announcements_at_desk, report_of

if TYPE_CHECKING:
    from portal.models import AnnouncementSending


@login_required
@require_safe
def announcement_list(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """The published announcements with whether people were told."""
    found = building_run_by(request.user, company, building)
    require(request.user, "portal.view_receipts", found)
    return render(
        request,
        "portal/desk_announcements.html",
        {"building": found, "announcements": announcements_at_desk(found)},
    )


@login_required
@require_safe
def report(
    request: SignedInRequest, company: str, building: str, announcement_id: UUID
) -> HttpResponse:
    """Apartment by apartment, who has opened and confirmed an announcement."""
    found = _report(request, company, building, announcement_id)
    return render(
        request,
        "portal/desk_announcement.html",
        {
            "building": found.building,
            "report": found,
            "may_send": request.user.has_perm("portal.send_announcement", found.building),
        },
    )


@login_required
@require_safe
def report_export(
    request: SignedInRequest, company: str, building: str, announcement_id: UUID
) -> HttpResponse:
    """The same page as a spreadsheet."""
    found = _report(request, company, building, announcement_id)
    content = receipts_workbook(found)
    return download(
        content,
        f"{found.building.slug}-{found.page.slug}",
        clock.today(found.building.time_zone),
    )


@login_required
@require_safe
def paper(
    request: SignedInRequest, company: str, building: str, announcement_id: UUID
) -> HttpResponse:
    """Door notices for the apartments in which nobody has read it."""
    found = _report(request, company, building, announcement_id)
    if not found.unread:
        messages.info(request, _("Everybody has read it: there is nothing to print."))
        return _back(found)
    try:
        content = door_notices_pdf(found)
    except PaperUnavailable as error:
        messages.error(request, error.message)
        return _back(found)
    name = f"{found.building.slug}-{found.page.slug}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@login_required
@require_POST
def stop(
    request: SignedInRequest, company: str, building: str, announcement_id: UUID
) -> HttpResponse:
    """Tell nobody after all."""
    found = _report(request, company, building, announcement_id)
    try:
        sendings.stop_sending(actor=request.user, sending=_sending(found))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, _("Nobody is told. The page is still there; publish it again to tell people.")
        )
    return _back(found)


@login_required
@require_POST
def remind(
    request: SignedInRequest, company: str, building: str, announcement_id: UUID
) -> HttpResponse:
    """Tell once more whoever has not read it."""
    found = _report(request, company, building, announcement_id)
    try:
        count = sendings.remind(actor=request.user, sending=_sending(found))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        message = ngettext(
            "%(number)s person is reminded.", "%(number)s people are reminded.", count
        )
        messages.success(request, message % {"number": count})
    return _back(found)


@login_required
@require_POST
def correction(
    request: SignedInRequest, company: str, building: str, announcement_id: UUID
) -> HttpResponse:
    """Tell who read the old text that it was corrected."""
    found = _report(request, company, building, announcement_id)
    try:
        count = tell_of_correction(actor=request.user, sending=_sending(found))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        message = ngettext(
            "%(number)s person is told what was corrected.",
            "%(number)s people are told what was corrected.",
            count,
        )
        messages.success(request, message % {"number": count})
    return _back(found)


@login_required
@require_POST
def withdraw(
    request: SignedInRequest, company: str, building: str, announcement_id: UUID
) -> HttpResponse:
    """Take it back, and tell whoever was told."""
    found = _report(request, company, building, announcement_id)
    reason = request.POST.get("reason", "")
    try:
        count = recall(actor=request.user, sending=_sending(found), reason=reason)
    except (Conflict, InvalidInput) as error:
        messages.error(request, error.message)
    else:
        message = ngettext(
            "Withdrawn. %(number)s person is told why.",
            "Withdrawn. %(number)s people are told why.",
            count,
        )
        messages.success(request, message % {"number": count})
    return _back(found)


@login_required
@require_POST
def mails_again(
    request: SignedInRequest, company: str, building: str, announcement_id: UUID
) -> HttpResponse:
    """Send once more what failed."""
    found = _report(request, company, building, announcement_id)
    count = sendings.try_mails_again(actor=request.user, sending=_sending(found))
    message = ngettext(
        "%(number)s mail is tried again.", "%(number)s mails are tried again.", count
    )
    messages.success(request, message % {"number": count})
    return _back(found)


def _report(request: SignedInRequest, company: str, building: str, announcement_id: UUID) -> Report:
    page, found = announcement_run_by(request.user, company, building, announcement_id)
    require(request.user, "portal.view_receipts", found)
    return report_of(page, found)


def _sending(found: Report) -> "AnnouncementSending":
    if found.sending is None:
        raise NotFound(_("Nobody was told of this announcement."))
    return found.sending


def _back(found: Report) -> HttpResponse:
    building = found.building
    return redirect(
        "desk-announcement", building.company.slug, building.slug, found.page.translation_key
    )
