"""PostgreSQL full text search in which a word also finds what begins with it.

The words arrive folded (search.text), so the configuration is always "simple": the dictionaries
of single languages would each spoil the other five.
"""

from typing import Any

from modelsearch.backends.database.postgres.postgres import (
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import Phrase


class PrefixQueryCompiler(PostgresSearchQueryCompiler):  # type: ignore[misc]
    LAST_TERM_IS_PREFIX = True

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        """As the stock compiler, which forgets that an unwanted phrase is unwanted."""
        content = super().build_tsquery_content(query, config=config, invert=invert)
        return ~content if invert and isinstance(query, Phrase) else content


class PrefixSearchBackend(PostgresSearchBackend):  # type: ignore[misc]
    query_compiler_class = PrefixQueryCompiler
