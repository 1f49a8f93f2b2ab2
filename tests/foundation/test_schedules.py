"""Periodic work in the queue's table equals its declarations in code."""

import io

import pytest
from django.core.management import call_command
from django_q.models import Schedule

from foundation import schedules

pytestmark = pytest.mark.django_db


def test_declared_work_is_written_once() -> None:
    names = schedules.sync()
    assert names == sorted(names)
    assert sorted(Schedule.objects.values_list("name", flat=True)) == names
    assert schedules.sync() == names
    assert Schedule.objects.count() == len(names)


def test_pages_go_live_every_minute() -> None:
    schedules.sync()
    schedule = Schedule.objects.get(name="publish scheduled pages")
    assert (schedule.func, schedule.args) == (
        "foundation.tasks.run_command",
        "('publish_scheduled',)",
    )
    assert (schedule.minutes, schedule.repeats) == (1, -1)


def test_a_changed_declaration_is_followed_and_keeps_its_next_run() -> None:
    schedules.sync()
    schedule = Schedule.objects.get(name="clear old sessions")
    due = schedule.next_run
    Schedule.objects.filter(pk=schedule.pk).update(minutes=5, func="elsewhere.gone")
    schedules.sync()
    schedule.refresh_from_db()
    assert (schedule.minutes, schedule.func) == (24 * 60, "foundation.tasks.run_command")
    assert schedule.next_run == due


def test_what_is_no_longer_declared_goes() -> None:
    Schedule.objects.create(name="old work", func="gone.away", schedule_type=Schedule.MINUTES)
    Schedule.objects.create(name=None, func="nameless", schedule_type=Schedule.MINUTES)
    schedules.sync()
    assert not Schedule.objects.filter(func__in=["gone.away", "nameless"]).exists()


def test_every_declared_task_exists() -> None:
    from django.utils.module_loading import import_string

    for item in schedules._periodic.values():
        assert callable(import_string(item.task)), item.name


def test_the_command_says_what_it_did() -> None:
    said = io.StringIO()
    call_command("sync_schedules", stdout=said)
    assert Schedule.objects.exists()
    assert said.getvalue()
