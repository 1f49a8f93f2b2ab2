"""On PostgreSQL the commit of an operation wakes the processes that hold open connections."""

import asyncio
from typing import Any

import pytest
from django.db import connection

from notifications.live.wire import hear_for_ever
from notifications.operations.ringing import IDS_PER_WORD, ring

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


class Recorder:
    """Stands in for the hub: what it is asked to bring."""

    def __init__(self) -> None:
        self.brought: list[int] = []
        self.recounted: list[int] = []
        self.listens = asyncio.Event()

    async def look(self) -> None:
        self.listens.set()

    async def bring(self, ids: list[int]) -> None:
        self.brought += ids
        if 0 in ids:
            raise ValueError("one failure must not end the hearing")

    async def recount(self, ids: list[int]) -> None:
        self.recounted += ids


async def heard_from(work: Any) -> Recorder:
    hub = Recorder()
    hearing = asyncio.create_task(hear_for_ever(hub))  # type: ignore[arg-type]
    await asyncio.wait_for(hub.listens.wait(), 10)
    await asyncio.to_thread(work)
    for _ in range(100):
        await asyncio.sleep(0.05)
        if hub.recounted:
            break
    hearing.cancel()
    return hub


def test_ids_arrive_however_many_they_are(django_db_setup: Any, django_db_blocker: Any) -> None:
    many = list(range(10_000_000, 10_000_000 + 2 * IDS_PER_WORD + 1))

    def work() -> None:
        with django_db_blocker.unblock():
            ring(notification_ids=[0])
            ring(notification_ids=many)
            ring(user_ids=[7])
            connection.close()

    with django_db_blocker.unblock():
        hub = asyncio.run(heard_from(work))
    assert hub.brought == [0, *many]
    assert hub.recounted == [7]


def test_what_is_rolled_back_wakes_nobody(django_db_setup: Any, django_db_blocker: Any) -> None:
    from django.db import transaction

    def work() -> None:
        with django_db_blocker.unblock():
            with transaction.atomic():
                ring(notification_ids=[1])
                transaction.set_rollback(True)
            ring(user_ids=[7])
            connection.close()

    with django_db_blocker.unblock():
        hub = asyncio.run(heard_from(work))
    assert (hub.brought, hub.recounted) == ([], [7])
