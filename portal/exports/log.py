"""A log as CSV: one line per entry, nothing that a spreadsheet would execute."""

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from foundation.history import tell
from foundation.spreadsheets import harmless

if TYPE_CHECKING:
    from foundation.history import Line

CONTENT_TYPE = "text/csv; charset=utf-8"
#: More than a spreadsheet program opens gladly; narrow the log for more.
MOST_ROWS = 50_000


def log_csv(entries: Any) -> bytes:
    """Times in UTC, in the spelling of ISO 8601."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("When"), _("Who"), _("What"), _("About"), _("Changes"), _("Address")])
    for line in tell(entries[:MOST_ROWS].iterator(chunk_size=2_000), "UTC"):
        writer.writerow(harmless(cell) for cell in _cells(line))
    return text.getvalue().encode("utf-8-sig")


def _cells(line: "Line") -> Iterable[str]:
    changes = "; ".join(f"{c.label}: {c.before} → {c.after}" for c in line.changes)
    return (line.at.isoformat(), line.who, line.what, line.about, changes, line.address)
