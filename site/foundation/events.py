"""Domain events: publish in an operation, react elsewhere, joined only by the event's name.

`publish` writes a `DomainEvent` row and enqueues one delivery per subscriber in the caller's
transaction: both commit or neither does. Subscribers run in the worker, may run twice, and call
one operation each.

A few reactions must be part of the same act (a building without its pages must never be seen).
Those subscribe with `in_transaction=True` and run inside the publishing transaction; they may not
talk to the outside world. See docs/decisions/0004.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from django.db import transaction

from foundation import clock, queue
from foundation.actors import Actor
from foundation.models import DomainEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Base of all events: a frozen bag of ids and plain values. Subclass names are past tense."""

    version: ClassVar[int] = 1
    company_id: int | None

    @classmethod
    def name(cls) -> str:
        """`<app label>.<ClassName>`, for example `properties.BuildingCreated`."""
        return f"{cls.__module__.removesuffix('.events').rpartition('.')[2]}.{cls.__name__}"


#: A worker's reaction gets the stored event; one inside the transaction also gets the actor.
Subscriber = Callable[[DomainEvent], None]
InTransactionSubscriber = Callable[[DomainEvent, Actor], None]

_queued: dict[str, list[str]] = {}
_immediate: dict[str, list[InTransactionSubscriber]] = {}


def subscribe(event_name: str) -> Callable[[Subscriber], Subscriber]:
    """React to an event in the worker. The decorated function must be importable by its path."""

    def register(function: Subscriber) -> Subscriber:
        path = f"{function.__module__}.{function.__qualname__}"
        paths = _queued.setdefault(event_name, [])
        if path not in paths:
            paths.append(path)
        return function

    return register


def subscribe_in_transaction(
    event_name: str,
) -> Callable[[InTransactionSubscriber], InTransactionSubscriber]:
    """React inside the publishing transaction, as part of the same act."""

    def register(function: InTransactionSubscriber) -> InTransactionSubscriber:
        functions = _immediate.setdefault(event_name, [])
        if function not in functions:
            functions.append(function)
        return function

    return register


def publish(event: Event, *, actor: Actor) -> DomainEvent:
    """Record `event` and hand it to its subscribers. Call inside the operation's transaction.

    Raises:
        RuntimeError: there is no transaction, so row and deliveries could part company.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("events.publish belongs inside the operation's transaction")
    payload: dict[str, Any] = asdict(event)
    stored = DomainEvent.objects.create(
        company_id=payload.pop("company_id"),
        name=event.name(),
        version=event.version,
        payload=payload,
        occurred_at=clock.now(),
    )
    for function in _immediate.get(stored.name, []):
        function(stored, actor)
    for path in _queued.get(stored.name, []):
        queue.enqueue("foundation.tasks.deliver_event", stored.pk, path)
    return stored
