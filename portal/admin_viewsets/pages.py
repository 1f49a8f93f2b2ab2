"""What the page explorer offers: Wagtail's own views without the lists of people and sites."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from portal.admin_viewsets.editing import OurCreateView, OurEditView, OurRevertView
from portal.admin_viewsets.exploring import OurExplorer
from portal.admin_viewsets.history import OurCompareView, OurHistoryView


class PlainPageFilterSet(GenericPageFilterSet):
    """The stock filters name every author and every site of the platform."""

    owner = None
    edited_by = None
    site = None

    class Meta(GenericPageFilterSet.Meta):
        pass


class ByColumn(Column):
    """Who changed the page last."""

    def get_value(self, instance: Any) -> str:
        revision = instance.latest_revision
        person = revision.user if revision is not None else instance.owner
        return person.display_name if person is not None else ""


class OurIndexView(OurExplorer):
    """Title, state, who changed it when: what an editor looks for."""

    base_columns = [
        *(
            column
            for column in ExplorableIndexView.base_columns
            if column.name in ("bulk_actions", "title", "parent", "type", "status")
        ),
        *(
            column
            for column in ExplorableIndexView.base_columns
            if column.name == "latest_revision_created_at"
        ),
        ByColumn("changed_by", label=_("Changed by"), width="14%"),
        *(column for column in OurExplorer.base_columns if column.name == "review_by"),
    ]

    def annotate_queryset(self, pages: Any) -> Any:
        return super().annotate_queryset(pages.prefetch_related("latest_revision__user", "owner"))


class OurAddSubpageView(AddSubpageView):
    """The kinds of page in the order in which the parent names them, most wanted first."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        order = [
            model._meta.model_name for model in type(self.parent_page).creatable_subpage_models()
        ]
        context["page_types"] = sorted(context["page_types"], key=lambda kind: order.index(kind[2]))
        return context


class PlainPageViewSet(PageViewSet):
    """Replaces Wagtail's views of all page types."""

    model = Page
    filterset_class = PlainPageFilterSet
    index_view_class = OurIndexView
    add_subpage_view_class = OurAddSubpageView
    add_view_class = OurCreateView
    edit_view_class = OurEditView
    history_view_class = OurHistoryView
    revisions_compare_view_class = OurCompareView
    revisions_revert_view_class = OurRevertView
