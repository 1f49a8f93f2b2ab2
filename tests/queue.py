"""The worker of the tests: runs what is queued in this process, and removes it."""

from django.utils.module_loading import import_string
from django_q.models import OrmQ


def drain(limit: int = 500) -> list[str]:
    """Run queued tasks in order until none is left; answer the dotted paths that ran.

    Tasks may queue further tasks. A task that raises stays queued, and the error reaches the test.
    """
    done: list[str] = []
    while (row := OrmQ.objects.order_by("pk").first()) is not None:
        task = row.task
        function = task["func"]
        run = import_string(function) if isinstance(function, str) else function
        run(*task["args"], **task["kwargs"])
        OrmQ.objects.filter(pk=row.pk).delete()
        done.append(function if isinstance(function, str) else function.__name__)
        if len(done) >= limit:
            raise AssertionError(f"still tasks after {limit}: does one queue itself?")
    return done


def waiting() -> list[tuple[str, tuple[object, ...]]]:
    """What is queued, as (dotted path, arguments), oldest first."""
    tasks = [row.task for row in OrmQ.objects.order_by("pk")]
    return [(task["func"], tuple(task["args"])) for task in tasks]
