"""Seeing an entry is being meant by it; nobody changes one by hand."""

import rules

from foundation.permissions import visible
from search.models import DocumentText, SearchEntry

rules.add_perm("search.view_searchentry", visible(SearchEntry))
rules.add_perm("search.view_documenttext", visible(DocumentText))
