"""Reads of who works for a company, where, and who was asked to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.queries.companies import companies_owned_by
from accounts.queries.guards import locks_of
from accounts.queries.invitations import InvitationOver
from accounts.queries.staff import memberships_visible_to
from buildings.properties.models import Building, BuildingAssignment, StaffInvitation
from foundation.errors import NotFound
from foundation.permissions import require

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import Company, StaffMembership, User

    Viewer = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody's present job, and the buildings that it names; none where it covers all."""

    membership: "StaffMembership"
    buildings: list[Building]
    #: Until when wrong passwords keep them out.
    locked_until: "dt.datetime | None" = None


def companies_with_staff_of(user: "User") -> "list[Company]":
    """The companies whose staff this person looks after.

    Raises:
        NotAllowed: none.
    """
    require(user, "properties.assign_staff")
    return companies_owned_by(user)


def staff_visible_to(user: "Viewer") -> "QuerySet[StaffMembership]":
    """Present jobs with person and company: all for owners, else one's own."""
    return (
        memberships_visible_to(user)
        .filter(ended_at__isnull=True)
        .select_related("user", "company")
        .prefetch_related("assignments__building")
        .order_by("started_at", "pk")
    )


def staff_of(user: "Viewer", company: "Company") -> list[Colleague]:
    """Who works for a company today, longest first."""
    memberships = list(staff_visible_to(user).filter(company=company))
    named: dict[int, list[Building]] = {}
    found = BuildingAssignment.objects.filter(membership__in=memberships)
    for assignment in found.select_related("building").order_by("building__name"):
        named.setdefault(assignment.membership_id, []).append(assignment.building)
    locks = locks_of(item.user for item in memberships)
    return [
        Colleague(item, named.get(item.pk, []), locks.get(item.user_id)) for item in memberships
    ]


def membership_with_id(user: "Viewer", membership_id: UUID) -> "StaffMembership":
    """
    Raises:
        NotFound: unknown, or not for this person.
    """
    found = memberships_visible_to(user).select_related("user", "company")
    membership: StaffMembership | None = found.filter(uuid=membership_id).first()
    if membership is None:
        raise NotFound
    return membership


def buildings_of_company(company: "Company") -> "QuerySet[Building]":
    """All buildings of a company that was itself fetched through a scoped query."""
    found: QuerySet[Building] = Building.objects.filter(company=company).order_by("name", "pk")
    return found


def staff_invitations_visible_to(user: "Viewer") -> "QuerySet[StaffInvitation]":
    return (
        StaffInvitation.objects.visible_to(user)
        .select_related("company", "invited_by")
        .prefetch_related("buildings")
    )


def staff_invitation_with_id(user: "Viewer", invitation_id: UUID) -> StaffInvitation:
    """
    Raises:
        NotFound: unknown, or not for this person.
    """
    found = staff_invitations_visible_to(user).filter(uuid=invitation_id)
    invitation: StaffInvitation | None = found.first()
    if invitation is None:
        raise NotFound
    return invitation


def staff_invitation_of(token: str) -> StaffInvitation:
    """The invitation that a link leads to, while it can be answered.

    Raises:
        NotFound: nobody made this token.
        InvitationOver: used, declined, withdrawn, replaced by a newer one, too old, or whoever
            invited is no longer an owner.
    """
    try:
        row, version = StaffInvitation.row_and_version(token)
    except ValueError as error:
        raise NotFound(_("The link is not whole. Copy all of it from the message.")) from error
    found = StaffInvitation.objects.select_related("company", "invited_by")
    invitation: StaffInvitation | None = found.filter(uuid=row).first()
    if invitation is None:
        raise NotFound(_("The link is not whole. Copy all of it from the message."))
    check_staff_invitation(invitation, version)
    return invitation


def check_staff_invitation(invitation: StaffInvitation, version: int) -> None:
    """
    Raises:
        InvitationOver: used, declined, withdrawn, replaced by a newer one, too old, or whoever
            invited is no longer an owner.
    """
    if not invitation.is_waiting:
        raise InvitationOver(why_staff_invitation_is_over(invitation))
    if version != invitation.version:
        raise InvitationOver(_("A newer invitation was sent. Use the link in the latest message."))
    if invitation.has_expired:
        raise InvitationOver(_("It was valid for some days only. Ask the company for a new one."))
    # An owner who was sent away must not have left a door open for a friend.
    inviter = invitation.invited_by
    if inviter is not None and not inviter.has_perm(
        "properties.add_staffinvitation", invitation.company
    ):
        raise InvitationOver(
            _("Whoever invited you no longer runs the company. Ask it for a new one.")
        )


def why_staff_invitation_is_over(invitation: StaffInvitation) -> str:
    """What became of an invitation that nobody waits for any more."""
    if invitation.state == StaffInvitation.State.ACCEPTED:
        return _("It has been accepted already. Sign in with your e-mail address.")
    if invitation.state == StaffInvitation.State.DECLINED:
        return _("It was declined. Ask the company for a new one.")
    return _("The company has withdrawn it. Ask there if you think that is a mistake.")


def staff_invitation_to_send(invitation_id: int, version: int) -> StaffInvitation | None:
    """An invitation that still waits for an answer to this very version, or None."""
    found = StaffInvitation.objects.waiting().select_related("company")
    invitation: StaffInvitation | None = found.filter(pk=invitation_id, version=version).first()
    return invitation
