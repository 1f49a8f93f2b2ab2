"""Rows per second of an import, from the upload to the last residency: `make bench`.

Builds a throw-away database, imports 5,000 rows (2,500 apartments with two people each) through
the queue as the worker does, and imports the same file again, which must change nothing. On
SQLite the database is a temporary file; DATABASE_URL measures another one (it gets a test copy).
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"

ROWS = 5_000


def rows() -> bytes:
    lines = ["Unit;Floor;Area;Share;Name;E-mail;Owner/Tenant;Since;Until;Main contact"]
    for index in range(ROWS):
        home, is_tenant = divmod(index, 2)
        lines.append(
            f"{home // 20}-{home % 20:02};{home // 20 % 150};{40 + home % 60},5;1/2500;"
            f"Person {index};p{index}@bench.example;{'tenant' if is_tenant else 'owner'};"
            f"{1 + index % 28:02}.0{1 + index % 9}.2020;;{'' if is_tenant else 'x'}"
        )
    return "\n".join(lines).encode("cp1252")


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    with tempfile.TemporaryDirectory(prefix="concierge-bench-") as folder:
        if connection.vendor == "sqlite":
            settings.DATABASES["default"]["TEST"]["NAME"] = f"{folder}/bench.sqlite3"
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            measure()
        finally:
            teardown_databases(databases, verbosity=0)


def measure() -> None:
    from django.db import connection

    from accounts.queries.users import user_by_email
    from buildings.imports.models import ImportRun
    from buildings.imports.operations.applying import apply_run
    from buildings.imports.operations.checking import check_run
    from buildings.imports.operations.uploads import upload_file
    from concierge.demo import cast
    from tests.queue import drain

    building = cast.assemble().buildings["elm"]
    actor = user_by_email("dara@rival.example")
    drain()
    for attempt in ("first", "again"):
        started = time.perf_counter()
        run = upload_file(actor=actor, building=building, content=rows(), file_name="bench.csv")
        check_run(actor=actor, run=run)
        drain()
        checked = time.perf_counter()
        run.refresh_from_db()
        apply_run(actor=actor, run=run, mode="all_or_nothing")
        drain()
        run.refresh_from_db()
        done = time.perf_counter()
        assert run.state == ImportRun.State.APPLIED, run.failure
        print(
            f"{connection.vendor}, {attempt}: {ROWS} rows in {done - started:.1f} s "
            f"({ROWS / (done - started):.0f} rows/s), of which check {checked - started:.1f} s; "
            f"{run.outcome}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
