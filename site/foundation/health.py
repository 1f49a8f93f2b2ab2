"""Is the process alive, and can it do its work? Plain answers for load balancers and people."""

import datetime as dt

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django_q.models import OrmQ

from foundation import clock

#: Work that has been ready for longer than this means that no worker is running.
QUEUE_LAG_LIMIT = dt.timedelta(minutes=10)


def healthz(request: HttpRequest) -> JsonResponse:
    """Alive. Touches nothing, so a broken database never restarts the web process."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Ready for traffic: database reachable, migrations applied, queue moving."""
    problems: dict[str, str] = {}
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            problems["migrations"] = f"{len(pending)} not applied"
        # A task being worked on has its lock moved into the future; an old one waits in vain.
        if OrmQ.objects.filter(lock__lt=clock.now() - QUEUE_LAG_LIMIT).exists():
            problems["queue"] = "tasks are waiting; is the worker running?"
    except DatabaseError:
        problems["database"] = "not reachable"
    return JsonResponse(
        {"status": "unavailable" if problems else "ok", "problems": problems},
        status=503 if problems else 200,
    )
