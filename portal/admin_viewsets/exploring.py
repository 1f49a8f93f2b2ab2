"""The page explorer of the CMS, which tells what is due for review."""

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView

from foundation import clock


class ReviewColumn(Column):
    """When the editors themselves wanted to look at a page again."""

    def get_value(self, instance: Any) -> str:
        date: dt.date | None = getattr(instance, "review_by", None)
        if date is None:
            return ""
        text: str = date_format(date, "SHORT_DATE_FORMAT")
        # A day is near enough here: the list spans buildings in several time zones.
        return _("due since %(date)s") % {"date": text} if date < clock.today("UTC") else text


class OurExplorer(ExplorableIndexView):
    """Wagtail's list of pages, one column richer."""

    base_columns = [
        *ExplorableIndexView.base_columns,
        ReviewColumn("review_by", label=gettext_lazy("Review by"), width="12%"),
    ]
