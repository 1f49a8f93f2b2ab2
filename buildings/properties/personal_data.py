"""What is kept about the jobs that a person was offered."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from buildings.properties.models import StaffInvitation
from buildings.properties.operations.erasure import addresses_of, erase_staff_invitations_of
from foundation import personal_data

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import User


def export(user: "User") -> dict[str, Any]:
    invitations = StaffInvitation.objects.filter(email__in=addresses_of(user))
    return {
        "offered_jobs": [
            {
                "company": invitation.company.name,
                "email": invitation.email,
                "role": invitation.role,
                "state": invitation.state,
                "sent_at": invitation.sent_at,
                "opened_at": invitation.opened_at,
                "closed_at": invitation.closed_at,
            }
            for invitation in invitations.select_related("company")
        ]
    }


def erase(user: "User") -> "Iterable[Model]":
    return erase_staff_invitations_of(user=user)


personal_data.register(personal_data.Part("properties", export=export, erase=erase))
