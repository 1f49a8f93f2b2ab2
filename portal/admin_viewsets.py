"""What the page explorer offers: Wagtail's own views without the lists of people and sites."""

from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page


class PlainPageFilterSet(GenericPageFilterSet):  # type: ignore[misc]
    """The stock filters name every author and every site of the platform."""

    owner = None
    edited_by = None
    site = None

    class Meta(GenericPageFilterSet.Meta):  # type: ignore[misc]
        pass


class PlainPageViewSet(PageViewSet):  # type: ignore[misc]
    """Replaces Wagtail's views of all page types."""

    model = Page
    filterset_class = PlainPageFilterSet
