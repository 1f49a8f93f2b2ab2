"""What it costs to know who is asking: queries and processor time of a request that does nothing
else, by each way in, against Django's own session.

All are asked through the WSGI handler, middleware included, in turns within the same rounds, so the
ratios hold on a busy machine where the times do not. With Redis where one answers, and with the
database as cache.
"""

import io
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "concierge.settings.test"

ROUNDS = 300
PLAIN = "Django session"
#: The most queries with Redis and with the database as cache, and times the work of PLAIN.
LIMITS = {
    PLAIN: (1, 2, 1.0),
    "cookie": (1, 2, 1.3),
    "bearer": (1, 2, 2.5),
    "API key": (2, 2, 2.4),
}


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import override_settings, setup_databases, teardown_databases

    from tests.bench.page_queries import caches

    connection.settings_dict["CONN_MAX_AGE"] = None
    databases = setup_databases(verbosity=0, interactive=False)
    missed: list[str] = []
    try:
        people = furnish()
        for name, settings in caches().items():
            with override_settings(
                CACHES=settings, ROOT_URLCONF=sys.modules[__name__], WHITENOISE_AUTOREFRESH=False
            ):
                print(f"Cache: {name}")
                missed += measure(people, 0 if name == "Redis" else 1)
                print()
    finally:
        teardown_databases(databases, verbosity=0)
    for line in missed:
        print(f"BEYOND ITS LIMIT: {line}")
    if missed:
        raise SystemExit(1)


def furnish() -> Any:
    from concierge.demo.cast import assemble

    return assemble()


def addresses() -> list[Any]:
    """One address for each way in; all answer the same nothing."""
    from django.http import HttpRequest
    from django.urls import path
    from ninja import NinjaAPI
    from ninja.security import django_auth

    from accounts.authentication.bearer import Bearer, Cookie
    from accounts.authentication.keys import ApiKey

    api = NinjaAPI(urls_namespace="bench", docs_url=None, openapi_url=None)
    ways = {PLAIN: django_auth, "cookie": Cookie(), "bearer": Bearer(),
            "API key": ApiKey(is_scoped=False)}  # fmt: skip
    for name, auth in ways.items():

        @api.get(f"/{name.replace(' ', '-')}", auth=auth)
        def whoami(request: HttpRequest) -> dict[str, int]:
            return {"id": request.user.pk or 0}

    return [path("bench/", api.urls)]


def credentials(people: Any) -> dict[str, dict[str, str]]:
    """What each way sends: the session of a browser, an access token and a key of Mara."""
    from django.test import Client, RequestFactory

    from accounts.authentication.strategy import FamilyJWTStrategy
    from accounts.operations.keys import create_key, note_use

    client = Client()
    client.force_login(people.mara, backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")
    request.user, request.session = people.mara, client.session
    access = FamilyJWTStrategy().create_access_token(request)
    key, token = create_key(
        actor=people.mara, company=people.companies["harbour"], name="Bench",
        scopes=["buildings:read"], days=1,
    )  # fmt: skip
    note_use(key=key)
    cookie = {"HTTP_COOKIE": f"sessionid={client.session.session_key}"}
    return {
        PLAIN: cookie,
        "cookie": cookie,
        "bearer": {"HTTP_AUTHORIZATION": f"Bearer {access}"},
        "API key": {"HTTP_X_API_KEY": token},
    }


def measure(people: Any, which: int) -> list[str]:
    """Print a line per way in; return what lies beyond its limit."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.bench.page_queries import signals_that_keep_queries

    sent, handler = credentials(people), WSGIHandler()
    counts, times = {}, {name: [] for name in sent}  # type: ignore[var-annotated]
    for name, headers in sent.items():
        ask(handler, name, headers)
        with signals_that_keep_queries(), CaptureQueriesContext(connection) as queries:
            ask(handler, name, headers)
        counts[name] = len(queries)
    for _round in range(ROUNDS):
        for name, headers in sent.items():
            start = time.process_time()
            ask(handler, name, headers)
            times[name].append(time.process_time() - start)
    missed = []
    print(f"{'way in':<20}{'queries':>8}{'ms':>8}{'ratio':>8}")
    for name in sent:
        least, plain = min(times[name]), min(times[PLAIN])
        ratio, limits = least / plain, LIMITS[name]
        print(f"{name:<20}{counts[name]:>8}{1000 * least:>8.2f}{ratio:>8.2f}")
        if counts[name] > limits[which]:
            missed.append(f"{name} asks {counts[name]} times, not {limits[which]}")
        if ratio > limits[2]:
            missed.append(f"{name} takes {ratio:.2f} times the work, not {limits[2]}")
    return missed


def ask(handler: Any, name: str, headers: dict[str, str]) -> None:
    status: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/bench/{name.replace(' ', '-')}",
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }
    response = handler(environ, lambda line, _headers: status.append(line))
    body = b"".join(response)
    response.close()
    assert status[0].startswith("200"), (name, status, body)


def __getattr__(name: str) -> Any:
    """Django reads this module as the list of addresses, once it is set up."""
    if name == "urlpatterns":
        globals()[name] = addresses()
        return globals()[name]
    raise AttributeError(name)


if __name__ == "__main__":
    main()
