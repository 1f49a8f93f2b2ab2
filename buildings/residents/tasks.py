"""Background work about residents: ids in, safe to run twice."""

from buildings.residents.emails import send_invitation_mail
from buildings.residents.queries import invitation_to_send


def send_invitation(invitation_id: int, version: int) -> None:
    """Nothing is sent where the invitation was answered, withdrawn or sent anew meanwhile."""
    invitation = invitation_to_send(invitation_id, version)
    if invitation is not None:
        send_invitation_mail(invitation)
