"""The page that the invitation to a job leads to."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.invitations import NewAccountForm
from accounts.queries.users import has_proven, user_by_email
from accounts.views.invitations import explained
from buildings.properties.models import StaffInvitation
from buildings.properties.operations import staff_invitations as operations
from buildings.properties.queries.staff import staff_invitation_of
from foundation.errors import InvalidInput
from foundation.forms import add_errors


@never_cache
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Which job is offered, and how to accept.

    Looking uses nothing up. Whoever has an account signs in first; others choose a password.
    """
    found = staff_invitation_of(token)
    if request.user.is_authenticated:
        return _for_an_account(request, found, token)
    if user_by_email(found.email) is not None:
        return _page(request, found, "sign-in")
    form = NewAccountForm(request.POST or None)
    if form.is_valid():
        try:
            user = operations.join_staff_with_new_account(token=token, **form.cleaned_data)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            response: HttpResponse = perform_login(
                request, user, email_verification="none", redirect_url=_desk()
            )
            return response
    elif request.method == "GET":
        operations.note_staff_invitation_opened(token=token)
    return _page(request, found, "new", form)


def _for_an_account(request: HttpRequest, found: StaffInvitation, token: str) -> HttpResponse:
    user = request.user
    if request.method == "POST":
        operations.join_staff(actor=user, token=token)  # type: ignore[arg-type]  # is signed in
        messages.success(
            request, _("You now work for %(company)s.") % {"company": found.company.name}
        )
        return redirect(_desk())
    is_own = has_proven(user, found.email)  # type: ignore[arg-type]  # is signed in
    return _page(request, found, "accept" if is_own else "another")


def _desk() -> str:
    return reverse("properties:building-list")


def _page(
    request: HttpRequest, found: StaffInvitation, how: str, form: NewAccountForm | None = None
) -> HttpResponse:
    return render(
        request,
        "properties/staff_invitation.html",
        {
            "invitation": found,
            "buildings": found.buildings.order_by("name"),
            "how": how,
            "form": form,
        },
        status=422 if form is not None and form.errors else 200,
    )


@never_cache
@explained
@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no. The owners see it and can ask again."""
    found = operations.decline_staff_invitation(token=token)
    return render(request, "properties/staff_invitation_declined.html", {"invitation": found})
