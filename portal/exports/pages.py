"""The history of a page as a spreadsheet."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.spreadsheets import Column, download, workbook
from portal.queries.page_history import Line, zone_of

if TYPE_CHECKING:
    from wagtail.models import Page

COLUMNS = (Column(_("When"), 20), Column(_("Who"), 28), Column(_("What"), 80))


def history_download(page: "Page", lines: Iterable[Line]) -> HttpResponse:
    """Who changed what on one page, in the building's own time."""
    content = workbook(
        str(page.draft_title),
        COLUMNS,
        ((f"{line.at:%Y-%m-%d %H:%M}", line.who, line.what) for line in lines),
    )
    return download(content, f"history-{page.slug}", clock.today(zone_of(page)))
