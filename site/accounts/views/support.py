"""Letting the support look in, from the desk; and looking in, from the console."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.support import SupportConsentForm
from accounts.models import Company
from accounts.operations.support import (
    allow_support,
    end_support,
    enter_company,
    leave_company,
)
from accounts.queries.companies import companies_owned_by, company_for
from accounts.queries.support import (
    consent_with_id,
    consents_of,
    supported_companies,
)
from accounts.views.companies import choose_company
from foundation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from foundation.forms import add_errors
from foundation.permissions import require
from foundation.requests import SignedInRequest


@login_required
@require_safe
def companies(request: SignedInRequest) -> HttpResponse:
    """Of which company; an owner of one goes straight there."""
    require(request.user, "accounts.allow_support")
    return choose_company(
        request,
        companies_owned_by(request.user),
        page="company-support",
        title=_("Support"),
        lead=_("Choose the company that needs help."),
        icon="life-buoy",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def company_support(request: SignedInRequest, company: str) -> HttpResponse:
    """An owner's page: who of the platform may look in, who did, and allowing it."""
    found = company_for(request.user, company)
    require(request.user, "accounts.allow_support", found)
    form = SupportConsentForm(request.POST or None)
    if form.is_valid():
        try:
            allow_support(
                actor=request.user,
                company=found,
                purpose=form.cleaned_data["purpose"],
                hours=form.cleaned_data["hours"],
            )
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The support may look in now."))
            return redirect("company-support", found.slug)
    context = {"company": found, "consents": consents_of(found)[:50], "form": form}
    return render(
        request, "accounts/company_support.html", context, status=422 if form.errors else 200
    )


@login_required
@require_POST
def support_end(request: SignedInRequest, consent_id: UUID) -> HttpResponse:
    """Take the consent back."""
    consent = consent_with_id(request.user, consent_id)
    try:
        end_support(actor=request.user, consent=consent)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Nobody of the support may look in any more."))
    return redirect("company-support", consent.company.slug)


@login_required
@require_safe
def support(request: SignedInRequest) -> HttpResponse:
    """A super user's page: which companies let the support look in."""
    require(request.user, "accounts.give_support")
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {"rows": supported_companies(request.user, text), "text": text}
    return render(request, "accounts/support.html", context)


@login_required
@require_POST
def support_enter(request: SignedInRequest, company: str) -> HttpResponse:
    """Begin to look into a company."""
    found = _company_from_outside(request, company)
    try:
        enter_company(actor=request.user, company=found)
    except NotAllowed as error:
        messages.error(request, error.message)
        return redirect("support")
    return redirect(reverse("desk"))


@login_required
@require_POST
def support_leave(request: SignedInRequest, company: str) -> HttpResponse:
    """Stop looking into a company."""
    found = _company_from_outside(request, company)
    try:
        leave_company(actor=request.user, company=found)
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("support")


def _company_from_outside(request: SignedInRequest, slug: str) -> Company:
    """Any company, for super users; others do not learn which there are."""
    if not request.user.has_perm("accounts.give_support"):
        raise NotFound
    return company_for(request.user, slug)
