"""The doorway to the queue, and what the worker does with a task that fails."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django_q.brokers.orm import ORM
from django_q.models import OrmQ, Schedule, Task
from django_q.monitor import save_task
from django_q.scheduler import scheduler
from django_q.signing import SignedPackage

from foundation import clock, queue
from tests import queue as test_queue

pytestmark = pytest.mark.django_db

calls: list[tuple[object, ...]] = []


def note(*args: object) -> None:
    calls.append(args)


def fail() -> None:
    raise ConnectionError("the mail server is down")


def queue_another() -> None:
    queue.enqueue(f"{__name__}.queue_another")


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """This file has no import path of its own when pytest loads it."""
    calls.clear()
    here = {function.__name__: function for function in (note, fail, queue_another)}
    monkeypatch.setattr(test_queue, "import_string", lambda path: here[path.rpartition(".")[2]])


def test_tasks_run_in_order_and_once() -> None:
    queue.enqueue("x.note", 1, "a")
    queue.enqueue("x.note", 2, "b")
    assert queue.waiting() == 2
    assert test_queue.drain() == ["x.note", "x.note"]
    assert calls == [(1, "a"), (2, "b")]
    assert queue.waiting() == 0


def test_a_failing_task_stays_queued_and_shows() -> None:
    queue.enqueue("x.fail")
    with pytest.raises(ConnectionError):
        test_queue.drain()
    assert queue.waiting() == 1


def test_a_task_that_queues_itself_is_noticed() -> None:
    queue.enqueue("x.queue_another")
    with pytest.raises(AssertionError, match="queue itself"):
        test_queue.drain(limit=5)


def by_us() -> None:
    queue.enqueue("x.fail")


def by_a_schedule() -> None:
    Schedule.objects.all().delete()
    Schedule.objects.create(func="x.fail", schedule_type=Schedule.ONCE, next_run=clock.now())
    scheduler(broker=ORM())


@pytest.mark.parametrize("queue_it", [by_us, by_a_schedule])
def test_the_worker_gives_up_after_the_last_attempt_only(
    queue_it: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure is not acknowledged, so the row stays and is tried again until `max_attempts`."""
    for module in ("monitor", "scheduler"):
        monkeypatch.setattr(f"django_q.{module}.close_old_django_connections", lambda: None)
    queue_it()
    row = OrmQ.objects.get()
    task = SignedPackage.loads(row.payload)
    task |= {"ack_id": row.pk, "success": False, "result": "down", "stopped": task["started"]}
    for attempt in range(1, settings.Q_CLUSTER["max_attempts"] + 1):
        assert OrmQ.objects.filter(pk=row.pk).exists(), attempt
        save_task(dict(task), ORM())
    assert not OrmQ.objects.filter(pk=row.pk).exists()
    assert Task.objects.get(id=task["id"]).attempt_count == settings.Q_CLUSTER["max_attempts"]
