from search.models.documents import DocumentText
from search.models.entries import SearchEntry

__all__ = ["DocumentText", "SearchEntry"]
