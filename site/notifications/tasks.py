"""Background work of telling: ids in, safe to run twice."""

import smtplib
from collections.abc import Sequence

from foundation import mail
from notifications.emails import send_notification_mail
from notifications.operations import sending


def send_mails(delivery_ids: Sequence[int]) -> None:
    """Each is taken by one worker only. One that fails holds up no other; it is swept up later."""
    for delivery_id in delivery_ids:
        delivery = sending.take(delivery_id=delivery_id)
        if delivery is None:
            continue
        try:
            send_notification_mail(delivery)
        except smtplib.SMTPRecipientsRefused as error:
            if mail.is_refused_for_good(error):
                sending.mark_bounced(delivery=delivery)
            else:
                sending.mark_failed(delivery=delivery)
        except OSError:
            # The mail server is away (smtplib's errors are OSErrors, too).
            sending.mark_failed(delivery=delivery)
        else:
            sending.mark_sent(delivery=delivery)


def sweep_up() -> None:
    """Take up what workers that died have left behind."""
    sending.sweep()
