"""What happened to a page, and what is different between two of its versions, for lay people."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.compare import ChoiceFieldComparison, FieldComparison, StreamFieldComparison
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.admin.views.pages.utils import GenericPageBreadcrumbsMixin
from wagtail.models import Revision

from portal.exports.pages import history_download
from portal.queries.differences import (
    ADDED,
    CHANGED,
    REMOVED,
    Difference,
    stream_differences,
    value_difference,
)
from portal.queries.page_history import last_changes, page_history, zone_of
from portal.queries.places import page_with_id
from portal.queries.references import related_object

PAGE_SIZE = 30


class OurHistoryView(GenericPageBreadcrumbsMixin, WagtailAdminTemplateMixin, TemplateView):
    """Wagtail's log of the page and our own as one list; `?export=xlsx` downloads all of it."""

    template_name = "portal/cms/history.html"
    page_title = gettext_lazy("Who changed what")
    header_icon = "history"
    #: Wagtail asks for a variant with the list only; ours has one.
    results_only = False
    breadcrumbs_items_to_take = 2

    def setup(self, request: HttpRequest, page_id: int, **kwargs: Any) -> None:
        super().setup(request, **kwargs)
        page = page_with_id(str(page_id))
        if page is None:
            raise Http404
        self.object: Any = page.specific
        if not self.object.permissions_for_user(request.user).can_edit():
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lines = page_history(self.object)
        if request.GET.get("export") == "xlsx":
            return history_download(self.object, lines)
        found = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("p"))
        response: HttpResponse = self.render_to_response(
            self.get_context_data(
                lines=found, zone=zone_of(self.object), object=self.object, page=self.object
            )
        )
        return response

    def get_page_subtitle(self) -> str:
        return str(self.object.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": str(self.page_title), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]


class OurCompareView(RevisionsCompareView):
    template_name = "portal/cms/compare.html"
    page_title = gettext_lazy("What changed")

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[Difference]:
        """Wagtail finds the fields that differ; we tell how."""
        found: list[Difference] = []
        for comparison in super()._get_comparison(revision_a, revision_b):
            found += differences_of(comparison)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["before"] = self._version(self.revision_id_a)
        context["after"] = self._version(self.revision_id_b)
        context["may_publish"] = self.object.permissions_for_user(self.request.user).can_publish()
        return context

    def _version(self, wanted: str) -> Revision | None:
        """Who saved the version when; None for the live page."""
        revisions = self.object.revisions.order_by("created_at", "id").select_related("user")
        if wanted == "live":
            return self.object.live_revision
        if wanted in ("earliest", "latest"):
            return revisions.first() if wanted == "earliest" else revisions.last()
        return revisions.filter(pk=wanted).first()


def differences_of(comparison: Any) -> list[Difference]:
    """One of Wagtail's comparisons in words."""
    if isinstance(comparison, StreamFieldComparison):
        return stream_differences(comparison.val_a, comparison.val_b)
    if getattr(comparison, "is_child_relation", False):
        return _child_differences(comparison)
    if not isinstance(comparison, FieldComparison):
        return []
    label = str(comparison.field_label())
    before, after = comparison.val_a, comparison.val_b
    if isinstance(comparison, ChoiceFieldComparison):
        choices = {key: str(name) for key, name in comparison.field.flatchoices}
        before, after = choices.get(before, before), choices.get(after, after)
    if getattr(comparison.field, "many_to_one", False):
        before, after = _related(comparison, before), _related(comparison, after)
        if before is not None or after is not None:
            return [_relation(label, before, after)]
    difference = value_difference(label, _said(before), _said(after))
    return [difference] if difference is not None else []


def _related(comparison: Any, key: Any) -> Any:
    return related_object(comparison.field, key) if key else None


def _relation(label: str, before: Any, after: Any) -> Difference:
    said = value_difference(label, _said(before), _said(after))
    kind = ADDED if before is None else REMOVED if after is None else CHANGED
    return Difference(
        label=label,
        kind=kind,
        pieces=said.pieces if said is not None else [],
        images_before=[before] if hasattr(before, "get_rendition") else [],
        images_after=[after] if hasattr(after, "get_rendition") else [],
    )


def _child_differences(comparison: Any) -> list[Difference]:
    found: list[Difference] = []
    for child in comparison.get_child_comparisons():
        for field in child.get_field_comparisons():
            if field.has_changed():
                found += differences_of(field)
    return found


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


class ChangesSidePanel(BaseSidePanel):
    """Who changed the page last, beside the editor."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Show who changed the page")
        icon_name = "group"
        has_counter = False

    name = "changes"
    title = gettext_lazy("Who changed what")
    template_name = "portal/cms/changes_panel.html"
    order = 110

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        context["lines"] = last_changes(self.object, 5) if self.object.pk else []
        context["zone"] = zone_of(self.object) if self.object.pk else ""
        return context
