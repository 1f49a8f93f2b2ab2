"""The border to anymail: what the mail service reports becomes a state of ours."""

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.dispatch import receiver

from foundation.mail import MAIL_ID
from notifications.operations.reports import note_report

#: Postmark's words for an address that takes nothing, and will not later either. It calls a full
#: mailbox "SoftBounce" and a server that is away "Transient"; those change nothing.
FOR_GOOD = frozenset({"HardBounce", "BadEmailAddress", "ManuallyDeactivated"})


@receiver(tracking)
def note_what_became_of_it(sender: Any, event: AnymailTrackingEvent, **kwargs: Any) -> None:
    mail_id = (event.metadata or {}).get(MAIL_ID)
    state = state_of(event)
    if state and isinstance(mail_id, str):
        note_report(mail_id=mail_id, state=state)


def state_of(event: AnymailTrackingEvent) -> str:
    """Empty for what tells nothing about the delivery."""
    if event.event_type == EventType.DELIVERED:
        return "delivered"
    if event.event_type == EventType.COMPLAINED:
        return "complained"
    reported = event.esp_event or {}
    why = reported.get("Type") or reported.get("SuppressionReason")
    return "bounced" if why in FOR_GOOD else ""
