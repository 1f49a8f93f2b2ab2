"""Periodic work, declared in code and synced to the queue's table by `manage.py sync_schedules`."""

from dataclasses import dataclass

from django_q.models import Schedule

from foundation import clock


@dataclass(frozen=True, slots=True)
class Periodic:
    """Run `task` (dotted path) with `args` every `minutes` minutes."""

    name: str
    task: str
    minutes: int
    args: tuple[str, ...] = ()


_periodic: dict[str, Periodic] = {}


def every(minutes: int, *, name: str, task: str, args: tuple[str, ...] = ()) -> None:
    _periodic[name] = Periodic(name, task, minutes, args)


def sync() -> list[str]:
    """Make the queue's table equal to the declarations; answer the names, sorted."""
    for item in _periodic.values():
        wanted = {
            "func": item.task,
            "args": repr(item.args) if item.args else None,
            "schedule_type": Schedule.MINUTES,
            "minutes": item.minutes,
            "repeats": -1,
        }
        schedule, is_new = Schedule.objects.get_or_create(
            name=item.name, defaults=wanted | {"next_run": clock.now()}
        )
        if not is_new and any(getattr(schedule, key) != value for key, value in wanted.items()):
            for key, value in wanted.items():
                setattr(schedule, key, value)
            schedule.save()
    Schedule.objects.exclude(name__in=_periodic).delete()
    return sorted(_periodic)


# Wagtail's own schedule: pages go live and expire on time.
every(
    1,
    name="publish scheduled pages",
    task="foundation.tasks.run_command",
    args=("publish_scheduled",),
)
every(1, name="seal the audit log", task="foundation.tasks.seal_audit_log")
every(24 * 60, name="anchor the audit log", task="foundation.tasks.anchor_audit_log")
every(
    24 * 60, name="clear old sessions", task="foundation.tasks.run_command", args=("clearsessions",)
)
