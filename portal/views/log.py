"""Logs for people: of one's own account, of a company, and of the platform."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.queries.companies import companies_owned_by, companies_visible_to, company_for
from accounts.views.companies import choose_company
from buildings.properties.queries import buildings_visible_to
from foundation.history import (
    entries_about_account,
    entries_of_company,
    entries_visible_to,
    narrow,
    tell,
)
from foundation.lists import PAGE_SIZE
from foundation.permissions import require
from foundation.requests import SignedInRequest
from portal.exports.log import CONTENT_TYPE, log_csv
from portal.forms.log import CompanyLogFilter, LogFilter, PlatformLogFilter


@login_required
@require_safe
def my_events(request: SignedInRequest) -> HttpResponse:
    """What happened to my own account: sign-ins, new passwords, second factors."""
    page = Paginator(entries_about_account(request.user), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "lines": tell(page.object_list, "UTC")}
    return render(request, "portal/my_security_events.html", context)


@login_required
@require_safe
def companies(request: SignedInRequest) -> HttpResponse:
    """Of which company; an owner of one goes straight there."""
    require(request.user, "accounts.view_log")
    return choose_company(
        request,
        companies_owned_by(request.user),
        page="company-log",
        title=_("Log"),
        lead=_("Choose the company whose log you read."),
        icon="scroll-text",
    )


@login_required
@require_safe
def company_log(request: SignedInRequest, company: str) -> HttpResponse:
    """Everything that happened in a company, for its owners."""
    found = company_for(request.user, company)
    require(request.user, "accounts.view_log", found)
    buildings = buildings_visible_to(request.user).filter(company_id=found.pk)
    filters = CompanyLogFilter(request.GET, buildings=buildings)
    entries = narrow(entries_of_company(found.pk), **filters.wanted())
    if "export" in request.GET:
        return _csv(entries, f"log-{found.slug}.csv")
    lead = _("Who did what at %(company)s. Times are UTC.") % {"company": found.name}
    return _page(request, entries, filters, lead)


@login_required
@require_safe
def platform_log(request: SignedInRequest) -> HttpResponse:
    """What happened to the platform and to accounts; inside companies only what is open now."""
    require(request.user, "accounts.view_platform_log")
    filters = PlatformLogFilter(request.GET, companies=companies_visible_to(request.user))
    entries = narrow(entries_visible_to(request.user), **filters.wanted())
    if "export" in request.GET:
        return _csv(entries, "log-platform.csv")
    lead = _("Accounts, companies and support; of companies only what lets you in. Times are UTC.")
    return _page(request, entries, filters, lead)


def _page(request: SignedInRequest, entries: Any, filters: LogFilter, lead: str) -> HttpResponse:
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    address = request.GET.copy()
    address.pop("page", None)
    return render(
        request,
        "portal/log.html",
        {
            "page": page,
            "lines": tell(page.object_list, "UTC"),
            "filters": filters,
            "is_narrowed": filters.is_narrowing,
            "lead": lead,
            "query": address.urlencode(),
            "layout": "layouts/desk.html" if request.path.startswith("/desk/") else "base.html",
            "here": request.path,
        },
    )


def _csv(entries: Any, name: str) -> HttpResponse:
    response = HttpResponse(log_csv(entries), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
