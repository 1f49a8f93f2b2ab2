"""What the pages cost that people open most: queries, processor time and weight on the wire.

Cold is a page that nobody keeps yet, by somebody who is signed in; warm the same page again. Both
are asked through the WSGI handler, middleware included, with Redis (REDIS_URL, else the local one
if it answers) and with the database as cache. Times compare only within one run; the limits are on
queries, on how many times less processor time a warm page takes, and on bytes.
"""

import contextlib
import gzip
import io
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"

ROUNDS = 12
SITE = "/harbour/willow-court/"
OTHER_PAGES = [
    ("nobody", "/healthz"),
    ("ana", "/my/"),
    ("ana", "/search/?q=bicycle"),
    ("boris", "/desk/"),
    ("boris", "/api/v1/apartments?building=willow-court"),
]
COLD, WARM_REDIS, WARM_DATABASE = 12, 2, 3
TIMES_LESS_WORK = 12
KILOBYTES = 80
REDIS = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/15")


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    # As behind a web server: connections stay open.
    connection.settings_dict["CONN_MAX_AGE"] = None
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        furnish()
        measure()
    finally:
        teardown_databases(databases, verbosity=0)


def furnish() -> None:
    """Willow Court as in the demo, written by its manager."""
    from concierge.demo import cast as demo
    from concierge.demo.seed import write_site

    cast = demo.assemble()
    apartments = demo.add_plain_apartments(cast.willow, 4, "ABC")
    demo.settle(cast, "ana", apartments["4B"], "owner", is_main_contact=True)
    demo.settle(cast, "teo", apartments["4B"], "tenant")
    write_site(cast.willow, cast.boris)


def site_pages(visitor: "Visitor") -> list[str]:
    """Home, the list of announcements, the newest one, and a page that stays."""
    listed = visitor.get(SITE + "announcements/").decode()
    newest = re.search(rf'href="({SITE}announcements/[^"/]+/)"', listed)
    assert newest is not None, "The demo has no announcement"
    return [SITE, SITE + "announcements/", newest[1], SITE + "house-rules/"]


def measure() -> None:
    from django.test.utils import override_settings

    missed = []
    for name, settings in caches().items():
        # No search for changed static files at each request, as in production.
        with override_settings(CACHES=settings, WHITENOISE_AUTOREFRESH=False):
            print(f"Cache: {name}")
            missed += measure_site(name)
    weight = weigh(Visitor("ana"), SITE)
    print(f"Weight of {SITE} on the wire: {weight / 1000:.1f} kB (at most {KILOBYTES})")
    if weight > KILOBYTES * 1000:
        missed.append(f"{SITE} weighs {weight / 1000:.1f} kB")
    print(f"{'other pages':<60}{'queries':>8}{'ms':>8}")
    for name, address in OTHER_PAGES:
        visitor = Visitor(name)
        visitor.get(address)
        queries = visitor.queries(address)
        print(f"{name + ' ' + address:<60}{queries:>8}{1000 * visitor.work(address):>8.1f}")
    for line in missed:
        print(f"BEYOND ITS LIMIT: {line}")
    if missed:
        raise SystemExit(1)


def measure_site(cache: str) -> list[str]:
    """Print a line per page; return what lies beyond its limit."""
    missed = []
    visitor = Visitor("ana")
    visitor.get(SITE)  # Content types, the session and the process itself are warm from here on.
    warm_limit = WARM_REDIS if cache == "Redis" else WARM_DATABASE
    head = f"{'cold q':>8}{'+cache':>8}{'warm q':>8}{'cold ms':>9}{'warm ms':>9}{'ratio':>7}"
    print(f"{'ana':<60}{head}")
    all_cold = all_warm = 0.0
    for address in site_pages(visitor):
        cold, cold_cache = visitor.cold_queries(address)
        warm = visitor.queries(address)
        cold_work, warm_work = visitor.cold_and_warm_work(address)
        ratio = cold_work / warm_work
        all_cold, all_warm = all_cold + cold_work, all_warm + warm_work
        figures = f"{cold:>8}{cold_cache:>8}{warm:>8}{cold_work * 1000:>9.1f}"
        print(f"{address:<60}{figures}{warm_work * 1000:>9.2f}{ratio:>7.1f}")
        if cold > COLD:
            missed.append(f"{address} asks {cold} times when cold, not {COLD} ({cache})")
        if warm > warm_limit:
            missed.append(f"{address} asks {warm} times when warm, not {warm_limit} ({cache})")
    ratio = all_cold / all_warm
    print(f"{'together':<60}{'':>24}{all_cold * 1000:>9.1f}{all_warm * 1000:>9.2f}{ratio:>7.1f}")
    if ratio < TIMES_LESS_WORK:
        missed.append(
            f"Warm pages take {ratio:.1f} times less work, not {TIMES_LESS_WORK} ({cache})"
        )
    return missed


