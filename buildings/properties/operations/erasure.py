"""Taking a person out of the invitations to jobs."""

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

from buildings.properties.models import StaffInvitation
from foundation import clock

if TYPE_CHECKING:
    from accounts.models import User


def erase_staff_invitations_of(*, user: "User") -> list[StaffInvitation]:
    """Take away the addresses; those that wait are over. Part of erasing the account."""
    invitations = list(StaffInvitation.objects.filter(email__in=addresses_of(user)))
    for invitation in invitations:
        invitation.email = f"erased-{invitation.pk}@invalid.example"
        if invitation.is_waiting:
            invitation.state = StaffInvitation.State.REVOKED
            invitation.closed_at = clock.now()
        invitation.save(update_fields=["email", "state", "closed_at"])
    return invitations


def addresses_of(user: "User") -> set[str]:
    """The addresses that the person has proven, and their main one."""
    proven = EmailAddress.objects.filter(user=user, verified=True)
    return {user.email, *(email.lower() for email in proven.values_list("email", flat=True))}
