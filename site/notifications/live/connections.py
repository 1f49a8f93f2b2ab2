"""The open connections of this process, by person."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from accounts.authentication.handshake import Visitor
from notifications.queries.live import Places

Send = Callable[[dict[str, Any]], Awaitable[None]]

#: Codes of our own (RFC 6455 leaves 4000 to 4999 to applications).
SIGNED_OUT = 4401
ACCESS_CHANGED = 4403
TRY_LATER = 1013
#: A client that takes nothing for so many messages is let go; it comes back and catches up.
MOST_WAITING = 50
MOST_PER_PERSON = 20
MOST_IN_ALL = 5_000


class Connection:
    """One open page. Idle, it holds a socket and these few fields, and no database connection."""

    __slots__ = ("_send", "_sender", "_waiting", "places", "session_hash", "session_key",
                 "unread", "user_id")  # fmt: skip

    def __init__(self, visitor: Visitor, places: Places, send: Send) -> None:
        self.user_id = visitor.user.pk
        self.session_key = visitor.session_key
        self.session_hash = visitor.user.get_session_auth_hash()
        self.unread = visitor.user.unread_count
        self.places = places
        self._send = send
        self._waiting: deque[dict[str, Any]] = deque()
        self._sender: asyncio.Task[None] | None = None

    def say(self, text: str) -> None:
        """Send without waiting for it: a slow client holds up nobody else."""
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            self.close(TRY_LATER)
            return
        self._pass({"type": "websocket.send", "text": text})

    def tell_unread(self, unread: int) -> None:
        if unread != self.unread:
            self.unread = unread
            self.say(json.dumps({"type": "unread", "unread": unread}))

    def close(self, code: int) -> None:
        self._pass({"type": "websocket.close", "code": code})

    def _pass(self, message: dict[str, Any]) -> None:
        self._waiting.append(message)
        if self._sender is None:
            self._sender = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._send(self._waiting.popleft())
        except (OSError, RuntimeError):
            # The client has gone; whoever waits for its messages hears of that.
            self._waiting.clear()
        finally:
            self._sender = None


class Connections:
    def __init__(self) -> None:
        self._of: defaultdict[int, set[Connection]] = defaultdict(set)
        self.count = 0

    @property
    def people(self) -> list[int]:
        return list(self._of)

    def __iter__(self) -> Any:
        return iter([one for some in self._of.values() for one in some])

    def of(self, user_id: int) -> list[Connection]:
        return list(self._of.get(user_id, ()))

    def have_room_for(self, user_id: int) -> bool:
        return self.count < MOST_IN_ALL and len(self._of.get(user_id, ())) < MOST_PER_PERSON

    def add(self, connection: Connection) -> None:
        self._of[connection.user_id].add(connection)
        self.count += 1

    def remove(self, connection: Connection) -> None:
        own = self._of.get(connection.user_id)
        if own and connection in own:
            own.remove(connection)
            self.count -= 1
            if not own:
                del self._of[connection.user_id]
