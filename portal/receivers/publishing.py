"""Published events and announcements, each translated into one operation.

The signal is also sent for publications that are only scheduled, and on every republication.
"""

from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published

from foundation.actors import Actor
from portal.models import AnnouncementPage, EventPage
from portal.operations.sendings import plan_sending, publishing
from portal.operations.signups import follow_event


def event_published(instance: EventPage, **kwargs: Any) -> None:
    if instance.live:
        follow_event(actor=_publisher(kwargs.get("revision")), event=instance)


def announcement_published(instance: AnnouncementPage, **kwargs: Any) -> None:
    if instance.live:
        plan_sending(actor=_publisher(kwargs.get("revision")), page=instance)


def _publisher(revision: Any) -> Actor:
    """Who pressed the button; else whose draft it is; a scheduled page goes live by itself."""
    user: Any = get_active_log_context().user or (revision.user if revision else None)
    return user if user is not None else publishing()


def connect() -> None:
    page_published.connect(event_published, sender=EventPage, dispatch_uid="portal.follow_event")
    page_published.connect(
        announcement_published, sender=AnnouncementPage, dispatch_uid="portal.plan_sending"
    )
