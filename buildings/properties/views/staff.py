"""The desk's pages about staff, for owners."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.operations.guards import unlock_account
from accounts.operations.staff import end_staff
from accounts.queries.companies import company_for
from accounts.views.companies import choose_company
from buildings.properties.forms.staff import StaffInvitationForm
from buildings.properties.operations import staff_invitations as operations
from buildings.properties.queries import staff as queries
from foundation.errors import Conflict, InvalidInput
from foundation.forms import add_errors
from foundation.permissions import require
from foundation.requests import SignedInRequest


@login_required
@require_safe
def companies(request: SignedInRequest) -> HttpResponse:
    """Whose staff: on to the company, where there is only one."""
    return choose_company(
        request,
        queries.companies_with_staff_of(request.user),
        page="staff:list",
        title=_("Staff"),
        lead=_("Choose the company whose staff you look after."),
        icon="users-round",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff_list(request: SignedInRequest, company: str) -> HttpResponse:
    """Who works here and who was asked to; a new invitation by form."""
    found = company_for(request.user, company)
    require(request.user, "properties.assign_staff", found)
    form = StaffInvitationForm(request.POST or None, buildings=queries.buildings_of_company(found))
    if form.is_valid():
        try:
            invitation = operations.invite_staff(actor=request.user, company=found, **form.offer)
        except (Conflict, InvalidInput) as error:
            add_errors(form, error)
        else:
            message = _("An invitation is on its way to %(email)s.")
            messages.success(request, message % {"email": invitation.email})
            return redirect("staff:list", found.slug)
    return render(
        request,
        "properties/staff.html",
        {
            "company": found,
            "form": form,
            "may_invite": request.user.has_perm("properties.add_staffinvitation", found),
            "staff": queries.staff_of(request.user, found),
            "invitations": queries.staff_invitations_visible_to(request.user).filter(company=found)[
                :200
            ],
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def job_end(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    """End somebody's job; they lose access at once."""
    membership = queries.membership_with_id(request.user, membership_id)
    try:
        end_staff(actor=request.user, membership=membership)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        message = _("%(name)s no longer works here.")
        messages.success(request, message % {"name": membership.user.display_name})
    # Whoever ended their own job has nothing to look for at this desk.
    if membership.user_id == request.user.pk:
        return redirect("/")
    return redirect("staff:list", membership.company.slug)


@login_required
@require_POST
def unlock(request: SignedInRequest, membership_id: UUID) -> HttpResponse:
    """Let somebody who typed wrong passwords try again."""
    membership = queries.membership_with_id(request.user, membership_id)
    unlock_account(actor=request.user, user=membership.user)
    message = _("%(name)s can sign in again.")
    messages.success(request, message % {"name": membership.user.display_name})
    return redirect("staff:list", membership.company.slug)


@login_required
@require_POST
def invitation_send_again(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """A new link to the same address."""
    invitation = queries.staff_invitation_with_id(request.user, invitation_id)
    try:
        operations.send_staff_invitation_again(actor=request.user, invitation=invitation)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        message = _("An invitation is on its way to %(email)s.")
        messages.success(request, message % {"email": invitation.email})
    return redirect("staff:list", invitation.company.slug)


@login_required
@require_POST
def invitation_withdraw(request: SignedInRequest, invitation_id: UUID) -> HttpResponse:
    """Make the link of an invitation worthless."""
    invitation = queries.staff_invitation_with_id(request.user, invitation_id)
    try:
        operations.withdraw_staff_invitation(actor=request.user, invitation=invitation)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        message = _("The invitation of %(name)s has been withdrawn.")
        messages.success(request, message % {"name": invitation.email})
    return redirect("staff:list", invitation.company.slug)
