"""Staff and their invitations for apps. Programs' keys neither hire nor fire."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from accounts.authentication.bearer import Bearer, Cookie
from accounts.operations.staff import end_staff
from accounts.queries.companies import company_for
from buildings.properties.operations import staff_invitations as operations
from buildings.properties.queries import building_named
from buildings.properties.queries import staff as queries
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.permissions import require
from foundation.problems import Problem
from foundation.requests import SignedInRequest

staff = Router(auth=[Bearer(), Cookie()])
staff_invitations = Router(auth=[Bearer(), Cookie()])

REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
#: Of a token that leads nowhere, or nowhere any more.
LINK_REFUSALS: dict[int, Any] = {404: Problem, 409: Problem, 410: Problem, 422: Problem}

Role = Literal["owner", "manager", "assistant", "finance"]


class MembershipOut(Schema):
    id: UUID = Field(alias="uuid")
    company: str = Field(alias="company.slug")
    name: str = Field(alias="user.display_name")
    email: str = Field(alias="user.email")
    role: Role
    covers_all_buildings: bool
    buildings: list[str] = Field(description="Slugs of the named buildings; empty where all count.")
    started_at: dt.datetime

    @staticmethod
    def resolve_buildings(membership: Any) -> list[str]:
        if membership.covers_all_buildings:
            return []
        return sorted(item.building.slug for item in membership.assignments.all())


class MembershipList(PageOf):
    items: list[MembershipOut]


class StaffInvitationOut(Schema):
    id: UUID = Field(alias="uuid")
    company: str = Field(alias="company.slug")
    email: str
    role: Role
    covers_all_buildings: bool
    buildings: list[str] = Field(description="Slugs of the named buildings; empty where all count.")
    state: Literal["sent", "opened", "accepted", "declined", "revoked", "bounced"]
    has_expired: bool
    sent_at: dt.datetime
    expires_at: dt.datetime
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None

    @staticmethod
    def resolve_buildings(invitation: Any) -> list[str]:
        return sorted(building.slug for building in invitation.buildings.all())


class StaffInvitationList(PageOf):
    items: list[StaffInvitationOut]


class StaffInvitationIn(Schema):
    company: str = Field(description="Slug of the company.", examples=["harbour"])
    email: str
    role: Role = Field(examples=["manager"])
    covers_all_buildings: bool = Field(False, description="Owners always cover all.")
    buildings: list[str] = Field(
        [],
        max_length=500,
        description="The named buildings, each as slug, company/slug or id.",
        examples=[["willow-court"]],
    )


class StaffTokenIn(Schema):
    token: str = Field(max_length=300)


class JobOfferOut(Schema):
    """What an invitation offers, for whoever holds its token."""

    company: str = Field(alias="company.name")
    email: str
    role: Role
    covers_all_buildings: bool
    buildings: list[str] = Field(description="Names of the named buildings.")
    expires_at: dt.datetime

    @staticmethod
    def resolve_buildings(invitation: Any) -> list[str]:
        return sorted(building.name for building in invitation.buildings.all())


@staff.get("", response={200: MembershipList, **REFUSALS}, operation_id="list_staff")
def list_staff(
    request: SignedInRequest, company: str | None = None, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """Who works for the companies you own; for others, the jobs of their own."""
    found = queries.staff_visible_to(request.user)
    if company is not None:
        found = found.filter(company=company_for(request.user, company))
    return cut(found, limit, offset)


@staff.post("/{uuid:membership_id}/end", response={204: None, **REFUSALS}, operation_id="end_staff")
def end_membership(request: SignedInRequest, membership_id: UUID) -> Any:
    """End a job. Access ends at once; a company keeps at least one owner."""
    end_staff(
        actor=request.user, membership=queries.membership_with_id(request.user, membership_id)
    )
    return Status(204, None)


@staff_invitations.get(
    "", response={200: StaffInvitationList, **REFUSALS}, operation_id="list_staff_invitations"
)
def list_staff_invitations(
    request: SignedInRequest, company: str | None = None, limit: Limit = 50, offset: Offset = 0
) -> Any:
    """Invitations to work for the companies you own, newest first."""
    require(request.user, "properties.assign_staff")
    found = queries.staff_invitations_visible_to(request.user)
    if company is not None:
        found = found.filter(company=company_for(request.user, company))
    return cut(found, limit, offset)


@staff_invitations.post(
    "", response={201: StaffInvitationOut, **REFUSALS}, operation_id="invite_staff"
)
def invite_staff(request: SignedInRequest, values: StaffInvitationIn) -> Any:
    """Offer somebody a job. An invitation that waits for the address is sent anew as given here."""
    company = company_for(request.user, values.company)
    # Before the buildings are looked up, so that their answer tells strangers nothing.
    require(request.user, "properties.add_staffinvitation", company)
    return Status(
        201,
        operations.invite_staff(
            actor=request.user,
            company=company,
            email=values.email,
            role=values.role,
            covers_all_buildings=values.covers_all_buildings,
            buildings=[building_named(request.user, name) for name in set(values.buildings)],
        ),
    )


@staff_invitations.post(
    "/validate",
    auth=None,
    response={200: JobOfferOut, **LINK_REFUSALS},
    operation_id="see_staff_invitation",
)
def see_staff_invitation(request: HttpRequest, values: StaffTokenIn) -> Any:
    """What an invitation offers. Asking uses nothing up."""
    return queries.staff_invitation_of(values.token)


@staff_invitations.post(
    "/accept",
    response={200: StaffInvitationOut, **LINK_REFUSALS, 401: Problem, 403: Problem},
    operation_id="accept_staff_invitation",
)
def accept_staff_invitation(request: SignedInRequest, values: StaffTokenIn) -> Any:
    """Accept as the account that has the invited address among its proven ones."""
    return operations.join_staff(actor=request.user, token=values.token)


@staff_invitations.post(
    "/decline",
    auth=None,
    response={204: None, **LINK_REFUSALS},
    operation_id="decline_staff_invitation",
)
def decline_staff_invitation(request: HttpRequest, values: StaffTokenIn) -> Any:
    """Say no. Whoever holds the token may."""
    operations.decline_staff_invitation(token=values.token)
    return Status(204, None)


@staff_invitations.get(
    "/{uuid:invitation_id}",
    response={200: StaffInvitationOut, **REFUSALS},
    operation_id="get_staff_invitation",
)
def get_staff_invitation(request: SignedInRequest, invitation_id: UUID) -> Any:
    """One invitation, and what became of it."""
    return queries.staff_invitation_with_id(request.user, invitation_id)


@staff_invitations.post(
    "/{uuid:invitation_id}/send-again",
    response={200: StaffInvitationOut, **REFUSALS},
    operation_id="send_staff_invitation_again",
)
def send_staff_invitation_again(request: SignedInRequest, invitation_id: UUID) -> Any:
    """A new link to the same address; older links stop working."""
    return operations.send_staff_invitation_again(
        actor=request.user, invitation=queries.staff_invitation_with_id(request.user, invitation_id)
    )


@staff_invitations.post(
    "/{uuid:invitation_id}/withdraw",
    response={200: StaffInvitationOut, **REFUSALS},
    operation_id="withdraw_staff_invitation",
)
def withdraw_staff_invitation(request: SignedInRequest, invitation_id: UUID) -> Any:
    """Make its link worthless."""
    return operations.withdraw_staff_invitation(
        actor=request.user, invitation=queries.staff_invitation_with_id(request.user, invitation_id)
    )
