"""Who changed what on a page: Wagtail's log and ours as one story, in the building's own time."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision

from foundation.history import history_of
from portal.queries.access import building_home_of

if TYPE_CHECKING:
    from collections.abc import Iterable

#: More than anybody reads; the export has as many.
MAX_LINES = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `at` is the time on the wall of the building."""

    at: dt.datetime
    who: str
    what: str
    #: The version that came of it, and the one before, for links; None for both without one.
    revision_id: int | None = None
    previous_id: int | None = None
    is_live: bool = False
    is_latest: bool = False


def zone_of(page: Page) -> str:
    home = building_home_of(page)
    return home.building.time_zone if home is not None else "UTC"


def page_history(page: Page, limit: int = MAX_LINES) -> list[Line]:
    """What happened to a page that was itself fetched with permission, latest first."""
    zone = zone_of(page)
    lines = [*_from_wagtail(page, zone, limit), *_from_audit(page, zone, limit)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:limit]


def last_changes(page: Page, count: int = 3) -> list[Line]:
    return page_history(page, count)


def _from_wagtail(page: Page, zone: str, limit: int) -> "Iterable[Line]":
    entries = (
        PageLogEntry.objects.filter(page=page)
        .select_related("user", "revision", "content_type")
        .annotate(previous_revision_id=Revision.objects.previous_revision_id_subquery())
        .order_by("-timestamp", "-pk")[:limit]
    )
    for entry in entries:
        is_publishing = entry.action.startswith("wagtail.publish")
        # Saving and publishing are two entries of one version; the first leads to it.
        has_version = bool(entry.revision_id and entry.content_changed and not is_publishing)
        yield Line(
            at=entry.timestamp.astimezone(ZoneInfo(zone)),
            who=_name(entry.user) if entry.user_id else _("New Concierge"),
            what=capfirst(str(entry.message)),
            revision_id=entry.revision_id if has_version else None,
            previous_id=entry.previous_revision_id if has_version else None,
            is_live=is_publishing
            and entry.revision_id is not None
            and entry.revision_id == page.live_revision_id,
            is_latest=entry.revision_id is not None
            and entry.revision_id == page.latest_revision_id,
        )


def _name(user: Any) -> str:
    return user.display_name if user is not None else _("A deleted account")


def _from_audit(page: Page, zone: str, limit: int) -> "Iterable[Line]":
    from portal.models import ArchivedPage

    # What was put away is told of the page: its row in the archive has the page's own id.
    targets = page.specific_deferred, ArchivedPage(page_id=page.pk)
    for line in history_of(*targets, zone=zone, limit=limit):
        changes = "; ".join(f"{c.label}: {c.before} → {c.after}" for c in line.changes)
        yield Line(
            at=line.at, who=line.who, what=f"{line.what} ({changes})" if changes else line.what
        )
