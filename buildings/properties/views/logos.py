"""The desk's page of a building's logo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from buildings.properties import queries
from buildings.properties.forms import LogoForm
from buildings.properties.operations.logos import MAX_LOGO_BYTES, remove_logo, set_logo
from foundation.errors import InvalidInput
from foundation.forms import add_errors
from foundation.permissions import require
from foundation.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def building_logo(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """See, replace or remove the logo."""
    found = queries.building_run_by(request.user, company, building)
    require(request.user, "properties.change_building", found)
    if request.method == "POST" and "remove" in request.POST:
        remove_logo(actor=request.user, building=found)
        messages.success(request, _("The logo has been removed."))
        return redirect("properties:building-detail", company, building)
    is_sent = request.method == "POST"
    form = LogoForm(request.POST, request.FILES) if is_sent else LogoForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            set_logo(
                actor=request.user,
                building=found,
                content=file.read(MAX_LOGO_BYTES + 1),
                file_name=file.name or "",
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The new logo stands on every page of the site."))
            return redirect("properties:building-detail", company, building)
    return render(
        request,
        "properties/building_logo.html",
        {"form": form, "building": found},
        status=422 if form.errors else 200,
    )
