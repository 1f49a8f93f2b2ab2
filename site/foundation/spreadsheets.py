"""Writing spreadsheets for people: typed columns, a frozen header, nothing that can be executed."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Kind = Literal["text", "whole", "decimal", "date"]
FORMATS: dict[Kind, str] = {
    "text": "@",
    "whole": "0",
    "decimal": "#,##0.00###",
    "date": "yyyy-mm-dd",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, its width in characters, what its cells hold."""

    title: "str | Promise"
    width: int = 16
    kind: Kind = "text"


def workbook(sheet_name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet as an XLSX file.

    Text stays text: a cell that begins with = or looks like a link is never a formula or a link,
    so a value typed by one person cannot act on the machine of another.
    """
    data = io.BytesIO()
    book = xlsxwriter.Workbook(
        data,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet_name).strip()[:31] or "Sheet")
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": FORMATS[kind]}) for kind in FORMATS}
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, formats[column.kind])
        sheet.write_string(0, index, str(column.title), heading)
    last = 0
    for number, row in enumerate(rows, start=1):
        last = number
        for index, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, number, index, value, formats[column.kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    return data.getvalue()


def harmless(text: str) -> str:
    """A cell of a CSV file: what spreadsheet programs would calculate gets a ' in front."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def download(content: bytes, name: str, day: dt.date) -> HttpResponse:
    """The file as an answer. `name` is a slug such as `willow-court-apartments`."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_string(row, column, _("yes") if value else _("no"), style)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), style)
    else:
        sheet.write_string(row, column, str(value), style)
