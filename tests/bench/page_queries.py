"""Queries and processor time of the pages people open most, cold and warm, against a bare page.

Cold is the first request of a process with an empty cache, warm the median of the next seven. The
last column compares a warm page with `/healthz`, which runs the same middleware and nothing else.
"""

import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"
ROUNDS = 7


def main() -> None:
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        from tests import world

        world.build()
        measure()
    finally:
        teardown_databases(databases, verbosity=0)


def measure() -> None:
    from django.core.cache import cache
    from django.test import Client

    from accounts.queries import user_by_email
    from concierge.demo.cast import PEOPLE

    site = "/harbour/willow-court/"
    pages = [
        ("nobody", "/healthz"),
        ("ana", site),
        ("ana", site + "announcements/"),
        ("ana", site + "announcements/lift-inspection/"),
        ("ana", "/search/?q=lift"),
        ("boris", "/desk/"),
        ("boris", "/api/v1/apartments?building=willow-court"),
    ]
    bare = 0.0
    print(f"{'page':<62}{'cold q':>7}{'warm q':>7}{'warm ms':>9}{'x bare':>8}")
    for name, path in pages:
        client = Client()
        if name != "nobody":
            client.force_login(
                user_by_email(PEOPLE[name][2]),  # type: ignore[arg-type]
                backend="django.contrib.auth.backends.ModelBackend",
            )
        cache.clear()
        cold, _ = request(client, path)
        rounds = [request(client, path) for _ in range(ROUNDS)]
        warm = statistics.median(seconds for _, seconds in rounds)
        bare = bare or warm
        figures = f"{cold:>7}{rounds[-1][0]:>7}{warm * 1000:>9.1f}{warm / bare:>8.1f}"
        print(f"{name + ' ' + path:<62}{figures}")


def request(client: object, path: str) -> tuple[int, float]:
    """Queries and processor seconds of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        start = time.process_time()
        response = client.get(path)  # type: ignore[attr-defined]
        seconds = time.process_time() - start
    assert response.status_code == 200, (path, response.status_code)
    return len(queries), seconds


if __name__ == "__main__":
    main()
