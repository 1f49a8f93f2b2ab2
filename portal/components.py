"""Panels of the CMS dashboard that show only pages the person still edits."""

from typing import Any

from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel
from wagtail.models import Page
from wagtail.permissions import policy_registry


def _still_mine(user: Any, ids: list[int]) -> set[int]:
    own = policy_registry.get_by_type(Page).explorable_instances(user).filter(pk__in=ids)
    return set(own.values_list("pk", flat=True))


class OwnRecentEditsPanel(RecentEditsPanel):  # type: ignore[misc]
    """The stock panel lists what one edited, even in a building one has left since."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        edits = context["last_edits"]
        mine = _still_mine(parent_context["request"].user, [page.pk for _, page in edits])
        context["last_edits"] = [(at, page) for at, page in edits if page.pk in mine]
        return context


class OwnLockedPagesPanel(LockedPagesPanel):  # type: ignore[misc]
    """The stock panel lists what one locked, even in a building one has left since."""

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        pages = list(context["locked_pages"])
        mine = _still_mine(parent_context["request"].user, [page.pk for page in pages])
        context["locked_pages"] = [page for page in pages if page.pk in mine]
        return context
