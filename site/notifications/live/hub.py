"""What is new, brought to the open connections of this process.

Everything that asks the database runs in one thread with one connection, however many pages are
open. Ids come in; the rows are read again for the people who are connected, and each passes the
places of its connection before it goes out.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import close_old_connections, connections

from accounts.authentication.handshake import Visitor, visitor_of
from accounts.queries.sessions import open_sessions, standings_of
from accounts.queries.users import users_with_ids
from foundation import clock
from notifications.live.connections import (
    ACCESS_CHANGED,
    SIGNED_OUT,
    Connection,
    Connections,
)
from notifications.queries.live import (
    Places,
    last_told,
    message_of,
    missed_by,
    places_of,
    told_after,
    told_among,
)

if TYPE_CHECKING:
    from notifications.models import Notification

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

#: How soon a connection ends after its session or its access has.
CHECKED_EVERY = 3.0


class Hub:
    def __init__(self) -> None:
        self.open = Connections()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
        self._last_id = 0
        self._quarter = clock.quarter_hour()

    async def ask(self, question: Callable[..., Answer], *arguments: Any) -> Answer:
        """Answer a question to the database, in the one thread that may."""

        def answer() -> Answer:
            close_old_connections()
            return question(*arguments)

        return await asyncio.get_running_loop().run_in_executor(self._thread, answer)

    async def start(self) -> None:
        self._last_id = await self.ask(last_told)

    async def stop(self) -> None:
        await self.ask(connections.close_all)
        self._thread.shutdown()

    async def welcome(self, headers: dict[str, str]) -> tuple[Visitor, Places] | None:
        """Who sends these headers and where they may be told things; None for strangers."""

        def look() -> tuple[Visitor, Places] | None:
            visitor = visitor_of(headers)
            return (visitor, places_of(visitor.user)) if visitor else None

        return await self.ask(look)

    async def catch_up(self, connection: Connection, visitor: Visitor, since: UUID | None) -> None:
        """Greet with the unread count, and tell what was missed since `since`."""
        connection.say(json.dumps({"type": "hello", "unread": connection.unread}))
        for item in await self.ask(missed_by, visitor.user, since, connection.places):
            connection.say(json.dumps(message_of(item, connection.unread)))

    async def bring(self, notification_ids: list[int]) -> None:
        """Just told: to whom of them is connected here."""
        if self.open.count:
            self._spread(await self.ask(told_among, notification_ids, self.open.people))

    async def look(self) -> None:
        """For databases that do not call: whatever is new, and changed counts."""
        if not self.open.count:
            self._last_id = await self.ask(last_told)
            return
        found = await self.ask(told_after, self._last_id, self.open.people)
        if found:
            self._last_id = found[-1].pk
            self._spread(found)
        await self.recount(self.open.people)

    async def recount(self, user_ids: list[int]) -> None:
        """What these people have unread has changed."""
        here = [user_id for user_id in user_ids if self.open.of(user_id)]
        if here:
            for user_id, standing in (await self.ask(standings_of, here)).items():
                for connection in self.open.of(user_id):
                    connection.tell_unread(standing.unread)

    async def check(self) -> None:
        """Let go of everybody whose session has ended or whose access has changed."""
        if not self.open.count:
            return
        every = list(self.open)
        sessions = await self.ask(open_sessions, {one.session_key for one in every})
        standings = await self.ask(standings_of, {one.user_id for one in every})
        for one in every:
            standing = standings.get(one.user_id)
            if (
                standing is None
                or one.session_key not in sessions
                or standing.session_hash != one.session_hash
            ):
                one.close(SIGNED_OUT)
            elif standing.access_version != one.places.access_version:
                one.close(ACCESS_CHANGED)
            else:
                one.tell_unread(standing.unread)
        await self._turn_the_day()

    async def _turn_the_day(self) -> None:
        """Residencies begin and end at some midnight, on a quarter hour: places are read anew."""
        quarter = clock.quarter_hour()
        if quarter == self._quarter:
            return
        self._quarter = quarter

        def read(ids: list[int]) -> dict[int, Places]:
            return {user.pk: places_of(user) for user in users_with_ids(ids)}

        for user_id, places in (await self.ask(read, self.open.people)).items():
            for connection in self.open.of(user_id):
                connection.places = places

    def _spread(self, notifications: "Iterable[Notification]") -> None:
        for item in notifications:
            text = json.dumps(message_of(item, item.user.unread_count))
            for connection in self.open.of(item.user_id):
                if connection.places.access_version != item.user.access_version:
                    connection.close(ACCESS_CHANGED)
                elif connection.places.include(item):
                    connection.unread = item.user.unread_count
                    connection.say(text)
