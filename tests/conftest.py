"""Shared set-up: the cast of the story, made once per test process and rolled back per test."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# Playwright runs an event loop in the test's own thread; only the tests need this.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine is no failure: speed is measured in the bench, never in a test.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser journeys write to the database for good, so they come after everything else."""
    items.sort(key=lambda item: "/journeys/" in str(item.path))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """Add the cast to the fresh test database, so that no test pays for it again."""
    from tests.world import build

    with django_db_blocker.unblock():
        build()


@pytest.fixture
def world(db: Any) -> Any:
    """The cast with three furnished buildings; see tests/world.py."""
    from tests.world import recall

    return recall()


@pytest.fixture
def sign_in(world: Any) -> Any:
    """A test client signed in as a person of the cast: `sign_in("ana")`; "nobody" is anonymous."""
    from django.test import Client

    def make(name: str) -> Client:
        client = Client()
        if name != "nobody":
            client.force_login(
                world.people[name], backend="django.contrib.auth.backends.ModelBackend"
            )
        return client

    return make


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits counted in one test must not reach the next."""
    yield
    if "db" in request.fixturenames or "world" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()
