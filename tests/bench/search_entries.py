"""Searching 20,000 entries of 200 buildings, against the time of a bare page: `make bench`.

As a resident of one building, as somebody of the company's office (all buildings) and as platform
staff; a rare word and one that stands in every entry. On SQLite the database is a temporary file;
DATABASE_URL measures PostgreSQL. The limits are ratios, so that a slow machine passes, too.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"
BUILDINGS = 200
ENTRIES = 20_000
ROUNDS = 5
#: Most times a bare page (`/healthz`) that a resident's search may take.
LIMIT = {"sqlite": 150, "postgresql": 100}


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    with tempfile.TemporaryDirectory(prefix="concierge-bench-") as folder:
        if connection.vendor == "sqlite":
            settings.DATABASES["default"]["TEST"]["NAME"] = f"{folder}/bench.sqlite3"
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            fill()
            measure()
        finally:
            teardown_databases(databases, verbosity=0)


def fill() -> None:
    from buildings.properties.models import Building
    from search.index import rebuild_index
    from search.models import SearchEntry
    from tests import world

    world.build()
    known = world.recall()
    facts = {"street": "Kai 1", "city": "Hamburg", "time_zone": "Europe/Berlin", "currency": "EUR"}
    pattern = SearchEntry.objects.get(page=known.infos["willow"], fragment="")
    houses = Building.objects.bulk_create(
        Building(company=known.companies["harbour"], name=f"House {n}", slug=f"house-{n}",
                 created_at=pattern.indexed_at, **facts)
        for n in range(BUILDINGS - 1)
    )  # fmt: skip
    places = [known.willow, *houses]
    words = "lift water heating cellar garden notice repair meeting parking waste".split()
    SearchEntry.objects.bulk_create(
        (
            SearchEntry(
                company_id=pattern.company_id, building=places[n % BUILDINGS], page=pattern.page,
                home_path=pattern.home_path, fragment=f"bench{n}", kind="page", language="en",
                heading=f"{words[n % 10]} {words[n // 10 % 10]} {n}",
                text=" ".join(words[(n + step * step) % 10] for step in range(80)) + f" rare{n}",
                published_at=pattern.indexed_at, indexed_at=pattern.indexed_at,
            )
            for n in range(ENTRIES)
        ),
        batch_size=1000,
    )  # fmt: skip
    started = time.perf_counter()
    count = rebuild_index()
    print(f"index of {count} entries in {time.perf_counter() - started:.1f} s")


def measure() -> None:
    from django.db import connection
    from django.test import Client

    from accounts.queries.users import user_by_email
    from concierge.demo.cast import PEOPLE

    bare = timed(Client(), "/healthz")
    print(f"{connection.vendor}: bare page {bare * 1000:.1f} ms")
    print(f"{'question':<58}{'ms':>9}{'x bare':>9}")
    for name in ("ana", "mara", "sol"):
        client = Client()
        client.force_login(
            user_by_email(PEOPLE[name][2]),  # type: ignore[arg-type]
            backend="django.contrib.auth.backends.ModelBackend",
        )
        for path in ("search?q=rare200", "search?q=lift", "search/suggestions?q=lif"):
            seconds = timed(client, f"/api/v1/{path}")
            ratio = seconds / bare
            print(f"{name + ' ' + path:<58}{seconds * 1000:>9.1f}{ratio:>9.1f}")
            if name == "ana" and ratio > LIMIT[connection.vendor]:
                sys.exit(f"slower than {LIMIT[connection.vendor]} bare pages")


def timed(client: object, path: str) -> float:
    """The median of some requests, in seconds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        response = client.get(path)  # type: ignore[attr-defined]
        rounds.append(time.perf_counter() - start)
        assert response.status_code == 200, (path, response.status_code)
    return statistics.median(rounds)


if __name__ == "__main__":
    main()
