"""A published event, translated into one operation."""

from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published

from foundation.actors import Actor, SystemActor
from portal.models import EventPage
from portal.operations.signups import follow_event


def event_published(instance: EventPage, **kwargs: Any) -> None:
    """Also sent for publications that are only scheduled, and on every republication."""
    if instance.live:
        follow_event(actor=_publisher(kwargs.get("revision")), event=instance)


def _publisher(revision: Any) -> Actor:
    """Who pressed the button; else whose draft it is; a scheduled page goes live by itself."""
    user: Any = get_active_log_context().user or (revision.user if revision else None)
    return user if user is not None else SystemActor("publishing")


def connect() -> None:
    page_published.connect(event_published, sender=EventPage, dispatch_uid="portal.follow_event")
