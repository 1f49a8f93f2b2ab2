"""Our own pages inside the CMS: earlier versions, and the archive."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.errors import Conflict
from foundation.requests import SignedInRequest
from portal.operations.history import (
    archive_page,
    bring_back_version,
    may_archive,
    unarchive_page,
)
from portal.queries.archive import archived_page, archived_pages, pages_below, revision_of
from portal.queries.places import page_with_id


@require_POST
def bring_back(request: SignedInRequest, page_id: int, revision_id: int) -> HttpResponse:
    """An earlier version becomes the newest, as a draft or live."""
    page = page_with_id(str(page_id))
    revision = revision_of(page, revision_id) if page is not None else None
    if page is None or revision is None:
        raise Http404
    publish = "publish" in request.POST
    try:
        bring_back_version(actor=request.user, page=page, revision=revision, publish=publish)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("That version is live again.")
            if publish
            else _("That version is back as a draft. Publish it when it is right."),
        )
    return redirect("wagtailadmin_pages:edit", page.pk)


def archive(request: SignedInRequest) -> HttpResponse:
    """The pages that were put away, in the places where the person works."""
    return render(request, "portal/cms/archive.html", {"rows": archived_pages(request.user)})


def put_away(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Ask first: the page and what is below it leave the site."""
    page = page_with_id(str(page_id))
    if page is None:
        raise Http404
    page = page.specific
    if request.method == "POST":
        try:
            archive_page(actor=request.user, page=page)
        except Conflict as error:
            messages.error(request, error.message)
            return redirect("wagtailadmin_pages:edit", page.pk)
        messages.success(
            request,
            _("“%(title)s” is in the archive now.") % {"title": page.get_admin_display_title()},
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    if not may_archive(request.user, page):
        raise Http404
    return render(request, "portal/cms/put_away.html", {"page": page, "below": pages_below(page)})


@require_POST
def take_out(request: SignedInRequest, page_id: int) -> HttpResponse:
    archived = archived_page(request.user, page_id)
    page = unarchive_page(actor=request.user, archived=archived)
    messages.success(
        request,
        _("“%(title)s” is back as a draft. Publish it when it is right.")
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
