"""Reads of imports, always as seen by somebody."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from buildings.imports.models import ImportProblem, ImportRun
from buildings.imports.reader import Row, Table, UnreadableFile, read_table
from foundation.errors import NotFound

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from buildings.properties.models import Building

    Viewer = User | AnonymousUser


def runs_visible_to(user: "Viewer") -> "QuerySet[ImportRun]":
    return ImportRun.objects.visible_to(user).select_related("building__company", "actor")


def runs_of(user: "Viewer", building: "Building") -> "QuerySet[ImportRun]":
    return runs_visible_to(user).filter(building=building)


def run_with_id(user: "Viewer", uuid: UUID) -> ImportRun:
    """
    Raises:
        NotFound: unknown, or not for this person.
    """
    run: ImportRun | None = runs_visible_to(user).filter(uuid=uuid).first()
    if run is None:
        raise NotFound(_("There is no such import, or it is not for you to see."))
    return run


def run_by_id(run_id: int) -> ImportRun:
    """For background work, which acts on ids it was given by an operation."""
    run: ImportRun = ImportRun.objects.select_related("building__company", "actor").get(pk=run_id)
    return run


def problems_of(run: ImportRun) -> "QuerySet[ImportProblem]":
    """The findings of the last check, those about the whole file first, then by row."""
    return ImportProblem.objects.filter(run=run)


def table_of(run: ImportRun) -> Table:
    """The uploaded file, read again.

    Raises:
        UnreadableFile: the file has been deleted since.
    """
    if not run.content:
        raise UnreadableFile(_("The file is no longer kept. Upload it again."))
    try:
        with run.content.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise UnreadableFile(_("The file is no longer there. Upload it again.")) from error
    return read_table(content, run.file_name)


def bad_rows_of(run: ImportRun) -> list[tuple[Row, list[ImportProblem]]]:
    """The file's rows that cannot be imported, each with what is wrong with it."""
    found: dict[int, list[ImportProblem]] = {}
    for problem in problems_of(run):
        if problem.row is not None:
            found.setdefault(problem.row, []).append(problem)
    return [(row, found[row.number]) for row in table_of(run).rows if row.number in found]
