"""The desk's pages about API keys, for owners."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.keys import ApiKeyForm
from accounts.operations import keys as operations
from accounts.queries import keys as queries
from accounts.queries.companies import company_for
from accounts.views.companies import choose_company
from foundation.errors import Conflict, InvalidInput
from foundation.forms import add_errors
from foundation.permissions import require
from foundation.requests import SignedInRequest


@login_required
@require_safe
def api_keys(request: SignedInRequest) -> HttpResponse:
    """Whose keys: on to the company, where there is only one."""
    return choose_company(
        request,
        queries.companies_with_keys_of(request.user),
        page="api_keys:list",
        title=gettext("API keys"),
        lead=gettext("Choose the company whose programs you connect."),
        icon="key-round",
    )


# The page shows a secret once: nobody keeps a copy of it on the way. Whoever makes one proves again
# who they are, because a key outlives an unwatched browser.
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def api_key_list(request: SignedInRequest, company: str) -> HttpResponse:
    """The keys of a company; a new one by form, shown in the answer and never again."""
    found = company_for(request.user, company)
    require(request.user, "accounts.add_apikey", found)
    form = ApiKeyForm(request.POST or None)
    made, token = None, ""
    if form.is_valid():
        try:
            made, token = operations.create_key(
                actor=request.user, company=found, **form.cleaned_data
            )
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            form = ApiKeyForm()
    return render(
        request,
        "accounts/api_keys.html",
        {
            "company": found,
            "form": form,
            "made": made,
            "token": token,
            "keys": queries.keys_listed(request.user, found),
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def api_key_revoke(request: SignedInRequest, company: str, key_id: UUID) -> HttpResponse:
    """Make a key worthless at once."""
    key = operations.revoke_key(actor=request.user, key=queries.key_with_id(request.user, key_id))
    messages.success(request, gettext("The key “%(name)s” no longer works.") % {"name": key.name})
    return redirect("api_keys:list", key.company.slug)
