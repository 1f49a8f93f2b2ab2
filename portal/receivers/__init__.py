"""Signals of Wagtail, each translated into one operation."""

from portal.receivers import approvals, content, events, library, masters


def connect() -> None:
    """Start to listen. Call from the `ready()` of the last installed app."""
    approvals.connect()
    content.connect()
    events.connect()
    library.connect()
    masters.connect()
