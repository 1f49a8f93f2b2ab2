"""Thin hooks into Wagtail, by where they act. Wagtail imports this module at start-up."""

from portal.wagtail_hooks import (
    checking,
    dashboard,
    editor,
    events,
    explorer,
    history,
    people,
    reading,
)

__all__ = ["checking", "dashboard", "editor", "events", "explorer", "history", "people", "reading"]
