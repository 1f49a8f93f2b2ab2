"""Pages for all buildings at the desk: who is behind, what changed, and adopting it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foundation.errors import NotAllowed
from foundation.requests import SignedInRequest
from portal.operations.masters import adopt_master, opt_in, opt_out
from portal.queries.masters import (
    comparison_with_latest,
    inherited_by_id,
    master_report,
)


@login_required
def report(request: SignedInRequest) -> HttpResponse:
    """Which building shows which version of the company's pages."""
    if not request.user.has_perm("properties.enter_desk"):
        raise NotAllowed(_("The desk is for people who work for a building."))
    rows = master_report(request.user)
    context = {
        "rows": rows,
        "adoptable": sum(len([c for c in row.behind if c.may_adopt]) for row in rows),
        "companies": len({row.company.pk for row in rows}),
    }
    return render(request, "portal/masters/report.html", context)


@login_required
def comparison(request: SignedInRequest, page_id: int) -> HttpResponse:
    """What the company has changed since the version a building shows."""
    page = inherited_by_id(request.user, page_id)
    context = {
        "copy": comparison_with_latest(page),
        "may_adopt": request.user.has_perm("portal.adopt_inheritedpage", page),
    }
    return render(request, "portal/masters/comparison.html", context)


@login_required
@require_POST
def adopt(request: SignedInRequest, page_id: int) -> HttpResponse:
    page = adopt_master(actor=request.user, page=inherited_by_id(request.user, page_id))
    messages.success(
        request, _("“%(title)s” now shows the latest version.") % {"title": page.title}
    )
    return redirect("master-pages")


@login_required
@require_POST
def adopt_all(request: SignedInRequest) -> HttpResponse:
    """Every page of one's buildings that is behind, each in a transaction of its own."""
    if not request.user.has_perm("properties.enter_desk"):
        raise NotAllowed(_("The desk is for people who work for a building."))
    copies = [copy for row in master_report(request.user) for copy in row.behind if copy.may_adopt]
    for copy in copies:
        adopt_master(actor=request.user, page=copy.page)
    messages.success(
        request,
        ngettext(
            "%(count)s page now shows the latest version.",
            "%(count)s pages now show the latest version.",
            len(copies),
        )
        % {"count": len(copies)},
    )
    return redirect("master-pages")


@login_required
@require_POST
def do_without(request: SignedInRequest, page_id: int) -> HttpResponse:
    page = opt_out(actor=request.user, page=inherited_by_id(request.user, page_id))
    messages.success(
        request, _("Your building does without “%(title)s” now.") % {"title": page.title}
    )
    return redirect("master-pages")


@login_required
@require_POST
def take_back(request: SignedInRequest, page_id: int) -> HttpResponse:
    page = opt_in(actor=request.user, page=inherited_by_id(request.user, page_id))
    messages.success(request, _("“%(title)s” is back on your site.") % {"title": page.title})
    return redirect("master-pages")
