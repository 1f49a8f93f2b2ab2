"""Events and their deliveries live and die with the operation's transaction."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django_q.models import OrmQ

from foundation import events, queue
from foundation.actors import Actor, SystemActor
from foundation.models import DomainEvent
from foundation.tasks import deliver_event
from tests import queue as test_queue

pytestmark = pytest.mark.django_db

SYSTEM = SystemActor("tests")
heard: list[int] = []
seen_inside: list[tuple[int, Actor]] = []


@dataclass(frozen=True, kw_only=True, slots=True)
class BellRang(events.Event):
    floor: int


def listen(event: DomainEvent) -> None:
    heard.append(event.payload["floor"])


def join(event: DomainEvent, actor: Actor) -> None:
    seen_inside.append((event.payload["floor"], actor))
    if event.payload["floor"] < 0:
        raise ValueError("there is no cellar")


@pytest.fixture(autouse=True)
def subscribers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two reactions to `BellRang`, forgotten afterwards."""
    heard.clear()
    seen_inside.clear()
    monkeypatch.setattr(events, "_queued", {})
    monkeypatch.setattr(events, "_immediate", {})
    events.subscribe(BellRang.name())(listen)
    events.subscribe_in_transaction(BellRang.name())(join)


def ring(floor: int = 3) -> DomainEvent:
    return events.publish(BellRang(company_id=None, floor=floor), actor=SYSTEM)


def test_the_name_says_app_and_fact() -> None:
    from buildings.properties.events import BuildingCreated

    assert BuildingCreated.name() == "properties.BuildingCreated"


def test_publishing_stores_the_event_and_queues_a_delivery() -> None:
    stored = ring()
    assert (stored.name, stored.payload, stored.version) == (BellRang.name(), {"floor": 3}, 1)
    assert test_queue.waiting() == [
        ("foundation.tasks.deliver_event", (stored.pk, f"{__name__}.listen"))
    ]
    assert heard == []


def test_the_worker_hands_it_to_the_subscriber(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = ring()
    monkeypatch.setattr("foundation.tasks.import_string", lambda path: listen)
    assert test_queue.drain() == ["foundation.tasks.deliver_event"]
    assert heard == [3]
    assert queue.waiting() == 0
    assert DomainEvent.objects.filter(pk=stored.pk).exists()


def test_a_delivery_may_come_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = ring()
    monkeypatch.setattr("foundation.tasks.import_string", lambda path: listen)
    deliver_event(stored.pk, "any.path")
    deliver_event(stored.pk, "any.path")
    assert heard == [3, 3]


def test_the_reaction_inside_the_transaction_knows_the_actor() -> None:
    ring(7)
    assert seen_inside == [(7, SYSTEM)]


def test_a_failing_reaction_takes_the_event_and_its_delivery_with_it() -> None:
    before = DomainEvent.objects.count()
    with pytest.raises(ValueError, match="no cellar"), transaction.atomic():
        ring(-1)
    assert DomainEvent.objects.count() == before
    assert OrmQ.objects.count() == 0


def test_rolling_back_the_operation_removes_event_and_delivery() -> None:
    before = DomainEvent.objects.count()
    with transaction.atomic():
        ring()
        transaction.set_rollback(True)
    assert DomainEvent.objects.count() == before
    assert OrmQ.objects.count() == 0


def test_subscribing_twice_delivers_once() -> None:
    events.subscribe(BellRang.name())(listen)
    events.subscribe_in_transaction(BellRang.name())(join)
    ring()
    assert OrmQ.objects.count() == 1
    assert len(seen_inside) == 1


def test_publishing_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="inside the operation's transaction"):
        ring()
    monkeypatch.undo()
    assert not DomainEvent.objects.filter(name=BellRang.name()).exists()
