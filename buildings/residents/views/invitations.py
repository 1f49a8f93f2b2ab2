"""Inviting from the desk, and the page that an invitation leads to."""

from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.invitations import LetterAccountForm, NewAccountForm
from accounts.queries.users import user_by_email
from accounts.views.invitations import explained
from buildings.properties.queries import building_run_by
from buildings.residents import queries
from buildings.residents.models import Invitation
from buildings.residents.operations import invitations as operations
from buildings.residents.operations import letters
from foundation.errors import Conflict, InvalidInput
from foundation.forms import add_errors
from foundation.permissions import require
from foundation.requests import SignedInRequest


@login_required
@require_POST
def person_invite(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Invite somebody, or invite them again."""
    found = queries.person_run_by(request.user, person_id)
    building = found.residencies[0].apartment.building
    try:
        invitation = operations.invite(actor=request.user, person=found.person, building=building)
    except (Conflict, InvalidInput) as error:
        messages.error(request, error.message)
    else:
        message = _("An invitation is on its way to %(email)s.")
        messages.success(request, message % {"email": invitation.email})
    return _back(request, found)


def _back(request: HttpRequest, found: queries.PersonAtDesk) -> HttpResponse:
    """To the apartment from whose page it was asked, else to the person."""
    asked = request.POST.get("apartment", "")
    for residency in found.residencies:
        if str(residency.apartment.uuid) == asked:
            return redirect("residents:apartment-detail", residency.apartment.uuid)
    return redirect("residents:person-detail", found.person.uuid)


@login_required
@require_POST
def invitation_withdraw(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """Make the link of an invitation worthless."""
    invitation = queries.invitation_run_by(request.user, invitation_id)
    try:
        operations.withdraw(actor=request.user, invitation=invitation)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        message = _("The invitation of %(name)s has been withdrawn.")
        messages.success(request, message % {"name": invitation.person})
    return redirect("residents:person-detail", invitation.person.uuid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite_all_page(request: SignedInRequest, company: str, building: str) -> HttpResponse:
    """Whom an invitation of everybody would reach and whom not; sending it."""
    found = building_run_by(request.user, company, building)
    require(request.user, "residents.add_invitation", found)
    if request.method == "POST":
        invited = operations.invite_all(actor=request.user, building=found)
        messages.success(
            request,
            ngettext(
                "%(number)s invitation is on its way.",
                "%(number)s invitations are on their way.",
                invited.sent,
            )
            % {"number": invited.sent},
        )
        return redirect("residents:residency-list", found.company.slug, found.slug)
    people = queries.people_to_invite(found)
    return render(
        request,
        "residents/invite_all.html",
        {
            "building": found,
            "reachable": [person for person in people if person.email],
            "without_email": [person for person in people if not person.email],
        },
    )


@never_cache
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of an invitation shows: to whom, to what, and how to accept.

    Looking uses nothing up. Whoever has an account signs in first; others choose a password.
    """
    found = queries.invitation_of(token)
    if request.user.is_authenticated:
        return _for_an_account(request, found, token)
    if not found.email:
        return _by_letter(request, found, token)
    if user_by_email(found.email) is not None:
        return render(request, "residents/invitation.html", {"invitation": found, "how": "sign-in"})
    form = NewAccountForm(request.POST or None, initial=_names_of(found))
    if form.is_valid():
        try:
            user = operations.accept_with_new_account(token=token, **form.cleaned_data)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            home = f"/{found.building.company.slug}/{found.building.slug}/"
            response: HttpResponse = perform_login(
                request, user, email_verification="none", redirect_url=home
            )
            return response
    elif request.method == "GET":
        operations.note_opened(token=token)
    return render(
        request,
        "residents/invitation.html",
        {"invitation": found, "form": form, "how": "new"},
        status=422 if form.errors else 200,
    )


def _by_letter(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """The holder gives an address, proves it by a code, and comes back here to accept."""
    form = LetterAccountForm(request.POST or None, initial=_names_of(found))
    if form.is_valid():
        try:
            user = letters.begin_by_letter(token=token, **form.cleaned_data)
        except InvalidInput as error:
            add_errors(form, error)
        except Conflict as error:
            form.add_error("email", error.message)
        else:
            response: HttpResponse = perform_login(request, user, redirect_url=request.path)
            return response
    elif request.method == "GET":
        operations.note_opened(token=token)
    return render(
        request,
        "residents/invitation.html",
        {"invitation": found, "form": form, "how": "letter"},
        status=422 if form.errors else 200,
    )


def _for_an_account(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    user = request.user
    if request.method == "POST":
        operations.accept(actor=user, token=token)  # type: ignore[arg-type]  # is signed in
        messages.success(
            request, _("You now have access to %(name)s.") % {"name": found.building.name}
        )
        return redirect(f"/{found.building.company.slug}/{found.building.slug}/")
    is_own = operations.is_for(user, found)  # type: ignore[arg-type]  # is signed in
    return render(
        request,
        "residents/invitation.html",
        {"invitation": found, "how": "accept" if is_own else "another"},
    )


@never_cache
@explained
@require_POST
def invitation_decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no. The managers see it and can ask again."""
    found = operations.decline(token=token)
    return render(request, "residents/invitation_declined.html", {"invitation": found})


def _names_of(found: Invitation) -> dict[str, str]:
    """The name in the company's book, its last word as the family name; people correct it."""
    first, _space, last = found.person.full_name.rpartition(" ")
    return {"first_name": first or last, "last_name": last if first else ""}
