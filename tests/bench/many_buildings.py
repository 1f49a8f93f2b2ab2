"""A manager of three buildings, in a database with ten and with ten thousand of them.

Whatever the manager opens must ask the database as often with many buildings as with few, and must
not take much longer. DATABASE_URL names the database server; the bench makes a database of its own.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"

FEW, MANY = 10, int(os.environ.get("BUILDINGS", "10000"))
#: Milliseconds may grow with deeper indexes; a page that walks all buildings takes seconds.
TIMES_LONGER = 4


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    connection.settings_dict["CONN_MAX_AGE"] = None
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        from tests import world

        world.build()
        compare()
    finally:
        teardown_databases(databases, verbosity=0)


def compare() -> None:
    from django.db import connection

    from tests.crowd import add_buildings
    from tests.managers import addresses, manager_of_three
    from tests.world import recall

    world = recall()
    visitor = manager_of_three(world)
    opened = addresses(world)
    print(f"{connection.vendor}: a manager of three buildings")
    add_buildings(FEW - len(world.buildings), world.homes["willow"])
    few = {name: measure(visitor, address) for name, address in opened.items()}
    start = time.monotonic()
    add_buildings(MANY - FEW, world.homes["willow"], first=FEW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{MANY} buildings made in {time.monotonic() - start:.0f} s")
    many = {name: measure(visitor, address) for name, address in opened.items()}
    print(f"{'':<34}{FEW:>8} buildings{MANY:>13} buildings")
    grown = []
    for name, (queries, seconds) in few.items():
        queries_many, seconds_many = many[name]
        print(
            f"{name:<34}{queries:>6} q{seconds * 1000:>8.0f} ms"
            f"{queries_many:>9} q{seconds_many * 1000:>8.0f} ms"
        )
        if queries_many > queries:
            grown.append(f"{name} asks {queries_many} times instead of {queries}")
        if seconds_many > TIMES_LONGER * max(seconds, 0.02):
            grown.append(f"{name} takes {seconds_many / seconds:.1f} times as long")
    for line in grown:
        print(f"GROWS: {line}")
    if grown:
        raise SystemExit(1)


def measure(visitor: object, address: str) -> tuple[int, float]:
    """Queries of the second request, and the shortest of three in seconds, waiting included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def get() -> None:
        response = visitor.get(address, follow=True)  # type: ignore[attr-defined]
        assert response.status_code == 200, (address, response.status_code)

    get()
    with CaptureQueriesContext(connection) as queries:
        get()
    # The next request empties the list.
    count = len(queries)
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        get()
        seconds.append(time.perf_counter() - start)
    return count, min(seconds)


if __name__ == "__main__":
    main()
