"""Keeping the entries true to the pages. They are derived, so nothing here is audited.

Taking away happens at once, in the transaction that unpublishes or moves a page; adding happens
in the worker. A page is therefore rather missing for a second than found by the wrong reader.
"""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.models import Page

from foundation import clock, queue
from search.files.reading import read_text
from search.index import put_into_index
from search.models import DocumentText, SearchEntry
from search.queries.pages import (
    ON_A_PAGE,
    documents_to_read,
    entries_astray,
    facts_of,
    file_key,
    pages_out_of_date,
    pages_to_index,
)

if TYPE_CHECKING:
    from search.queries.pages import PageFacts

log = logging.getLogger("concierge.search")

#: One round of mending; what is left over is mended in the next.
MOST_MENDED = 500


def index_page(*, page_id: int) -> None:
    """Make the entries of a page what the page says now. Safe to run twice."""
    entries, unread_ids = _write_entries(page_id)
    put_into_index(entries)
    for document_id in unread_ids:
        queue.enqueue("search.tasks.read_document", document_id)


@transaction.atomic
def _write_entries(page_id: int) -> tuple[list[SearchEntry], list[int]]:
    # One worker at a time: two would both find the same entry missing.
    page = Page.objects.select_for_update().filter(pk=page_id).first()
    facts = facts_of(page.specific) if page is not None else None
    present = {entry.fragment: entry for entry in SearchEntry.objects.filter(page_id=page_id)}
    if facts is None:
        forget_entries(present.values())
        return [], []
    written = []
    for entry in _entries(page_id, facts):
        before = present.pop(entry.fragment, None)
        if before is not None:
            entry.pk = before.pk
        entry.save()
        written.append(entry)
    forget_entries(present.values())
    return written, facts.unread_ids


def _entries(page_id: int, facts: "PageFacts") -> list[SearchEntry]:
    return [
        SearchEntry(
            company_id=facts.company_id,
            building_id=facts.building_id,
            home_path=facts.home_path,
            page_id=page_id,
            document_id=found.document_id,
            fragment=found.fragment,
            kind=found.kind,
            language=facts.language,
            heading=found.heading[:255],
            text=found.text,
            published_at=facts.published_at,
            valid_until=facts.valid_until,
            audience=found.audience,
            audience_key=found.audience_key,
            indexed_at=clock.now(),
        )
        for found in facts.entries
    ]


def forget_entries(entries: Iterable[SearchEntry]) -> None:
    """Delete entries; `search.receivers` takes each out of the index."""
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()


def forget_page(*, page: Page) -> None:
    """Make a page, its documents and its translations unfindable at once."""
    SearchEntry.objects.filter(page__translation_key=page.translation_key).delete()


def forget_tree(*, path: str) -> None:
    """As `forget_page`, for a page and all below it, given treebeard's path."""
    pages = Page.objects.filter(path__startswith=path)
    SearchEntry.objects.filter(page__translation_key__in=pages.values("translation_key")).delete()


def forget_outside_library(*, document_ids: list[int]) -> None:
    """Files of the library are found through its own pages only, whose audience counts."""
    found = SearchEntry.objects.filter(document_id__in=document_ids)
    found.filter(fragment__startswith=ON_A_PAGE).delete()


def index_tree(*, path: str) -> int:
    """Index every live page at or below a place in the tree; answer how many."""
    page_ids = pages_to_index(path)
    for page_id in page_ids:
        index_page(page_id=page_id)
    return len(page_ids)


def follow_document(*, document_id: int) -> None:
    """Index the pages on which a changed document is found; its words are read again if need be."""
    found = SearchEntry.objects.filter(document_id=document_id).order_by()
    for page_id in found.values_list("page_id", flat=True).distinct():
        index_page(page_id=page_id)


def read_document(*, document_id: int) -> None:
    """Read a document's words, then index the pages that show it. Safe to run twice.

    The file is read outside of any transaction: that can take half a minute.
    """
    first = SearchEntry.objects.filter(document_id=document_id).first()
    document = get_document_model().objects.filter(pk=document_id).first()
    if first is None or document is None:
        return
    key = file_key(document)
    known = DocumentText.objects.filter(document_id=document_id).first()
    if known is None or known.file_key != key:
        try:
            with document.file.open("rb") as file:
                content = file.read()
            found = read_text(content, document.file_extension)
        except OSError:
            log.warning("search: the file of document %s is missing", document_id)
            return
        if found.state in ("broken", "locked", "too_large"):
            log.warning("search: document %s could not be read: %s", document_id, found.state)
        DocumentText.objects.update_or_create(
            document_id=document_id,
            defaults={
                "company_id": first.company_id,
                "file_key": key,
                "state": found.state,
                "text": found.text,
                "read_at": clock.now(),
            },
        )
    follow_document(document_id=document_id)


def mend() -> int:
    """Find and queue what slipped through: pages changed by a script, a worker that died.

    Answers how many pages and documents were queued.
    """
    entries_astray().delete()
    page_ids = pages_out_of_date(MOST_MENDED)
    for page_id in page_ids:
        queue.enqueue("search.tasks.index_page", page_id)
    document_ids = documents_to_read(MOST_MENDED)
    for document_id in document_ids:
        queue.enqueue("search.tasks.read_document", document_id)
    return len(page_ids) + len(document_ids)