def caches() -> dict[str, Any]:
    """The settings to measure with, by name; Redis only where one answers."""
    from django.conf import settings

    found: dict[str, Any] = {}
    backend = {"BACKEND": "foundation.caches.RedisCache", "LOCATION": REDIS}
    with contextlib.suppress(Exception):
        import redis

        redis.Redis.from_url(REDIS).ping()
        found["Redis"] = {
            "default": backend,
            # A Redis database of its own, because `clear` empties it as a whole.
            "pages": backend | {"LOCATION": re.sub(r"\d+$", "14", REDIS)},
        }
    if not found:
        print(f"No Redis at {REDIS}: measured with the database only.")
    nearby = {"pages-nearby": settings.CACHES["pages-nearby"]}
    if "Redis" in found:
        found["Redis"] |= nearby
    return found | {"database": settings.CACHES}


class Visitor:
    """Somebody of the cast, or nobody, who opens pages through the WSGI handler."""

    def __init__(self, name: str) -> None:
        from django.core.handlers.wsgi import WSGIHandler
        from django.test import Client

        from accounts.queries.users import user_by_email
        from concierge.demo.cast import PEOPLE

        client = Client()
        if name != "nobody":
            user = user_by_email(PEOPLE[name][2])
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
        self.handler = WSGIHandler()
        self.cookie = "; ".join(f"{k}={v.value}" for k, v in client.cookies.items())

    def get(self, address: str) -> bytes:
        path, _, query = address.partition("?")
        status: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_COOKIE": self.cookie,
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
        }
        response = self.handler(environ, lambda line, headers: status.append(line))
        body = b"".join(response)
        response.close()
        assert status[0].startswith("200"), (address, status)
        return body

    def queries(self, address: str) -> int:
        return len(self._asked(address))

    def cold_queries(self, address: str) -> tuple[int, int]:
        """Of the page itself, and of the cache where that is the database."""
        forget_pages()
        asked = self._asked(address)
        of_cache = sum("cache" in sql or "SAVEPOINT" in sql or sql in ONLY_CACHE for sql in asked)
        return len(asked) - of_cache, of_cache

    def work(self, address: str) -> float:
        return statistics.median(self._seconds(address) for _ in range(ROUNDS))

    def cold_and_warm_work(self, address: str) -> tuple[float, float]:
        """Least processor seconds of all rounds: other work on the machine only ever adds."""
        cold, warm = [], []
        for _ in range(ROUNDS):
            forget_pages()
            cold.append(self._seconds(address))
            warm += [self._seconds(address) for _ in range(3)]
        return min(cold), min(warm)

    def _seconds(self, address: str) -> float:
        start = time.process_time()
        self.get(address)
        return time.process_time() - start

    def _asked(self, address: str) -> list[str]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with signals_that_keep_queries(), CaptureQueriesContext(connection) as queries:
            self.get(address)
        return [query["sql"] for query in queries]


#: The cache writes in a transaction of its own; reading pages opens none.
ONLY_CACHE = ("BEGIN", "COMMIT", "BEGIN IMMEDIATE")


@contextlib.contextmanager
def signals_that_keep_queries() -> Iterator[None]:
    """A real request forgets the queries before it and closes old connections after it."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections, reset_queries

    request_started.disconnect(reset_queries)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(reset_queries)
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def forget_pages() -> None:
    from portal.views.kept import store

    store.clear()


def weigh(visitor: Visitor, address: str) -> int:
    """Bytes of the page, its styles, scripts and fonts as nginx sends them (gzip, level 6)."""
    from django.contrib.staticfiles import finders

    html = visitor.get(address)
    total = len(gzip.compress(html, 6))
    loaded = set(re.findall(r'<(?:link|script)[^>]*(?:href|src)="/static/([^"]+)"', html.decode()))
    for name in sorted(loaded):
        content = Path(finders.find(name)).read_bytes()
        total += len(content) if name.endswith(".woff2") else len(gzip.compress(content, 6))
    for theme in set(re.findall(r'href="(/theme/\d+\.css)"', html.decode())):
        total += len(gzip.compress(visitor.get(theme), 6))
    return total


if __name__ == "__main__":
    main()
