"""For pages about one company: which, where somebody has several."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

if TYPE_CHECKING:
    from accounts.models import Company


def choose_company(
    request: HttpRequest,
    companies: "Sequence[Company]",
    *,
    page: str,
    title: str,
    lead: str,
    icon: str,
) -> HttpResponse:
    """On to `page` (the name of an address that takes a company), at once where there is one."""
    if len(companies) == 1:
        return redirect(page, companies[0].slug)
    choices = [
        {"name": company.name, "address": reverse(page, args=[company.slug])}
        for company in companies
    ]
    context = {"title": title, "lead": lead, "icon": icon, "choices": choices}
    return render(request, "accounts/choose_company.html", context)
