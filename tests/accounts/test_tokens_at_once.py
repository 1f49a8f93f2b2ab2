"""Eight exchanges of one refresh token at once, on PostgreSQL: one wins, and nobody is signed out.

Threads with connections of their own see committed rows only, so this account is really written,
and taken away afterwards.
"""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from concierge.demo.cast import PASSWORD, SYSTEM
from foundation.models import AuditEntry
from tests.accounts.tokens import App
from tests.contracts.test_parallel_work import unlocked_audit_log

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


@pytest.fixture
def passing(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A committed account, removed again with what it leaves in the log."""
    from accounts.operations.users import create_verified_user

    with django_db_blocker.unblock():
        user = create_verified_user(
            actor=SYSTEM, email="race@x.example", first_name="R", last_name="X", password=PASSWORD
        )
        try:
            yield user
        finally:
            with unlocked_audit_log():
                AuditEntry.objects.filter(object_type="accounts.user", object_id=user.pk).delete()
            user.delete()
            connections.close_all()


def exchange_at_once(token: str) -> list[int]:
    """What eight threads are answered that send the same refresh token together."""
    barrier, answers = threading.Barrier(8), []

    def run() -> None:
        try:
            barrier.wait(30)
            answers.append(App().exchange(token).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(answers)


def reuses(user: Any) -> int:
    return AuditEntry.objects.filter(action="accounts.token_reused", object_id=user.pk).count()


def test_one_of_eight_wins_and_the_family_lives(passing: Any) -> None:
    for _round in range(5):
        app = App(passing.email)
        assert exchange_at_once(app.refresh) == [200] + [400] * 7
        # The losers came within the grace for double sends: the session goes on.
        assert app.status() == 200
    assert reuses(passing) == 0


def test_eight_thieves_are_noticed_once(passing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    from foundation import clock

    app = App(passing.email)
    stolen = app.refresh
    app.exchange()
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + dt.timedelta(seconds=11))
    assert exchange_at_once(stolen) == [400] * 8
    assert reuses(passing) == 1
    assert app.status() == 401
