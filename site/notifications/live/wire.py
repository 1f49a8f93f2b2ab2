"""How the hub hears that something is new: PostgreSQL calls; on SQLite it looks every second."""

import asyncio
import contextlib
import json
import logging
from typing import Any

import psycopg
from django.db import connection as database

from notifications.live.hub import CHECKED_EVERY, Hub
from notifications.operations.ringing import CHANNEL

log = logging.getLogger(__name__)

LOOKED_EVERY = 1.0
LONGEST_PAUSE = 30.0


async def check_for_ever(hub: Hub) -> None:
    while True:
        await asyncio.sleep(CHECKED_EVERY)
        await _survive(hub.check())


async def hear_for_ever(hub: Hub) -> None:
    """Until cancelled. A database that is away is asked again, less and less often."""
    if database.vendor != "postgresql":
        while True:
            await asyncio.sleep(LOOKED_EVERY)
            await _survive(hub.look())
    pause = 1.0
    while True:
        try:
            async with await _line() as line:
                await line.execute(f"LISTEN {CHANNEL}")
                # Whatever was told while nobody listened.
                await hub.look()
                pause = 1.0
                async for word in line.notifies():
                    await _survive(_follow(hub, word.payload))
        except (psycopg.Error, OSError):
            log.exception("Live messages wait for the database")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _follow(hub: Hub, payload: str) -> None:
    word: dict[str, list[int]] = json.loads(payload)
    if "told" in word:
        await hub.bring(word["told"])
    if "read" in word:
        await hub.recount(word["read"])


async def _line() -> "psycopg.AsyncConnection[Any]":
    """A connection of its own that only listens."""
    settings = database.get_connection_params()
    for name in ("cursor_factory", "context"):
        settings.pop(name, None)
    return await psycopg.AsyncConnection.connect(**settings, autocommit=True)


async def _survive(work: Any) -> None:
    """One failure must not end the hearing for everybody."""
    with contextlib.suppress(asyncio.CancelledError):
        try:
            await work
            return
        except Exception:
            log.exception("Something live went wrong")
            return
    raise asyncio.CancelledError
