"""Background work of telling: ids in, safe to run twice."""

import smtplib
from collections.abc import Sequence

from foundation import mail
from notifications.emails import send_notification_mail
from notifications.operations import devices, sending
from notifications.pushes import Outcome, push_notification
from notifications.queries.devices import devices_to_push


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


def send_pushes(delivery_ids: Sequence[int]) -> None:
    """Each to all devices of its person; one device that took it is enough."""
    for delivery_id in delivery_ids:
        delivery = sending.take(delivery_id=delivery_id)
        if delivery is None:
            continue
        found = devices_to_push(delivery.notification.user_id)
        outcomes = {item.pk: push_notification(delivery.notification, item) for item in found}
        taken = [pk for pk, outcome in outcomes.items() if outcome is Outcome.TAKEN]
        gone = [pk for pk, outcome in outcomes.items() if outcome is Outcome.GONE]
        devices.note_use(device_ids=taken)
        devices.forget_devices(device_ids=gone)
        if taken:
            sending.mark_sent(delivery=delivery)
        elif len(gone) < len(found):
            sending.mark_failed(delivery=delivery)
        elif gone:
            sending.mark_bounced(delivery=delivery)
        else:
            sending.mark_without_device(delivery=delivery)


def sweep_up() -> None:
    """Take up what workers that died have left behind."""
    sending.sweep()
