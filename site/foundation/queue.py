"""The only doorway to the background queue (django-q2 with its ORM broker).

The queue is a table of our own database, so work enqueued in a transaction starts only if the
transaction commits. Tasks run at least once: each must be safe to run twice.
"""

from typing import Any

from django_q.models import OrmQ
from django_q.tasks import async_task  # noqa: TID251 - this is the doorway


def enqueue(task: str, *args: Any, group: str = "") -> str:
    """Run the function at the dotted path `task` in the worker; ids in, not objects.

    A task that raises is tried again, as `Q_CLUSTER` in the settings says.

    Returns the queue's own id of the task.
    """
    return str(async_task(task, *args, group=group or None))


def waiting() -> int:
    """How many tasks are queued or running."""
    return int(OrmQ.objects.count())
