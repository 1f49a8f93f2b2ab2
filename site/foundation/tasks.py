"""Background work of the foundation itself."""

import logging
from collections.abc import Callable

from django.utils.module_loading import import_string

from foundation import seals
from foundation.models import DomainEvent

log = logging.getLogger("concierge.audit")


def deliver_event(event_id: int, subscriber_path: str) -> None:
    """Hand one stored event to one subscriber."""
    subscriber: Callable[[DomainEvent], None] = import_string(subscriber_path)
    subscriber(DomainEvent.objects.get(pk=event_id))


def seal_audit_log() -> None:
    """Seal what was written since the last time."""
    seals.seal_waiting()


def anchor_audit_log() -> None:
    """Remember the end of the log, also in the process's own log, which is shipped elsewhere."""
    anchor = seals.drop_anchor()
    if anchor is not None:
        log.info("audit log: anchor %s %s", anchor.sequence, anchor.digest)


def run_command(name: str) -> None:
    """Run a management command, for schedules such as `publish_scheduled`."""
    from django.core.management import call_command

    call_command(name)
