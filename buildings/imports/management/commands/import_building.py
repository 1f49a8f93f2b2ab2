"""`manage.py import_building harbour/willow-court residents.csv --as boris@harbour.example`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.queries.users import user_by_email
from buildings.imports.models import ImportRun
from buildings.imports.operations.applying import apply_run, carry_out_apply
from buildings.imports.operations.checking import carry_out_check, check_run
from buildings.imports.operations.uploads import upload_file
from buildings.imports.queries.runs import problems_of, run_by_id
from buildings.properties.queries import building_named
from foundation.errors import DomainError

_PROBLEMS_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Check a spreadsheet of apartments and people and, with --apply, import it. "
        "The work is done here and now, with the rights of the person named by --as."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("building", help="company/building, for example harbour/willow-court")
        parser.add_argument("file", type=Path, help="an XLSX or CSV file")
        parser.add_argument("--as", dest="email", required=True, help="e-mail address of a manager")
        parser.add_argument("--apply", action="store_true", help="import, not only check")
        parser.add_argument(
            "--mode", choices=ImportRun.Mode.values, default=ImportRun.Mode.ALL_OR_NOTHING
        )
        parser.add_argument(
            "--map",
            dest="corrections",
            action="append",
            default=[],
            metavar="HEADING=COLUMN",
            help="correct the guess, for example --map Unit=apartment; repeatable",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(**options)
        except DomainError as error:
            raise CommandError(error.message) from error

    def _import(
        self,
        *,
        building: str,
        file: Path,
        email: str,
        apply: bool,
        mode: str,
        corrections: list[str],
        **options: Any,
    ) -> None:
        actor = user_by_email(email)
        if actor is None:
            raise CommandError(f"Nobody has the address {email}.")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        run = upload_file(
            actor=actor,
            building=building_named(actor, building),
            content=content,
            file_name=file.name,
        )
        mapping = _corrected(run.mapping, corrections)
        check_run(actor=actor, run=run, mapping=mapping, is_inline=True)
        carry_out_check(run_id=run.pk)
        run = self._report(run.pk)
        if not apply:
            self.stdout.write("Nothing was changed. Add --apply to import.")
            return
        apply_run(actor=actor, run=run, mode=mode, is_inline=True)
        carry_out_apply(run_id=run.pk)
        run = run_by_id(run.pk)
        if run.state != ImportRun.State.APPLIED:
            raise CommandError(run.failure or "The building has changed; nothing was imported.")
        self.stdout.write(self.style.SUCCESS("Imported."))

    def _report(self, run_id: int) -> ImportRun:
        run = run_by_id(run_id)
        if run.state == ImportRun.State.FAILED:
            raise CommandError(run.failure)
        for key, heading in run.mapping.items():
            self.stdout.write(f"{heading} → {key}")
        problems = problems_of(run)
        for problem in problems[:_PROBLEMS_SHOWN]:
            place = f"row {problem.row}" if problem.row else "file"
            self.stdout.write(
                f"{place}, {problem.column or '-'}, “{problem.value}”: {problem.message} "
                f"{problem.advice}"
            )
        more = problems.count() - _PROBLEMS_SHOWN
        if more > 0:
            self.stdout.write(f"… and {more} more.")
        self.stdout.write(f"{run.rows_total} rows, {run.rows_bad} with problems.")
        for name, figures in run.planned.items():
            counts = ", ".join(f"{count} {word}" for word, count in figures.items())
            self.stdout.write(f"{name}: {counts}")
        return run


def _corrected(guess: dict[str, str], corrections: list[str]) -> dict[str, str]:
    """The guessed mapping with `HEADING=COLUMN` put right; an empty column leaves it out."""
    mapping = dict(guess)
    for correction in corrections:
        heading, separator, key = correction.rpartition("=")
        if not separator:
            raise CommandError(f"Write --map HEADING=COLUMN, not “{correction}”.")
        mapping = {k: h for k, h in mapping.items() if h.casefold() != heading.casefold()}
        if key:
            mapping[key] = heading
    return mapping
