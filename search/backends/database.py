"""Full text search in the database at hand: PostgreSQL or SQLite."""

from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:
    if connection.vendor == "postgresql":
        from search.backends.postgresql import PrefixSearchBackend

        return PrefixSearchBackend(params | {"SEARCH_CONFIG": "simple"})
    from search.backends.sqlite import RankedSearchBackend

    return RankedSearchBackend(params)
