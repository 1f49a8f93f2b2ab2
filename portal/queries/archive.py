"""Pages that were put away, and single versions of pages."""

from typing import TYPE_CHECKING, Any

from wagtail.models import Page, Revision

from foundation.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from portal.models import ArchivedPage


def archived_pages(user: "User") -> "QuerySet[ArchivedPage]":
    """The archive of the places where `user` writes pages, the latest first."""
    from portal.models import ArchivedPage

    return ArchivedPage.objects.visible_to(user).select_related("page", "building", "archived_by")


def archived_page(user: "User", page_id: int) -> "ArchivedPage":
    """
    Raises:
        NotFound: it is not in the archive, or not in this person's.
    """
    found = archived_pages(user).filter(page_id=page_id).first()
    if found is None:
        raise NotFound
    return found


def archived_ids() -> "QuerySet[Any, Any]":
    """Ids of all pages that were put away, to leave them out of lists."""
    from portal.models import ArchivedPage

    return ArchivedPage.objects.values("page_id")


def pages_below(page: Page) -> int:
    return int(page.get_descendants().count())


def revision_of(page: Page, revision_id: int) -> Revision | None:
    """The version, if it is one of the page's."""
    found: Revision | None = page.revisions.filter(pk=revision_id).first()
    return found
