"""Telling 5,000 people: rows per second, and the time of a plain insert of the same rows.

What a manager waits for is publishing (one row), and what the worker does is told in three parts:
telling (a row per person and channel, the unread number), the same once more (nobody twice), and
mails (into memory: SMTP is somebody else's machine). The rival is Django's own `bulk_create` of as
many rows without asking anything. On SQLite the database is a temporary file; DATABASE_URL
measures another one (it gets a test copy).
"""

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"

PEOPLE, AT_ONCE = 5_000, 200


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
    from allauth.account.models import EmailAddress
    from django.core import mail
    from django.db import connection

    from accounts.models import User
    from concierge.demo import cast
    from foundation import clock
    from notifications.models import Notification
    from notifications.operations.telling import Told, tell
    from tests.queue import drain

    building = cast.assemble().buildings["willow"]
    drain()
    users = User.objects.bulk_create(
        User(email=f"p{index}@bench.example", password="") for index in range(PEOPLE)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )

    def told(source: str) -> float:
        started = time.perf_counter()
        for start in range(0, PEOPLE, AT_ONCE):
            tell(
                company_id=building.company_id,
                building_id=building.pk,
                kind="announcements",
                source=source,
                people=[
                    Told(user=user, title="Water off", text="Tuesday", path="/my/", language="en")
                    for user in users[start : start + AT_ONCE]
                ],
            )
        return time.perf_counter() - started

    first, again = told("bench:1"), told("bench:1")
    started = time.perf_counter()
    drain(limit=PEOPLE)
    mailed = time.perf_counter() - started
    assert len(mail.outbox) == PEOPLE
    started = time.perf_counter()
    for part in ("a", "b"):
        Notification.objects.bulk_create(
            [
                Notification(
                    company_id=building.company_id,
                    building_id=building.pk,
                    user=user,
                    kind="announcements",
                    source=f"bench:{part}",
                    title="Water off",
                    text="Tuesday",
                    language="en",
                    path="/my/",
                    created_at=clock.now(),
                )
                for user in users
            ],
            batch_size=AT_ONCE,
        )
    plain = time.perf_counter() - started
    print(
        f"{connection.vendor}: {PEOPLE} people told in {first:.1f} s "
        f"({2 * PEOPLE / first:.0f} rows/s), {first / plain:.1f} times a plain insert of as many "
        f"rows ({plain:.1f} s); told again {again:.1f} s, nobody twice; "
        f"mails {mailed:.1f} s ({PEOPLE / mailed:.0f}/s)"
    )


if __name__ == "__main__":
    main()
