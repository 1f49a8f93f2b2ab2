"""Background work about residents: ids in, safe to run twice."""

import smtplib

from buildings.residents.emails import send_invitation_mail
from buildings.residents.operations.invitations import mark_bounced
from buildings.residents.queries import invitation_to_send
from foundation import mail


def send_invitation(invitation_id: int, version: int) -> None:
    """Nothing is sent where the invitation was answered, withdrawn or sent anew meanwhile.

    An address that the mail server refuses is shown at the desk; trying again would not help.
    """
    invitation = invitation_to_send(invitation_id, version)
    if invitation is None:
        return
    try:
        send_invitation_mail(invitation)
    except smtplib.SMTPRecipientsRefused as error:
        if not mail.is_refused_for_good(error):
            raise
        mark_bounced(invitation=invitation, version=version)
