"""Shared set-up: the cast of the story, made once per test process and rolled back per test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Playwright runs an event loop in the test's own thread; only the tests need this.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine is no failure: speed is measured in the bench, never in a test.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


#: Wagtail's pages and editor, the accounts and the import: half of the time, and hardly a statement
#: of our own. How they run on SQLite, the browser and the walk through the demo see.
PRODUCTION_ONLY = (
    "/tests/portal/",
    "/tests/accounts/",
    "/tests/buildings/imports/",
    "/tests/buildings/joining/",
)


def pytest_configure(config: pytest.Config) -> None:
    """Tests read the catalogues as they stand, also without make."""
    script = Path(__file__).resolve().parent.parent / "deploy" / "messages.py"
    subprocess.run([sys.executable, script, "compile"], check=True)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what touches the database, and what of it the production database alone is enough for.

    Here, because `-m` chooses before the hook below is called.
    """
    fixtures = getattr(item, "fixturenames", ())
    if "django_db_setup" in fixtures or item.get_closest_marker("django_db"):
        item.add_marker(pytest.mark.database)
        if not item.get_closest_marker("once") and any(
            folder in str(item.path) for folder in PRODUCTION_ONLY
        ):
            item.add_marker(pytest.mark.production)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser journeys write to the database for good, so they come after everything else."""
    items.sort(key=lambda item: "/journeys/" in str(item.path))


@dataclass(frozen=True)
class Prepared:
    """What the tests of this process share beside the rows of the database."""

    #: The session of each person of the cast, as their browser would send it.
    sessions: dict[str, str]
    #: On SQLite: a copy of the database as the migrations left it, which takes twenty seconds.
    empty: Path | None


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Prepared:
    """Add the cast to the fresh database and sign them in, so that no test pays for it again."""
    from django.contrib.sessions.models import Session

    from tests.world import build, recall

    with django_db_blocker.unblock():
        empty = copy_if_empty(tmp_path_factory.mktemp("database") / "empty.sqlite3")
        build()
        Session.objects.all().delete()
        people = recall().people
        sessions = {name: str(signed_in(people[name]).session.session_key) for name in people}
        return Prepared(sessions, empty)


def copy_if_empty(target: Path) -> Path | None:
    """A reused database (pytest --reuse-db) has the cast already; nothing is copied then."""
    from django.db import connection

    from accounts.models import Company

    if connection.vendor != "sqlite" or Company.objects.exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    return target


def signed_in(user: Any) -> Any:
    """A test client with a new session of `user`."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def world(db: Any) -> Any:
    """The cast with three furnished buildings; see tests/world.py."""
    from tests.world import recall

    return recall()


@pytest.fixture
def sign_in(world: Any, django_db_setup: Prepared) -> Any:
    """A test client signed in as a person of the cast: `sign_in("ana")`; "nobody" is anonymous."""
    from django.conf import settings
    from django.test import Client

    def make(name: str) -> Client:
        client = Client()
        if name != "nobody":
            client.cookies[settings.SESSION_COOKIE_NAME] = django_db_setup.sessions[name]
        return client

    return make


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits counted in one test must not reach the next."""
    yield
    if "db" in request.fixturenames or "world" in request.fixturenames:
        from django.core.cache import caches

        for name in ("default", "pages-nearby"):
            caches[name].clear()
