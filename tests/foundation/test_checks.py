"""Unsafe settings are refused at start-up, each with its own id."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as real

from foundation import checks

CLUSTER: dict[str, Any] = dict(real.Q_CLUSTER)


def ids(found: list[Any]) -> list[str]:
    return [message.id for message in found]


def test_our_own_settings_pass() -> None:
    for check in (checks.queue_timeouts, checks.shared_cache, checks.sqlite_locks):
        assert check(None) == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"retry": 300, "timeout": 300}, "foundation.E001"),
        ({"retry": 60, "timeout": 300}, "foundation.E001"),
        ({"max_attempts": 0}, "foundation.E002"),
        ({"ack_failures": True}, "foundation.E008"),
    ],
)
def test_a_queue_that_would_run_things_twice_or_for_ever(
    change: dict[str, int], refusal: str, settings: Any
) -> None:
    settings.Q_CLUSTER = CLUSTER | change
    assert ids(checks.queue_timeouts(None)) == [refusal]


def test_a_queue_outside_the_database(settings: Any) -> None:
    settings.Q_CLUSTER = {k: v for k, v in CLUSTER.items() if k != "orm"} | {"redis": "x"}
    assert ids(checks.queue_timeouts(None)) == ["foundation.E003"]


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_a_cache_of_one_process(backend: str, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}"}}
    assert ids(checks.shared_cache(None)) == ["foundation.E004"]


@pytest.mark.parametrize(
    ("database", "refusals"),
    [
        ({"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}, ["foundation.E005"]),
        ({"ENGINE": "django.db.backends.sqlite3"}, ["foundation.E005"]),
        ({"ENGINE": "django.db.backends.postgresql"}, []),
    ],
)
def test_sqlite_without_immediate(
    database: dict[str, Any], refusals: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "settings", SimpleNamespace(DATABASES={"default": database}))
    assert ids(checks.sqlite_locks(None)) == refusals


@pytest.mark.parametrize(
    ("key", "demo", "refusals"),
    [
        ("k" * 50, False, []),
        ("short", False, ["foundation.E006"]),
        ("k" * 39, False, ["foundation.E006"]),
        ("k" * 50, True, ["foundation.E007"]),
        ("short", True, ["foundation.E006", "foundation.E007"]),
    ],
)
def test_known_secrets_stay_out_of_production(
    key: str, demo: bool, refusals: list[str], settings: Any
) -> None:
    settings.SECRET_KEY, settings.DEMO_ALLOWED = key, demo
    assert ids(checks.production_secrets(None)) == refusals
