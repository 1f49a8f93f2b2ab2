"""Background work of telling: ids in, safe to run twice."""

import smtplib
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from foundation import mail
from notifications.emails import send_digest_mail, send_notification_mail
from notifications.operations import devices, sending, waiting
from notifications.pushes import Outcome, push_notification
from notifications.queries.devices import devices_to_push


def send_mails(delivery_ids: Sequence[int]) -> None:
    """Each is taken by one worker only. One that fails holds up no other; it is swept up later."""
    for delivery_id in delivery_ids:
        delivery = sending.take(delivery_id=delivery_id)
        if delivery is None:
            continue
        became = _became_of(send_notification_mail, delivery)
        {
            "sent": sending.mark_sent,
            "bounced": sending.mark_bounced,
            "failed": sending.mark_failed,
        }[became](delivery=delivery)


def send_digests(digests: Sequence[str]) -> None:
    """As single mails: each is taken by one worker only."""
    for digest in map(UUID, digests):
        deliveries = waiting.take_digest(digest=digest)
        if not deliveries:
            continue
        became = _became_of(send_digest_mail, deliveries)
        {
            "sent": waiting.mark_digest_sent,
            "bounced": waiting.mark_digest_bounced,
            "failed": waiting.mark_digest_failed,
        }[became](digest=digest)


def send_what_waited() -> None:
    """Quiet hours are over, or it is the evening of a digest."""
    waiting.release_due()
    waiting.gather_digests()


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
        else:
            sending.mark_without_device(delivery=delivery)


def sweep_up() -> None:
    """Take up what workers that died have left behind."""
    sending.sweep()


def _became_of(send: Callable[[Any], None], what: Any) -> str:
    try:
        send(what)
    except smtplib.SMTPRecipientsRefused as error:
        return "bounced" if mail.is_refused_for_good(error) else "failed"
    except OSError:
        # The mail server is away (smtplib's errors are OSErrors, too).
        return "failed"
    return "sent"
