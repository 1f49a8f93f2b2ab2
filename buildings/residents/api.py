"""Residencies and invitations for programs."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from buildings.properties.queries import apartment_with_id, building_named
from buildings.residents import queries
from buildings.residents.operations import invitations as answers
from buildings.residents.operations import residencies as operations
from foundation.paging import Limit, Offset, PageOf, cut
from foundation.problems import Problem
from foundation.requests import SignedInRequest

router = Router()
invitations = Router()

Kind = Literal["owner", "tenant", "occupant"]
#: Of a token that leads nowhere, or nowhere any more.
LINK_REFUSALS: dict[int, Any] = {404: Problem, 410: Problem, 422: Problem}
REFUSALS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class PersonOut(Schema):
    id: UUID = Field(alias="uuid")
    full_name: str
    email: str
    phone: str


class ResidencyOut(Schema):
    id: UUID = Field(alias="uuid")
    apartment: UUID = Field(alias="apartment.uuid")
    apartment_number: str = Field(alias="apartment.number")
    person: PersonOut
    kind: Kind
    start_date: dt.date
    end_date: dt.date | None
    is_main_contact: bool


class ResidencyList(PageOf):
    items: list[ResidencyOut]


class ResidencyIn(Schema):
    apartment: UUID
    full_name: str
    email: str = ""
    phone: str = ""
    kind: Kind
    start_date: dt.date
    end_date: dt.date | None = None
    is_main_contact: bool = False


class ResidencyPatch(Schema):
    kind: Kind | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    is_main_contact: bool | None = None


@router.get("", response={200: ResidencyList, **REFUSALS}, operation_id="list_residencies")
def list_residencies(
    request: SignedInRequest,
    building: str | None = None,
    apartment: UUID | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """Who owns, rents or lives where, past and present, as far as you may see it."""
    found = queries.residencies_visible_to(request.user)
    if building is not None:
        found = found.filter(apartment__building=building_named(request.user, building))
    if apartment is not None:
        found = found.filter(apartment=apartment_with_id(request.user, apartment))
    return cut(found, limit, offset)


@router.post("", response={201: ResidencyOut, **REFUSALS}, operation_id="move_in")
def move_in(request: SignedInRequest, values: ResidencyIn) -> Any:
    """Record a move-in. A known e-mail address is the person you already have."""
    return 201, operations.move_in(
        actor=request.user,
        apartment=apartment_with_id(request.user, values.apartment),
        person=operations.PersonFacts(
            full_name=values.full_name, email=values.email, phone=values.phone
        ),
        kind=values.kind,
        start_date=values.start_date,
        end_date=values.end_date,
        is_main_contact=values.is_main_contact,
    )


@router.get(
    "/{uuid:residency_id}", response={200: ResidencyOut, **REFUSALS}, operation_id="get_residency"
)
def get_residency(request: SignedInRequest, residency_id: UUID) -> Any:
    """Who lives or lived in an apartment, in which way and when."""
    return queries.residency_with_id(request.user, residency_id)


@router.patch(
    "/{uuid:residency_id}",
    response={200: ResidencyOut, **REFUSALS},
    operation_id="change_residency",
)
def change_residency(request: SignedInRequest, residency_id: UUID, values: ResidencyPatch) -> Any:
    """Correct a residency; an `end_date` is the last day, and with it access ends."""
    return operations.change_residency(
        actor=request.user,
        residency=queries.residency_with_id(request.user, residency_id),
        values=values.dict(exclude_unset=True),
    )


class InvitationOut(Schema):
    id: UUID = Field(alias="uuid")
    person: PersonOut
    building: str = Field(alias="building.slug")
    email: str
    state: Literal["sent", "opened", "accepted", "declined", "revoked", "bounced"]
    has_expired: bool
    sent_at: dt.datetime
    expires_at: dt.datetime
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None


class InvitationList(PageOf):
    items: list[InvitationOut]


class InvitationIn(Schema):
    person: UUID


class InviteAllIn(Schema):
    building: str


class InvitedOut(Schema):
    sent: int
    without_email: int


class TokenIn(Schema):
    token: str


class OfferOut(Schema):
    """What an invitation offers, for whoever holds its token."""

    name: str = Field(alias="person.full_name")
    email: str
    building: str = Field(alias="building.name")
    company: str = Field(alias="building.company.name")
    expires_at: dt.datetime


@invitations.get("", response={200: InvitationList, **REFUSALS}, operation_id="list_invitations")
def list_invitations(
    request: SignedInRequest,
    building: str | None = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """Invitations of the buildings you work for, newest first."""
    found = queries.invitations_visible_to(request.user)
    if building is not None:
        found = found.filter(building=building_named(request.user, building))
    return cut(found, limit, offset)


@invitations.post("", response={201: InvitationOut, **REFUSALS}, operation_id="invite")
def invite(request: SignedInRequest, values: InvitationIn) -> Any:
    """Send a person the way to their account; a waiting invitation is sent anew."""
    found = queries.person_run_by(request.user, values.person)
    return 201, answers.invite(
        actor=request.user,
        person=found.person,
        building=found.residencies[0].apartment.building,
    )


@invitations.post("/all", response={200: InvitedOut, **REFUSALS}, operation_id="invite_all")
def invite_all(request: SignedInRequest, values: InviteAllIn) -> Any:
    """Invite everybody of a building who has no account and was never invited."""
    return answers.invite_all(
        actor=request.user, building=building_named(request.user, values.building)
    )


@invitations.post(
    "/validate", auth=None, response={200: OfferOut, **LINK_REFUSALS}, operation_id="see_invitation"
)
def see_invitation(request: HttpRequest, values: TokenIn) -> Any:
    """What an invitation offers. Asking uses nothing up."""
    return queries.invitation_of(values.token)


@invitations.post(
    "/accept",
    response={200: InvitationOut, **LINK_REFUSALS, 401: Problem, 403: Problem, 409: Problem},
    operation_id="accept_invitation",
)
def accept_invitation(request: SignedInRequest, values: TokenIn) -> Any:
    """Accept as the account that has the invited address among its proven ones."""
    return answers.accept(actor=request.user, token=values.token)


@invitations.post(
    "/decline", auth=None, response={204: None, **LINK_REFUSALS}, operation_id="decline_invitation"
)
def decline_invitation(request: HttpRequest, values: TokenIn) -> Any:
    """Say no. Whoever holds the token may."""
    answers.decline(token=values.token)
    return 204, None


@invitations.get(
    "/{uuid:invitation_id}",
    response={200: InvitationOut, **REFUSALS},
    operation_id="get_invitation",
)
def get_invitation(request: SignedInRequest, invitation_id: UUID) -> Any:
    """One invitation, and what became of it."""
    return queries.invitation_run_by(request.user, invitation_id)


@invitations.post(
    "/{uuid:invitation_id}/send-again",
    response={200: InvitationOut, **REFUSALS},
    operation_id="send_invitation_again",
)
def send_invitation_again(request: SignedInRequest, invitation_id: UUID) -> Any:
    """A new link to the address in the book; older links stop working."""
    return answers.send_again(
        actor=request.user, invitation=queries.invitation_run_by(request.user, invitation_id)
    )


@invitations.post(
    "/{uuid:invitation_id}/withdraw",
    response={200: InvitationOut, **REFUSALS},
    operation_id="withdraw_invitation",
)
def withdraw_invitation(request: SignedInRequest, invitation_id: UUID) -> Any:
    """Make its link worthless."""
    return answers.withdraw(
        actor=request.user, invitation=queries.invitation_run_by(request.user, invitation_id)
    )
