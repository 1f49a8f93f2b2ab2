"""A spreadsheet for tests that look at the pages of an import."""

from typing import Any

from buildings.imports.models import ImportRun
from buildings.imports.operations.applying import apply_run
from buildings.imports.operations.checking import check_run
from buildings.imports.operations.uploads import upload_file
from tests.queue import drain

#: Somebody to invite, somebody who needs a letter, and a row with a problem.
ROWS = b"""Unit;Floor;Name;E-mail;Kind;From
1A;1;Nora Sheet;nora@sheet.example;tenant;2024-01-01
1B;1;Odo Sheet;;tenant;2024-01-01
1C;roof;Pia Sheet;pia@sheet.example;tenant;2024-01-01
"""


def imported(actor: Any, building: Any, *, is_applied: bool) -> ImportRun:
    """An import that is checked, or whose good rows have come in and were invited."""
    run = upload_file(actor=actor, building=building, content=ROWS, file_name="sheet.csv")
    check_run(actor=actor, run=run)
    drain()
    run.refresh_from_db()
    if is_applied:
        apply_run(actor=actor, run=run, mode="good_rows", invite=True)
        drain()
        run.refresh_from_db()
    return run
