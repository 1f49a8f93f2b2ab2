"""Taking a file in, settling what its columns mean, and putting it away again."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from buildings.imports.columns import clean_mapping, guess_mapping
from buildings.imports.models import ImportProblem, ImportRun
from buildings.imports.reader import read_table
from buildings.residents.queries import buildings_ever_lived_in
from foundation import audit, clock
from foundation.actors import Actor, SystemActor
from foundation.errors import Conflict
from foundation.permissions import require

if TYPE_CHECKING:
    from accounts.models import User
    from buildings.properties.models import Building


@transaction.atomic
def upload_file(*, actor: Actor, building: "Building", content: bytes, file_name: str) -> ImportRun:
    """Read a spreadsheet's headings and guess what they mean; nothing is imported yet.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        FileTooLarge, UnreadableFile: not a table; the message says what to do.
    """
    require(actor, "imports.run_import", building)
    file_name = file_name.replace("\\", "/").rpartition("/")[2][-200:] or "upload"
    table = read_table(content, file_name)
    run = ImportRun(
        company_id=building.company_id,
        building=building,
        actor=None if isinstance(actor, SystemActor) else actor,
        file_name=file_name,
        headings=list(table.headings),
        notes=list(table.notes),
        mapping=guess_mapping(table.headings),
        rows_total=len(table.rows),
        created_at=clock.now(),
    )
    run.content.save(file_name, ContentFile(content), save=False)
    run.save()
    audit.record(actor, "imports.file_uploaded", run)
    return run


@transaction.atomic
def change_mapping(*, actor: Actor, run: ImportRun, mapping: Mapping[str, str]) -> ImportRun:
    """Say which heading is which column; an earlier check is forgotten.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        InvalidInput: an unknown column or heading, or no apartment numbers.
        Conflict: the import is at work or over.
    """
    run = locked(actor, run)
    if not run.may_be_changed:
        raise Conflict(
            _("The columns of this import can no longer be changed. Upload the file again.")
        )
    cleaned = clean_mapping(mapping, run.headings)
    changes = audit.changed_values(run, {"mapping": cleaned})
    if not changes and run.state != ImportRun.State.FAILED:
        return run
    forget_check(run)
    run.state = ImportRun.State.UPLOADED
    run.save()
    audit.record(actor, "imports.mapping_changed", run, changes)
    return run


@transaction.atomic
def cancel_run(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Give an import up; its file is deleted.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
        Conflict: it is being imported, or over.
    """
    run = locked(actor, run)
    if run.state == ImportRun.State.CANCELLED:
        return run
    if run.state in (ImportRun.State.APPLYING, ImportRun.State.APPLIED):
        raise Conflict(_("This import can no longer be cancelled."))
    forget_check(run)
    _delete_content(run)
    run.state = ImportRun.State.CANCELLED
    run.finished_at = clock.now()
    run.save()
    audit.record(actor, "imports.run_cancelled", run)
    return run


def locked(actor: Actor, run: ImportRun) -> ImportRun:
    """The run as it is now, held for the rest of the transaction, if the actor may import.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building.
    """
    require(actor, "imports.run_import", run)
    held: ImportRun = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    held.building = run.building
    return held


def forget_check(run: ImportRun) -> None:
    """Remove the findings and counts of an earlier check; the caller saves the run."""
    ImportProblem.objects.filter(run=run).delete()
    run.rows_done = run.rows_bad = 0
    run.is_blocked = False
    run.planned = {}
    run.invitees = {}
    run.is_inviting = False
    run.failure = ""
    run.mode = ""
    run.started_at = run.finished_at = None


@transaction.atomic
def delete_old_content(*, actor: Actor, keep_days: int) -> int:
    """Delete the files of imports uploaded more than `keep_days` ago: they hold personal data.

    What an import changed stays on record. Answers how many files went.

    Raises:
        NotAllowed: only the system does this.
    """
    require(actor, "imports.delete_old_content")
    limit = clock.now() - dt.timedelta(days=keep_days)
    old = ImportRun.objects.filter(created_at__lt=limit).exclude(content="")
    for run in old:
        ImportProblem.objects.filter(run=run).delete()
        _delete_content(run)
        run.save(update_fields=["content"])
    return len(old)


@transaction.atomic
def fail_stuck_runs(*, actor: Actor, after_minutes: int) -> int:
    """Give up imports whose worker died for good, so that people can start them again.

    Raises:
        NotAllowed: only the system does this.
    """
    require(actor, "imports.fail_stuck_runs")
    limit = clock.now() - dt.timedelta(minutes=after_minutes)
    stuck = ImportRun.objects.filter(
        state__in=(ImportRun.State.CHECKING, ImportRun.State.APPLYING), started_at__lt=limit
    )
    return stuck.update(
        state=ImportRun.State.FAILED,
        # One statement for people of several languages: translated where it is shown.
        failure=gettext_noop(
            "The work was interrupted, and nothing was imported. Check the file again."
        ),
        finished_at=clock.now(),
    )


def forget_files_naming(*, user: "User") -> list[ImportRun]:
    """Delete the files that may name the person: those of every building they ever lived in.

    Part of erasing an account, which has checked everything and holds the transaction. A file that
    still waited to be imported would bring the person back, so its import is called off.

    Returns the imports whose audit entries may name them, by the name of a file.
    """
    runs = list(
        ImportRun.objects.select_for_update().filter(
            Q(building_id__in=buildings_ever_lived_in(user)) | Q(actor=user)
        )
    )
    unfinished = (ImportRun.State.UPLOADED, ImportRun.State.CHECKING, ImportRun.State.CHECKED)
    for run in runs:
        ImportProblem.objects.filter(run=run).delete()
        _delete_content(run)
        if run.state in unfinished:
            run.state = ImportRun.State.CANCELLED
        run.save(update_fields=["content", "state"])
    return [run for run in runs if run.actor_id == user.pk]


def _delete_content(run: ImportRun) -> None:
    """Clear the reference now and delete the file once that is certain."""
    if run.content:
        storage, name = run.content.storage, str(run.content.name)
        transaction.on_commit(lambda: storage.delete(name))
        run.content = ""
