"""Eight workers at once, on PostgreSQL: one digest, one telling of an address that bounces."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections
from django_q.models import OrmQ

from accounts.operations.users import create_verified_user
from concierge.demo.cast import SYSTEM
from foundation import clock
from foundation.models import AuditEntry, DomainEvent
from notifications.models import Delivery, Notification
from notifications.operations.reports import note_report
from notifications.operations.waiting import gather_digests
from notifications.tasks import send_digests
from tests.contracts.test_parallel_work import unlocked_audit_log

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]
WORKERS = 8


@pytest.fixture
def told(django_db_setup: Any, django_db_blocker: Any) -> Iterator[list[Delivery]]:
    """Four committed mails to one person that wait for a digest, removed again afterwards."""
    from accounts.models import Company

    with django_db_blocker.unblock():
        company = Company.objects.get(slug="harbour")
        user = create_verified_user(
            actor=SYSTEM, email="crowd@x.example", first_name="C", last_name="X", password=None
        )
        past = clock.now() - dt.timedelta(minutes=1)
        try:
            deliveries = []
            for number in range(4):
                note = Notification.objects.create(
                    company=company,
                    user=user,
                    kind="announcements",
                    source=f"crowd:{number}",
                    title=f"News {number}",
                    language="en",
                    path="/my/inbox/",
                    created_at=past,
                )
                deliveries.append(
                    Delivery.objects.create(
                        company=company,
                        notification=note,
                        channel="email",
                        address=user.email,
                        state="collected",
                        not_before=past,
                        changed_at=past,
                    )
                )
            yield deliveries
        finally:
            Notification.objects.filter(user=user).delete()
            DomainEvent.objects.filter(name="notifications.AddressBounced").delete()
            OrmQ.objects.all().delete()
            with unlocked_audit_log():
                AuditEntry.objects.filter(object_type="accounts.user", object_id=user.pk).delete()
            user.delete()
            connections.close_all()


def at_once(work: Callable[[int], Any]) -> list[Any]:
    barrier, answers = threading.Barrier(WORKERS), []

    def run(number: int) -> None:
        try:
            barrier.wait(30)
            answers.append(work(number))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == WORKERS
    return answers


def test_one_digest_is_gathered_and_sent_once(told: list[Delivery]) -> None:
    assert sorted(at_once(lambda _number: gather_digests())) == [0] * 7 + [1]
    (digest,) = set(Delivery.objects.filter(pk__in=ids(told)).values_list("digest", flat=True))
    mail.outbox.clear()
    at_once(lambda _number: send_digests([str(digest)]))
    assert [message.subject for message in mail.outbox] == ["4 pieces of news for you"]
    assert states(told) == {"sent"}


def test_mails_that_come_back_together_are_told_of_once(told: list[Delivery]) -> None:
    Delivery.objects.filter(pk__in=ids(told)).update(state="sent", not_before=None, attempts=1)
    known = [str(delivery.uuid) for delivery in told] + [str(uuid.uuid4())] * 4
    moved = at_once(lambda number: note_report(mail_id=known[number], state="bounced"))
    assert sum(moved) == 4
    assert states(told) == {"bounced"}
    assert DomainEvent.objects.filter(name="notifications.AddressBounced").count() == 1


def ids(deliveries: list[Delivery]) -> list[int]:
    return [delivery.pk for delivery in deliveries]


def states(deliveries: list[Delivery]) -> set[str]:
    return set(Delivery.objects.filter(pk__in=ids(deliveries)).values_list("state", flat=True))
