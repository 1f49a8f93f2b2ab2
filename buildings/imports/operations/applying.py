"""Turning the good rows into apartments, people and residencies."""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from buildings.imports.events import ImportApplied
from buildings.imports.models import ImportRun
from buildings.imports.operations.checking import fail, judge, record_findings
from buildings.imports.operations.uploads import locked
from buildings.imports.queries.plans import Plan, plan_import
from buildings.imports.queries.runs import run_by_id
from buildings.properties.operations.apartments import save_apartments
from buildings.residents.operations.bulk import NewResidency, add_residencies, save_people
from buildings.residents.operations.invitations import invite_people
from buildings.residents.operations.residencies import PersonFacts, save_residencies
from foundation import audit, clock, events, queue
from foundation.actors import Actor, SystemActor
from foundation.errors import Conflict, DomainError, InvalidInput
from foundation.permissions import require

if TYPE_CHECKING:
    from buildings.imports.checks import CheckedSheet
    from buildings.properties.models import Building
    from buildings.residents.models import Person

_FINISHED = "buildings.imports.tasks.send_import_finished"


@transaction.atomic
def apply_run(
    *, actor: Actor, run: ImportRun, mode: str, invite: bool = False, is_inline: bool = False
) -> ImportRun:
    """Have the worker import a checked file: all of it or nothing, or the good rows.

    With `invite` the people of the imported rows who have no account and were never invited get an
    invitation. With `is_inline` the caller carries the work out itself, as the command does.

    Raises:
        NotFound, NotAllowed: the actor does not manage the building, or may not invite there.
        InvalidInput: there is no such mode.
        Conflict: not checked yet, or its problems do not allow this mode.
    """
    run = locked(actor, run)
    if invite:
        require(actor, "residents.add_invitation", run.building)
    if mode not in ImportRun.Mode.values:
        message = _("Choose one of: %(names)s.") % {"names": ", ".join(ImportRun.Mode.values)}
        raise InvalidInput(fields={"mode": [message]})
    if run.state == ImportRun.State.APPLYING:
        return run
    if run.state != ImportRun.State.CHECKED:
        raise Conflict(_("Check the file first; only a checked file can be imported."))
    if run.is_blocked:
        raise Conflict(
            _("A problem concerns the file as a whole; mend it and upload the file again.")
        )
    if mode == ImportRun.Mode.ALL_OR_NOTHING and not run.may_apply_all:
        raise Conflict(
            _(
                "Rows with problems: %(number)s. Mend them and upload the file again, or import "
                "the good rows only."
            )
            % {"number": run.rows_bad}
        )
    if not run.may_apply_good_rows:
        raise Conflict(_("No row can be imported. Mend the file and upload it again."))
    run.state = ImportRun.State.APPLYING
    run.mode = mode
    run.is_inviting = invite
    run.actor = None if isinstance(actor, SystemActor) else actor
    run.rows_done = 0
    run.started_at = clock.now()
    run.finished_at = None
    run.save()
    audit.record(
        actor, "imports.import_started", run, {"mode": (None, mode), "invite": (None, invite)}
    )
    if not is_inline:
        queue.enqueue("buildings.imports.tasks.apply_import", run.pk)
    return run


def carry_out_apply(*, run_id: int) -> None:
    """The worker's part of `apply_run`: one transaction, so nothing is ever half done."""
    run = run_by_id(run_id)
    if run.state != ImportRun.State.APPLYING:
        return
    # The work is done with the rights the person has now, not with those of the upload.
    actor: Actor = run.actor or SystemActor("import")
    try:
        sheet = judge(run)
        with transaction.atomic():
            _apply(actor, run, sheet)
    except DomainError as error:
        _give_up(run, error.message)
    except IntegrityError:
        _give_up(
            run,
            _(
                "Somebody changed the building at the same time, so nothing was imported. "
                "Check the file again."
            ),
        )
    except Exception:
        _give_up(
            run, _("Something went wrong on our side, and nothing was imported. Please try again.")
        )
        raise


@transaction.atomic
def _give_up(run: ImportRun, message: str) -> None:
    if fail(run, message):
        queue.enqueue(_FINISHED, run.pk)


def _apply(actor: Actor, run: ImportRun, sheet: "CheckedSheet") -> None:
    # Holding every import at work in the building lets them pass one after the other.
    at_work = ImportRun.objects.select_for_update(of=("self",)).filter(
        building_id=run.building_id, state=ImportRun.State.APPLYING
    )
    held: ImportRun | None = {item.pk: item for item in at_work.order_by("pk")}.get(run.pk)
    if held is None:
        return
    building: Building = run.building
    # Plan under the lock: the building may have changed since the file was checked.
    today = clock.today(building.time_zone)
    plan = plan_import(building, sheet.good_rows, run.mapping, today)
    record_findings(held, sheet, plan, today)
    queue.enqueue(_FINISHED, held.pk)
    if held.is_blocked or (held.mode == ImportRun.Mode.ALL_OR_NOTHING and held.rows_bad):
        held.state = ImportRun.State.CHECKED
        held.finished_at = clock.now()
        held.save()
        return
    people = _write(actor, building, plan)
    if held.is_inviting:
        held.invited = invite_people(actor=actor, people=people, building=building).sent
    held.outcome = held.planned
    held.state = ImportRun.State.APPLIED
    held.finished_at = clock.now()
    held.save()
    audit.record(actor, "imports.import_finished", held)
    events.publish(
        ImportApplied(company_id=held.company_id, building_id=building.pk, run_id=held.pk),
        actor=actor,
    )


def _write(actor: Actor, building: "Building", plan: Plan) -> "list[Person]":
    """Carry the plan out. It is used up by this: afterwards nothing in it is new any more.

    Returns the people of the plan.
    """
    new_homes = [home for home in plan.apartments if home.apartment is None]
    changed_homes = [
        (home.apartment, home.changes)
        for home in plan.apartments
        if home.apartment is not None and home.changes
    ]
    added_homes, _ = save_apartments(
        actor=actor,
        building=building,
        new=[{"number": home.number, **home.values} for home in new_homes],
        changed=changed_homes,
    )
    homes = {home.number.lower(): home.apartment for home in plan.apartments if home.apartment}
    homes |= {apartment.number.lower(): apartment for apartment in added_homes}

    new_people = [person for person in plan.people if person.person is None]
    added_people, _ = save_people(
        actor=actor,
        building=building,
        new=[PersonFacts(full_name=p.name, email=p.email, phone=p.phone) for p in new_people],
        changed=[(p.person, p.changes) for p in plan.people if p.person and p.changes],
    )
    people: dict[int, Person] = {id(p): p.person for p in plan.people if p.person}
    people |= {id(p): row for p, row in zip(new_people, added_people, strict=True)}

    changed = [(r.residency, r.changes) for r in plan.residencies if r.residency and r.changes]
    # Stays end before others begin or take the main contact over: the database watches each step.
    for ends in (True, False):
        save_residencies(
            actor=actor,
            building=building,
            new=[],
            changed=[(row, values) for row, values in changed if ("end_date" in values) is ends],
        )
    add_residencies(
        actor=actor,
        building=building,
        new=[
            NewResidency(
                apartment=homes[r.home.number.lower()],
                person=people[id(r.person)],
                kind=r.kind,
                start_date=r.start_date,
                end_date=r.end_date,
                is_main_contact=r.is_main_contact,
            )
            for r in plan.residencies
            if r.residency is None
        ],
    )
    return list(people.values())
