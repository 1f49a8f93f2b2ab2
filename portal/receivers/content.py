"""What Wagtail saves, moves and deletes makes worthless what was kept of a building's pages.

All of it inside the transaction that changes the page: nobody can read the new version of a
building together with an old page.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.signals import post_page_move

from buildings.properties.operations.buildings import mark_content_changed
from portal.queries.addresses import buildings_around, buildings_with_collection

#: Fields that only the CMS shows: saving a draft changes nothing for readers.
_BACKSTAGE = frozenset(
    """draft_title has_unpublished_changes latest_revision latest_revision_id
    latest_revision_created_at locked locked_at locked_by locked_by_id owner owner_id
    go_live_at""".split()
)


def page_saved(
    sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    if raw or not isinstance(instance, Page):
        return
    if update_fields is not None and _BACKSTAGE.issuperset(update_fields):
        return
    mark_content_changed(building_ids=buildings_around(instance.path))


def page_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        mark_content_changed(building_ids=buildings_around(instance.path))


def page_moved(
    sender: Any, instance: Any, parent_page_before: Any, parent_page_after: Any, **kwargs: Any
) -> None:
    for parent in (parent_page_before, parent_page_after):
        mark_content_changed(building_ids=buildings_around(parent.path))


def file_changed(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Titles, descriptions and crops of pictures and documents stand on pages."""
    if not raw and isinstance(instance, get_image_model() | get_document_model()):
        mark_content_changed(building_ids=buildings_with_collection(instance.collection_id))


def connect() -> None:
    post_save.connect(page_saved, dispatch_uid="portal.page_saved")
    post_delete.connect(page_deleted, dispatch_uid="portal.page_deleted")
    post_page_move.connect(page_moved, dispatch_uid="portal.page_moved")
    post_save.connect(file_changed, dispatch_uid="portal.file_saved")
    post_delete.connect(file_changed, dispatch_uid="portal.file_deleted")
