"""Programs may ask so often and no more, and are told where they stand."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections

from foundation import clock, throttles

ADDRESS = "/api/v1/openapi.json"


@pytest.fixture
def narrow(settings: Any) -> None:
    cache.clear()
    settings.THROTTLES = {"/api/v1/": (3, 5)}


@pytest.mark.django_db
class TestTheApi:
    def test_says_where_one_stands(self, narrow: None, client: Any) -> None:
        answers = [client.get(ADDRESS) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert answers[0]["RateLimit-Limit"] == "3"
        assert 0 < int(answers[0]["RateLimit-Reset"]) <= 60
        assert "Retry-After" not in answers[0]

    def test_refuses_with_a_problem_and_a_time(self, narrow: None, client: Any) -> None:
        for _ in range(3):
            client.get(ADDRESS)
        refused = client.get(ADDRESS)
        assert refused.json()["code"] == "too_many_requests"
        assert refused["Content-Type"].startswith("application/problem+json")
        assert 0 < int(refused["Retry-After"]) <= 60

    def test_counts_senders_apart(self, narrow: None, client: Any) -> None:
        for _ in range(3):
            client.get(ADDRESS)
        assert client.get(ADDRESS, headers={"authorization": "Bearer x"}).status_code == 200

    def test_inventing_senders_does_not_help(self, narrow: None, client: Any) -> None:
        answers = [
            client.get(ADDRESS, headers={"authorization": f"Bearer {n}"}).status_code
            for n in range(7)
        ]
        assert answers == [200] * 5 + [429] * 2

    def test_begins_anew_each_minute(
        self, narrow: None, client: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(4):
            client.get(ADDRESS)
        later = clock.now() + dt.timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert client.get(ADDRESS).status_code == 200

    def test_leaves_pages_alone(self, narrow: None, client: Any) -> None:
        assert all(client.get("/accounts/login/").status_code == 200 for _ in range(6))

    def test_a_cache_that_is_away_stops_nobody(
        self, narrow: None, client: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*args: Any, **kwargs: Any) -> None:
            raise ConnectionError

        monkeypatch.setattr(throttles.cache, "add", away)
        assert client.get(ADDRESS).status_code == 200


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs parallel writers")
def test_exactly_so_many_of_many_at_once_find_room(
    django_db_setup: Any, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    minute = clock.now()
    monkeypatch.setattr(clock, "now", lambda: minute)

    def ask(number: int) -> bool:
        try:
            return throttles.take("tests", "somebody", 10).is_allowed
        finally:
            connections.close_all()

    with django_db_blocker.unblock():
        cache.clear()
        with ThreadPoolExecutor(8) as pool:
            allowed = list(pool.map(ask, range(64)))
        cache.clear()
    assert allowed.count(True) == 10
