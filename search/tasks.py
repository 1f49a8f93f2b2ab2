"""Background work of the search: ids in, one operation out, safe to run twice."""

from search.operations import indexing


def index_page(page_id: int) -> None:
    indexing.index_page(page_id=page_id)


def index_tree(path: str) -> None:
    indexing.index_tree(path=path)


def follow_document(document_id: int) -> None:
    indexing.follow_document(document_id=document_id)


def read_document(document_id: int) -> None:
    indexing.read_document(document_id=document_id)


def mend() -> None:
    indexing.mend()
