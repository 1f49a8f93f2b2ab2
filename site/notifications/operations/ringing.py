"""Waking the processes that hold open connections. Part of the operation that told or read.

On PostgreSQL the word goes out with the commit (NOTIFY). On SQLite these processes look for
themselves, once a second.
"""

import json
from collections.abc import Sequence

from django.db import connection

CHANNEL = "live"
#: PostgreSQL carries 8,000 bytes at most.
IDS_PER_WORD = 300


def ring(*, notification_ids: Sequence[int] = (), user_ids: Sequence[int] = ()) -> None:
    """Some notifications are new, or what these people have unread has changed. Ids only."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name, ids in (("told", notification_ids), ("read", user_ids)):
            for start in range(0, len(ids), IDS_PER_WORD):
                word = json.dumps({name: list(ids[start : start + IDS_PER_WORD])})
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, word])
