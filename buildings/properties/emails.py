"""The messages about buildings and those who run them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from accounts.queries.users import user_by_email
from foundation import mail
from foundation.languages import language_for, speaking

if TYPE_CHECKING:
    from buildings.properties.models import StaffInvitation


def send_staff_invitation_mail(invitation: "StaffInvitation") -> None:
    """The offer of a job, in the language of the account, else of a building it is about."""
    user = user_by_email(invitation.email)
    about = invitation.buildings.order_by("pk").first()
    path = reverse("staff:invitation", args=[invitation.token])
    with speaking(user, about):
        mail.send(
            to=invitation.email,
            message="properties/staff_invitation",
            language=language_for(user, about),
            context={
                "company": invitation.company.name,
                "role": invitation.get_role_display(),
                "expires_at": invitation.expires_at,
                "link": f"{settings.BASE_URL.rstrip('/')}{path}",
            },
        )
