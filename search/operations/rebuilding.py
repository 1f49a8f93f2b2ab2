"""Everything anew, from the pages to the search engine's index."""

from dataclasses import dataclass

from portal.queries.access import building_home_paths
from search.index import rebuild_index
from search.operations.indexing import index_tree, read_document
from search.queries.pages import documents_to_read, entries_astray


@dataclass(frozen=True, slots=True)
class Rebuilt:
    pages: int
    documents: int
    entries: int


def rebuild() -> Rebuilt:
    """Index every building's pages, read the documents among them, and make the index anew.

    Building by building, each page in a transaction of its own, so that readers go on searching.
    """
    entries_astray().delete()
    pages = sum(index_tree(path=path) for path in building_home_paths())
    unread = documents_to_read()
    for document_id in unread:
        read_document(document_id=document_id)
    return Rebuilt(pages=pages, documents=len(unread), entries=rebuild_index())
