"""The dry run: every row judged against the file, then against the building."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from buildings.imports.checks import CheckedSheet, Problem, check_sheet
from buildings.imports.columns import clean_mapping
from buildings.imports.models import ImportProblem, ImportRun
from buildings.imports.operations.uploads import forget_check, locked
from buildings.imports.queries.invitees import invitees_of
from buildings.imports.queries.plans import Plan, facts_about, plan_import
from buildings.imports.queries.runs import run_by_id, table_of
from foundation import audit, clock, queue
from foundation.actors import Actor
from foundation.errors import Conflict, DomainError

#: Beyond this nobody reads on; the rows stay bad all the same.
MAX_PROBLEMS_KEPT = 20_000


@transaction.atomic
def check_run(
    *,
    actor: Actor,
    run: ImportRun,
    mapping: Mapping[str, str] | None = None,
    is_inline: bool = False,
) -> ImportRun:
    """Have the worker try the import without changing anything, under a new mapping if given.

    With `is_inline` the caller carries the work out itself, as the command does.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        InvalidInput: the mapping does not fit the file, or lacks the apartment numbers.
        Conflict: the import is at work or over.
    """
    run = locked(actor, run)
    if run.state == ImportRun.State.CHECKING:
        return run
    if not run.may_be_changed:
        raise Conflict(_("This import can no longer be checked. Upload the file again."))
    run.mapping = clean_mapping(run.mapping if mapping is None else mapping, run.headings)
    forget_check(run)
    run.state = ImportRun.State.CHECKING
    run.started_at = clock.now()
    run.save()
    audit.record(actor, "imports.check_started", run)
    if not is_inline:
        queue.enqueue("buildings.imports.tasks.check_import", run.pk)
    return run


def carry_out_check(*, run_id: int) -> None:
    """The worker's part of `check_run`. Running it twice finds the same."""
    run = run_by_id(run_id)
    if run.state != ImportRun.State.CHECKING:
        return
    try:
        sheet = judge(run)
        today = clock.today(run.building.time_zone)
        plan = plan_import(run.building, sheet.good_rows, run.mapping, today)
    except DomainError as error:
        fail(run, error.message)
        return
    except Exception:
        fail(run, _("Something went wrong on our side. Please try again."))
        raise
    with transaction.atomic():
        held = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if held.state != ImportRun.State.CHECKING:
            # Cancelled while we were reading.
            return
        record_findings(held, sheet, plan, today)
        held.state = ImportRun.State.CHECKED
        held.finished_at = clock.now()
        held.save()


def judge(run: ImportRun) -> CheckedSheet:
    """Check the whole file; reports progress on the run as it goes.

    Raises:
        UnreadableFile: the file is gone.
    """
    runs = ImportRun.objects.filter(pk=run.pk)

    def on_progress(done: int) -> None:
        runs.update(rows_done=done)

    return check_sheet(table_of(run), run.mapping, facts_about(run.building), on_progress)


def record_findings(run: ImportRun, sheet: CheckedSheet, plan: Plan, today: dt.date) -> None:
    """Put problems and counts on the run; the caller saves it."""
    ImportProblem.objects.filter(run=run).delete()
    problems = sorted([*sheet.problems, *plan.problems], key=lambda problem: problem.row or 0)
    ImportProblem.objects.bulk_create(
        [_stored(run, problem) for problem in problems[:MAX_PROBLEMS_KEPT]], batch_size=500
    )
    run.rows_total = run.rows_done = sheet.rows_total
    run.rows_bad = len({p.row for p in problems if p.is_blocking and p.row is not None})
    run.is_blocked = sheet.is_blocked_as_a_whole
    run.planned = plan.figures()
    run.invitees = invitees_of(run.building, plan, today)


def _stored(run: ImportRun, problem: Problem) -> ImportProblem:
    return ImportProblem(
        company_id=run.company_id,
        run=run,
        row=problem.row,
        column=problem.column[:120],
        value=problem.value[:200],
        message=problem.message[:300],
        advice=problem.advice[:300],
        is_blocking=problem.is_blocking,
    )


def fail(run: ImportRun, message: str) -> bool:
    """Say that the work did not succeed, unless it was cancelled or done meanwhile.

    Answers whether it is this failure that ended the work.
    """
    ended = ImportRun.objects.filter(
        pk=run.pk, state__in=(ImportRun.State.CHECKING, ImportRun.State.APPLYING)
    ).update(state=ImportRun.State.FAILED, failure=message[:500], finished_at=clock.now())
    return bool(ended)
