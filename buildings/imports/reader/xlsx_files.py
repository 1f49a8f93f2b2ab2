"""Excel workbooks, unpacked only after their table of contents looks harmless."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from buildings.imports.reader.tables import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Table,
    UnreadableFile,
    build_table,
    refuse_formulas,
    tidy,
    too_wide,
)

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 200
#: Small parts compress absurdly well and do no harm.
RATIO_COUNTS_FROM = 1024 * 1024
MAX_MEMBERS = 2_000
#: Empty but formatted cells count too: a sheet coloured to its far corner has billions.
MAX_CELLS_READ = 3_000_000
MAX_SHEET_ROWS = 4 * MAX_ROWS


def read_xlsx(content: bytes) -> Table:
    """
    Raises:
        UnreadableFile: not a workbook, a bomb, macros, formulas, or no table in it.
    """
    _inspect_archive(content)
    formulas: list[str] = []
    workbook: Workbook | None = None
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        name, notes = _sheet(workbook)
        sheet: Any = workbook[name]
        # The stated size is often wrong; the reader must follow the cells instead.
        sheet.reset_dimensions()
        table = build_table(_rows(sheet, formulas), notes)
    except UnreadableFile:
        # A formula further up explains more than what its absence led to.
        refuse_formulas(formulas)
        raise
    except Exception as error:
        # openpyxl, zlib and the XML parser have dozens of errors between them for broken bytes.
        raise _damaged() from error
    finally:
        if workbook is not None:
            workbook.close()
    refuse_formulas(formulas)
    return table


def _inspect_archive(content: bytes) -> None:
    """Judge the archive by its table of contents; the unpacker never goes beyond those sizes."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise _damaged() from error
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED_BYTES:
        raise _bomb()
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_COUNTS_FROM and member.file_size / packed > MAX_RATIO:
            raise _bomb()
        if member.flag_bits & 0x1:
            raise UnreadableFile(
                _("The file is protected by a password. Remove the password and upload it again.")
            )
    names = {member.filename.lower() for member in members}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableFile(
            _("The workbook contains macros. Save it as “Excel workbook (.xlsx)”, without macros.")
        )
    if "xl/workbook.xml" not in names:
        message = (
            _(
                "This is an OpenDocument file, not an Excel workbook. "
                "Open it in your spreadsheet program and save it as XLSX or CSV."
            )
            if "mimetype" in names
            else _(
                "This is an archive, not an Excel workbook. "
                "Open it in your spreadsheet program and save it as XLSX or CSV."
            )
        )
        raise UnreadableFile(message)


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        _("The workbook is damaged. Open it in your spreadsheet program and save it again.")
    )


def _bomb() -> UnreadableFile:
    return UnreadableFile(
        _(
            "The workbook unpacks to far more data than a list of apartments has. "
            "Copy the rows into a new workbook, or save the sheet as CSV."
        )
    )


def _sheet(workbook: "Workbook") -> tuple[str, list[str]]:
    """The first visible sheet, with a note if there are several."""
    visible = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise UnreadableFile(
            _("The workbook has no visible sheet. Make the sheet visible and save.")
        )
    if len(visible) == 1:
        return visible[0], [_("Read the sheet “%(name)s”.") % {"name": visible[0]}]
    note = _(
        "Read the first of %(number)s sheets, “%(name)s”. To import another one, move it to the "
        "front."
    )
    return visible[0], [note % {"number": len(visible), "name": visible[0]}]


def _rows(sheet: Any, formulas: list[str]) -> Iterator[tuple[int, list[Cell]]]:
    budget = MAX_CELLS_READ
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        budget -= len(cells) + 1
        if budget < 0 or number > MAX_SHEET_ROWS:
            raise UnreadableFile(
                _(
                    "The sheet is formatted far beyond its data. "
                    "Copy the rows into a new workbook, or save the sheet as CSV."
                )
            )
        row: list[Cell] = []
        for index, cell in enumerate(cells):
            if cell.value is None:
                row.append("")
                continue
            if cell.data_type == "f":
                formulas.append(f"{cell.coordinate}")
            if index >= MAX_COLUMNS:
                raise too_wide()
            row.append(_plain(cell))
        yield number, row


def _plain(cell: Any) -> Cell:
    """Text, exact number or date; a time of day is dropped, a percentage keeps its sign."""
    value = cell.value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value, is_percentage="%" in str(cell.number_format or ""))
    return tidy(str(value))[:MAX_CELL_LENGTH]


def _number(value: float, *, is_percentage: bool) -> Cell:
    try:
        # Twelve digits hide what binary fractions add: 0.1 + 0.2 is 0.3 on paper.
        number = Decimal(format(value, ".12g"))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    return f"{(number * 100).normalize():f} %" if is_percentage else number
