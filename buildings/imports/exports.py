"""The error file: the rows that could not be imported, as they were, with what is wrong."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from buildings.imports.models import ImportRun
from buildings.imports.queries.runs import bad_rows_of
from buildings.imports.reader import cell_text
from foundation.spreadsheets import Column, harmless, workbook

_EXTRA = (_("Original row"), _("Problem"), _("What to do"))


def error_rows(run: ImportRun) -> Iterator[list[str]]:
    """The bad rows: original cells, row number, problems, advice.

    Raises:
        UnreadableFile: the uploaded file is no longer kept.
    """
    for row, problems in bad_rows_of(run):
        messages = [f"{p.column}: {p.message}" if p.column else p.message for p in problems]
        advice = dict.fromkeys(problem.advice for problem in problems)
        yield [
            *(cell_text(cell) for cell in row.cells),
            str(row.number),
            " / ".join(messages),
            " / ".join(advice),
        ]


def error_headings(run: ImportRun) -> list[str]:
    """The file's headings and ours; ours step aside if the file has them, being an error file."""
    taken = {heading.casefold() for heading in run.headings}
    ours = (
        name if name.casefold() not in taken else _("%(name)s (new)") % {"name": name}
        for name in map(str, _EXTRA)
    )
    return [*run.headings, *ours]


def error_workbook(run: ImportRun) -> bytes:
    """The error file as XLSX; nothing in it is ever a formula."""
    columns = [Column(heading) for heading in error_headings(run)]
    columns[-2:] = [Column(columns[-2].title, width=50), Column(columns[-1].title, width=50)]
    return workbook(str(_("Rows to correct")), columns, error_rows(run))


def error_csv(run: ImportRun) -> bytes:
    """The error file as CSV; texts that would be calculated get a ' in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([harmless(heading) for heading in error_headings(run)])
    writer.writerows([harmless(cell) for cell in row] for row in error_rows(run))
    # The mark at the start tells spreadsheet programs that this is UTF-8.
    return text.getvalue().encode("utf-8-sig")
