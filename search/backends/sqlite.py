"""SQLite's FTS5 with prefixes, and with a ranking that is right and quick.

The stock backend multiplies the scores of the single words, which turns good matches into bad
ones because FTS5's scores are negative; and it looks every score up in a search of its own.
"""

from typing import Any

from django.db.models import F, FloatField, Func, IntegerField
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks


class Rank(Func):
    """FTS5's BM25, a match in the title counting four times. The lower the better."""

    # The columns of the table: autocomplete, body, title.
    template = f"bm25({SQLiteFTSIndexEntry._meta.db_table}, 1.0, 1.0, 4.0)"
    output_field = FloatField()
    arity = 0


class _RankedSearch:
    """The search of the stock compiler in two steps: which rows and in which order, then the rows.

    In one query SQLite would score each row by searching anew for it, which takes seconds among
    some thousand entries.
    """

    queryset: Any
    query: Any
    fields: Any
    FTS_TABLE_FIELDS: list[str]
    build_search_query: Any

    def ranked(self, config: Any, start: int, stop: int | None) -> list[Any]:
        """Rows of the queryset that fit, best first."""
        asked = normalize(self.query)
        if isinstance(asked, (MatchAll, Not)):
            # Our questions always want something; see search.text.questions.
            return []
        match = MatchExpression(
            self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(asked, config=config)
        )
        kinds = get_descendants_content_types_pks(self.queryset.model)
        found = (
            SQLiteFTSIndexEntry.objects.filter(match)
            .annotate(
                # Added to nothing, so that SQLite begins with the words and not with the type.
                kind=F("index_entry__content_type_id") + 0,
                found_id=Cast(F("index_entry__object_id"), IntegerField()),
                score=Rank(),
            )
            .filter(kind__in=kinds, found_id__in=self.queryset.order_by().values("pk"))
            .order_by("score", "-found_id")
            .values_list("found_id", flat=True)
        )
        order = {pk: place for place, pk in enumerate(found[start:stop])}
        return sorted(self.queryset.filter(pk__in=order), key=lambda row: order[row.pk])


class RankedQueryCompiler(_RankedSearch, SQLiteSearchQueryCompiler):  # type: ignore[misc]
    LAST_TERM_IS_PREFIX = True


class RankedBeginningsCompiler(_RankedSearch, SQLiteAutocompleteQueryCompiler):  # type: ignore[misc]
    """For suggestions: the last word may be unfinished."""


class RankedResults(SQLiteSearchResults):  # type: ignore[misc]
    def _do_search(self) -> list[Any]:
        config = self.query_compiler.get_config(self.backend)
        rows: list[Any] = self.query_compiler.ranked(config, self.start, self.stop)
        return rows


class RankedSearchBackend(SQLiteSearchBackend):  # type: ignore[misc]
    results_class = RankedResults
    query_compiler_class = RankedQueryCompiler
    autocomplete_query_compiler_class = RankedBeginningsCompiler
