"""Panels of the CMS dashboard: what a building's manager or assistant wants to know first."""

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.queries.dashboard import dashboard_of


def _still_mine(user: Any, ids: list[int]) -> set[int]:
    own = policy_registry.get_by_type(Page).explorable_instances(user).filter(pk__in=ids)
    return set(own.values_list("pk", flat=True))


class OwnRecentEditsPanel(RecentEditsPanel):
    """The stock panel lists what one edited, even in a building one has left since."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        edits = context["last_edits"]
        mine = _still_mine(parent_context["request"].user, [page.pk for _, page in edits])
        context["last_edits"] = [(at, page) for at, page in edits if page.pk in mine]
        return context


class OwnLockedPagesPanel(LockedPagesPanel):
    """The stock panel lists what one locked, even in a building one has left since."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        pages = list(context["locked_pages"])
        mine = _still_mine(parent_context["request"].user, [page.pk for page in pages])
        context["locked_pages"] = [page for page in pages if page.pk in mine]
        return context


class OurPanel(Component):
    """All of our panels in one grid, from one set of queries."""

    name = "ours"
    template_name = "portal/cms/dashboard.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        request = parent_context["request"]
        context["dashboard"] = dashboard_of(request.user)
        context["request"] = request
        context["csrf_token"] = parent_context["csrf_token"]
        return context
