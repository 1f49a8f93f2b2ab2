"""The messages about residents."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from accounts.queries.users import user_by_email
from foundation import mail
from foundation.languages import language_for, speaking

if TYPE_CHECKING:
    from buildings.residents.models import Invitation


def send_invitation_mail(invitation: "Invitation") -> None:
    """The way in, in the language of the account if there is one, else of the building."""
    building, user = invitation.building, user_by_email(invitation.email)
    path = reverse("residents:invitation", args=[invitation.token])
    with speaking(user, building):
        mail.send(
            to=invitation.email,
            message="residents/invitation",
            language=language_for(user, building),
            context={
                "name": invitation.person.full_name,
                "building": building.name,
                "company": building.company.name,
                "expires_at": invitation.expires_at,
                "link": f"{settings.BASE_URL.rstrip('/')}{path}",
            },
        )
