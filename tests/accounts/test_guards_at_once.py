"""Fourteen guesses at once, on PostgreSQL: five reach the hasher."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client

from concierge.demo.cast import PASSWORD, SYSTEM
from foundation.models import AuditEntry
from tests.contracts.test_parallel_work import unlocked_audit_log

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
]


@pytest.fixture
def guessed(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A committed account, removed again with what it leaves behind."""
    from django_q.models import OrmQ

    from accounts.models import LoginGuard
    from accounts.operations.users import create_verified_user

    with django_db_blocker.unblock():
        user = create_verified_user(
            actor=SYSTEM, email="guess@x.example", first_name="G", last_name="X", password=PASSWORD
        )
        try:
            yield user
        finally:
            with unlocked_audit_log():
                AuditEntry.objects.filter(object_type="accounts.user", object_id=user.pk).delete()
            LoginGuard.objects.all().delete()
            OrmQ.objects.all().delete()
            user.delete()
            connections.close_all()


def test_five_of_fourteen_reach_the_hasher(guessed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    model = get_user_model()
    check = model.check_password

    def count(user: Any, password: str) -> bool:
        hashed.append(password)
        return bool(check(user, password))

    monkeypatch.setattr(model, "check_password", count)
    barrier, answers = threading.Barrier(14), []

    def guess(number: int) -> None:
        try:
            barrier.wait(30)
            form = {"login": guessed.email, "password": f"guess {number}"}
            answers.append(Client().post("/accounts/login/", form).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(14)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert len(set(hashed)) == 5
    assert sorted(answers) == [200] * 5 + [429] * 9
    locked = AuditEntry.objects.filter(action="accounts.sign_in_locked", object_id=guessed.pk)
    assert locked.count() == 1
