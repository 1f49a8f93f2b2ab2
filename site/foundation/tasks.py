"""Background work of the foundation itself."""

from collections.abc import Callable

from django.utils.module_loading import import_string

from foundation.models import DomainEvent


def deliver_event(event_id: int, subscriber_path: str) -> None:
    """Hand one stored event to one subscriber."""
    subscriber: Callable[[DomainEvent], None] = import_string(subscriber_path)
    subscriber(DomainEvent.objects.get(pk=event_id))


def run_command(name: str) -> None:
    """Run a management command, for schedules such as `publish_scheduled`."""
    from django.core.management import call_command

    call_command(name)
