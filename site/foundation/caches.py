"""Django's caches, as this product needs them: Redis with one client per server instead of one per
command, and a table in which counting is one step."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache as DjangoDatabaseCache
from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from django.core.cache.backends.redis import RedisCacheClient
from django.db import connections, router, transaction


class _OneClient(RedisCacheClient):
    """Making a client takes as long as a command does; redis-py's may be shared by threads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]
        known = self._clients.get(id(pool))
        if known is None:
            known = self._clients[id(pool)] = super().get_client(key, write=write)
        return known


class RedisCache(DjangoRedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _OneClient


class DatabaseCache(DjangoDatabaseCache):
    """Django's, whose `incr` reads and writes in two steps, between which others count as well."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number, one after the other however many ask.

        Raises:
            ValueError: there is none.
        """
        alias = router.db_for_write(self.cache_model_class)
        connection = connections[alias]
        with transaction.atomic(using=alias):
            if connection.features.has_select_for_update:
                table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]
                name = self.make_and_validate_key(key, version=version)
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"SELECT 1 FROM {table} WHERE cache_key = %s FOR UPDATE",  # noqa: S608
                        [name],
                    )
            # SQLite has taken the write lock with BEGIN IMMEDIATE.
            return int(super().incr(key, delta, version))
