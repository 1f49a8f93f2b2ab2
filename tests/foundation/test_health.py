"""Alive and ready are different questions."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError
from django_q.models import OrmQ

from foundation import clock, health, queue

pytestmark = pytest.mark.django_db


def test_alive_without_touching_the_database(client: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.json() == {"status": "ok"}


def test_ready(client: Any) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "problems": {}})


def test_fresh_work_is_no_problem(client: Any) -> None:
    queue.enqueue("foundation.tasks.run_command", "clearsessions")
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(("minutes", "status"), [(9, 200), (11, 503)])
def test_work_that_waits_in_vain(client: Any, minutes: int, status: int) -> None:
    queue.enqueue("foundation.tasks.run_command", "clearsessions")
    OrmQ.objects.update(lock=clock.now() - dt.timedelta(minutes=minutes))
    response = client.get("/readyz")
    assert response.status_code == status
    assert ("queue" in response.json()["problems"]) is (status == 503)


def test_work_in_hand_is_no_problem(client: Any) -> None:
    """The worker moves the lock of what it works on into the future."""
    queue.enqueue("foundation.tasks.run_command", "clearsessions")
    OrmQ.objects.update(lock=clock.now() + dt.timedelta(minutes=5))
    assert client.get("/readyz").status_code == 200


def test_missing_migrations(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *a, **k: [1, 2])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problems"] == {"migrations": "2 not applied"}


def test_a_broken_database_says_nothing_about_itself(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise DatabaseError("password authentication failed for user concierge")

    monkeypatch.setattr(health, "MigrationExecutor", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problems"] == {"database": "not reachable"}
    assert client.get("/healthz").status_code == 200
