"""A real browser against a real server. Skipped, loudly, where no chromium can be had."""

import os
import shutil
import sqlite3
from typing import Any

import pytest
from django.db import connection

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives the browser and writes from the server's own threads."""
    for item in items:
        if "/journeys/" not in str(item.path):
            continue
        item.add_marker(pytest.mark.e2e)
        item.add_marker(pytest.mark.django_db(transaction=True))
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: browser journeys were not run"))


@pytest.fixture(scope="session")
def files_go_through_our_view() -> None:
    """Django's test server would send media files itself, past every permission check."""
    from django.test import testcases

    testcases._MediaFilesHandler = lambda handler: handler


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {
        "viewport": {"width": 1280, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/Berlin",
        "reduced_motion": "reduce",
        "service_workers": "block",
    }


@pytest.fixture(scope="session")
def server(django_db_setup: Any, files_go_through_our_view: None, django_db_blocker: Any) -> Any:
    """One web server for all journeys, on the test database, which they share and write to.

    Emptying the database after every journey would cost more than the journeys; tests/conftest.py
    runs them last, so that what they leave behind meets nobody.
    """
    from django.test import TransactionTestCase
    from pytest_django.live_server_helper import LiveServer

    TransactionTestCase._fixture_teardown = lambda self: None
    with django_db_blocker.unblock():
        running = LiveServer("localhost")
        yield running
        running.stop()


@pytest.fixture(scope="session")
def pristine(django_db_setup: Any, django_db_blocker: Any) -> sqlite3.Connection | None:
    """The database before the first journey, in memory; None where it is no SQLite."""
    if connection.vendor != "sqlite":
        return None
    copy = sqlite3.connect(":memory:")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        connection.connection.backup(copy)
    return copy


@pytest.fixture
def story(pristine: sqlite3.Connection | None, server: Any) -> Any:
    """The world: on SQLite always as new, elsewhere as the journeys before left it."""
    from accounts.models import Company
    from tests import world

    if pristine is not None:
        connection.ensure_connection()
        pristine.backup(connection.connection)
    if not Company.objects.exists():
        # A transactional test of this process has emptied the database.
        _restore_migrated_rows()
        world.build()
    return world.recall()


def _restore_migrated_rows() -> None:
    """Flushing also empties what data migrations wrote: pages, group, locale, workflow."""
    from importlib import import_module

    from django.apps import apps
    from django.conf import settings
    from wagtail.models import Collection, Locale, Page

    for language, _ in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")
    import_module("accounts.migrations.0002_cms_group").create_group(apps, None)
    import_module("home.migrations.0002_front_page").create(apps, None)
    import_module("portal.migrations.0006_approval_workflow").create_workflow(apps, None)


@pytest.fixture
def visit(story: Any, server: Any, new_context: Any) -> Any:
    """`visit("ana", "/path/")` signs in through the real form and opens the page.

    Requests to other hosts are refused, which proves that pages load nothing from outside.
    """
    from concierge.demo.cast import PASSWORD, PEOPLE

    def open_page(name: str, path: str) -> Any:
        context = new_context(base_url=server.url)
        context.route(
            lambda url: not url.startswith((server.url, "data:", "blob:")),
            lambda route: route.abort(),
        )
        # Listens before the page loads: most violations happen while it does.
        context.add_init_script(
            "window.violations = []; document.addEventListener('securitypolicyviolation',"
            " event => window.violations.push(event.violatedDirective))"
        )
        page = context.new_page()
        if name != "nobody":
            page.goto("/accounts/login/")
            page.fill("[name=login]", PEOPLE[name][2])
            page.fill("[name=password]", PASSWORD)
            with page.expect_navigation():
                page.click("main button[type=submit]")
            assert "/accounts/login" not in page.url, "signing in failed"
        page.goto(path)
        return page

    return open_page
