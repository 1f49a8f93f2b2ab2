"""Signals of Wagtail, each translated into one operation."""

from portal.receivers import approvals, content, library, masters, publishing


def connect() -> None:
    """Start to listen. Call from the `ready()` of the last installed app."""
    approvals.connect()
    content.connect()
    library.connect()
    masters.connect()
    publishing.connect()
