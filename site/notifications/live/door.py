"""`/live/`: a WebSocket on which an open page hears what its reader is told.

    ws → {"type": "hello", "unread": 2}
         {"type": "notification", "id": …, "title": …, "path": …, "unread": 3}
         {"type": "unread", "unread": 0}

`?since=<id of the last one seen>` asks for what was missed. Nothing is read from the client.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from notifications.live.connections import TRY_LATER, Connection
from notifications.live.hub import Hub
from notifications.live.wire import check_for_ever, hear_for_ever

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
PATH = "/live/"


class Live:
    """An ASGI application for WebSockets and for the life span of the server."""

    def __init__(self) -> None:
        self.hub: Hub | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def live(self, receive: Receive, send: Send) -> None:
        """The server's own life: listening starts and ends with it."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def start(self) -> None:
        self.hub = Hub()
        await self.hub.start()
        self._tasks = [
            asyncio.create_task(hear_for_ever(self.hub)),
            asyncio.create_task(check_for_ever(self.hub)),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.hub is not None:
            await self.hub.stop()

    async def connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, from handshake to end."""
        await receive()
        hub = self.hub
        found = await hub.welcome(_headers(scope)) if hub and scope["path"] == PATH else None
        if hub is None or found is None:
            # Before it is accepted, this is answered with 403.
            await send({"type": "websocket.close"})
            return
        visitor, places = found
        await send({"type": "websocket.accept"})
        if not hub.open.have_room_for(visitor.user.pk):
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        connection = Connection(visitor, places, send)
        # Before catching up, so that nothing falls between the two.
        hub.open.add(connection)
        try:
            await hub.catch_up(connection, visitor, _since(scope))
            del visitor, found
            while (await receive())["type"] != "websocket.disconnect":
                pass
        finally:
            hub.open.remove(connection)


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _since(scope: Scope) -> UUID | None:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("since", [""])
    with contextlib.suppress(ValueError):
        return UUID(asked[0])
    return None
