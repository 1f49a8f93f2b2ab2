"""The border to modelsearch: which search engine the readers' search asks, and handing it entries.

`WAGTAILSEARCH_BACKENDS["readers"]` is the database's full text search, or OpenSearch. The CMS's
own lists of pages, images and documents keep to "default", always the database.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelsearch.backends import get_search_backend

from foundation.errors import DomainError
from search.models import SearchEntry

BACKEND = "readers"
_AT_ONCE = 500

log = logging.getLogger("concierge.search")


class SearchUnavailable(DomainError):
    """The search engine outside does not answer; everything else works."""

    status = 503
    code = "search_unavailable"
    title = gettext_lazy("The search is not available just now")


def put_into_index(entries: Sequence[SearchEntry]) -> None:
    """Add or replace entries. A failure is the caller's: the worker tries again."""
    if entries:
        get_search_backend(BACKEND).add_bulk(SearchEntry, entries)


def take_from_index(entry: SearchEntry) -> None:
    """Remove one deleted entry. What stays behind in an engine outside is found by nobody,
    because every hit is looked up in the table, with the reader's permission, before it is shown.
    """
    backend = get_search_backend(BACKEND)
    gone = SearchEntry(pk=entry.pk)
    if not backend.catch_indexing_errors:
        backend.delete(gone)
        return

    def remove() -> None:
        try:
            backend.delete(gone)
        except Exception:  # noqa: BLE001 - whatever the client raises when nobody answers
            log.warning("search: entry %s stays in the engine until the next rebuild", gone.pk)

    transaction.on_commit(remove)


def rebuild_index() -> int:
    """Make the engine's index anew from the table; answer the number of entries."""
    backend = get_search_backend(BACKEND)
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(SearchEntry))
    index = rebuilder.start()
    index.add_model(SearchEntry)
    count = 0
    for chunk in _chunks():
        index.add_items(SearchEntry, chunk)
        count += len(chunk)
    rebuilder.finish()
    return count


def _chunks() -> Iterator[list[SearchEntry]]:
    last = 0
    while chunk := list(SearchEntry.objects.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        yield chunk
        last = chunk[-1].pk


def find(query: Any, entries: Any, most: int) -> list[SearchEntry]:
    """The best `most` of the queryset `entries` that fit a modelsearch query, best first.

    Raises:
        SearchUnavailable: the engine outside does not answer.
    """
    return _asked("search", query, entries, most)


def find_beginnings(query: Any, entries: Any, most: int) -> list[SearchEntry]:
    """As `find`, for headings with words that begin like the last one typed."""
    return _asked("autocomplete", query, entries, most)


def _asked(how: str, query: Any, entries: Any, most: int) -> list[SearchEntry]:
    backend = get_search_backend(BACKEND)
    try:
        return list(getattr(backend, how)(query, entries)[:most])
    except Exception as error:
        if not backend.catch_indexing_errors:
            raise
        log.exception("search: the engine did not answer")
        raise SearchUnavailable(_("Please try again in a few minutes.")) from error
