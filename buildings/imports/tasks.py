"""Background work of the imports: ids in, one operation out, safe to run twice."""

from buildings.imports.emails import send_import_finished_mail
from buildings.imports.operations.applying import carry_out_apply
from buildings.imports.operations.checking import carry_out_check
from buildings.imports.operations.uploads import delete_old_content, fail_stuck_runs
from buildings.imports.queries.runs import run_by_id
from foundation.actors import SystemActor
from foundation.languages import speaking

#: Long enough to mend a file and come back, short enough for other people's addresses.
KEEP_FILES_DAYS = 30
#: The queue has tried for the last time by then.
STUCK_AFTER_MINUTES = 30


def check_import(run_id: int) -> None:
    # Findings are kept as text, for the one person who asked for them.
    run = run_by_id(run_id)
    with speaking(run.actor, run.building):
        carry_out_check(run_id=run_id)


def apply_import(run_id: int) -> None:
    run = run_by_id(run_id)
    with speaking(run.actor, run.building):
        carry_out_apply(run_id=run_id)


def send_import_finished(run_id: int) -> None:
    send_import_finished_mail(run_by_id(run_id))


def delete_old_files() -> None:
    delete_old_content(actor=SystemActor("clean-up"), keep_days=KEEP_FILES_DAYS)


def give_up_stuck_runs() -> None:
    fail_stuck_runs(actor=SystemActor("clean-up"), after_minutes=STUCK_AFTER_MINUTES)
