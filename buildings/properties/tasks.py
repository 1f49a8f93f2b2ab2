"""Background work about buildings and their staff: ids in, safe to run twice."""

import smtplib

from buildings.properties.emails import send_staff_invitation_mail
from buildings.properties.operations.staff_invitations import mark_staff_invitation_bounced
from buildings.properties.queries.staff import staff_invitation_to_send
from foundation import mail


def send_staff_invitation(invitation_id: int, version: int) -> None:
    """Nothing is sent where the invitation was answered, withdrawn or sent anew meanwhile.

    An address that the mail server refuses is shown at the desk; trying again would not help.
    """
    invitation = staff_invitation_to_send(invitation_id, version)
    if invitation is None:
        return
    try:
        send_staff_invitation_mail(invitation)
    except smtplib.SMTPRecipientsRefused as error:
        if not mail.is_refused_for_good(error):
            raise
        mark_staff_invitation_bounced(invitation=invitation, version=version)
