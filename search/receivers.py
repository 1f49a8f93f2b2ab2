"""Wagtail's signals: what is taken away is unfindable at once, what is new the worker indexes."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from foundation import queue
from search.index import take_from_index
from search.models import SearchEntry
from search.operations.indexing import forget_page, forget_tree
from search.queries.entries import is_found
from search.queries.pages import family_of


def on_publish(sender: Any, instance: Page, **kwargs: Any) -> None:
    # A scheduled page is "published" long before it is live.
    if instance.live:
        forget_page(page=instance)
        for page_id in family_of(instance):
            queue.enqueue("search.tasks.index_page", page_id)


def on_unpublish(sender: Any, instance: Page, **kwargs: Any) -> None:
    forget_page(page=instance)


def on_move(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Everything below has moved along, perhaps into another building."""
    forget_tree(path=instance.path)
    queue.enqueue("search.tasks.index_tree", instance.path)


def on_document_change(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    if not created and is_found(document_id=instance.pk):
        queue.enqueue("search.tasks.follow_document", instance.pk)


def on_entry_deleted(sender: Any, instance: SearchEntry, **kwargs: Any) -> None:
    take_from_index(instance)


def connect() -> None:
    page_published.connect(on_publish, dispatch_uid="search.publish")
    page_unpublished.connect(on_unpublish, dispatch_uid="search.unpublish")
    post_page_move.connect(on_move, dispatch_uid="search.move")
    post_save.connect(
        on_document_change, sender=get_document_model(), dispatch_uid="search.document"
    )
    post_delete.connect(on_entry_deleted, sender=SearchEntry, dispatch_uid="search.entry")
