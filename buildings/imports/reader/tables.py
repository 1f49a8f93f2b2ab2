"""The table that every kind of spreadsheet is turned into, and its limits."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.errors import InvalidInput, TooLarge

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL_LENGTH = 2_000
#: A title and a few empty lines may stand above the headings.
HEADING_SEARCH_ROWS = 20

#: A workbook knows numbers and dates; a CSV file holds text only.
Cell = str | Decimal | dt.date


class UnreadableFile(InvalidInput):
    """The file cannot be read as a table; the message says what to do about it."""

    code = "unreadable_file"
    title = gettext_lazy("This file cannot be imported")


class FileTooLarge(TooLarge):
    """The file is bigger than an import may be."""

    title = gettext_lazy("This file is too large")


@dataclass(frozen=True, slots=True)
class Row:
    """One row with the number it has in the spreadsheet, one cell per heading."""

    number: int
    cells: tuple[Cell, ...]
    #: Values to the right of the last heading: usually a separator inside a text.
    surplus: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows. `notes` tells the person what was guessed about the file."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def column_letter(index: int) -> str:
    """The name of a column as spreadsheets write it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def tidy(text: str) -> str:
    """One line, composed letters, no invisible marks, no spaces around."""
    text = unicodedata.normalize("NFC", text)
    text = text.replace("\u200b", "").replace("\ufeff", "").replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).strip()


def cell_text(cell: Cell) -> str:
    """A cell as a person would read it."""
    if isinstance(cell, Decimal):
        text = format(cell, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return cell if isinstance(cell, str) else cell.isoformat()


def build_table(
    numbered_rows: Iterable[tuple[int, Sequence[Cell]]], notes: Sequence[str] = ()
) -> Table:
    """Find the headings among numbered rows and fit every row under them.

    Raises:
        UnreadableFile: no usable headings, no rows, or too many of either.
    """
    candidates: list[tuple[int, Sequence[Cell]]] = []
    headings: tuple[str, ...] | None = None
    rows: list[Row] = []
    for number, cells in numbered_rows:
        if not any(cell != "" for cell in cells):
            continue
        if headings is not None:
            if len(rows) == MAX_ROWS:
                raise UnreadableFile(
                    _(
                        "The file has more than %(limit)s rows. "
                        "Split it into several files and import them one after the other."
                    )
                    % {"limit": number_format(MAX_ROWS, force_grouping=True)}
                )
            rows.append(_fit(number, cells, len(headings)))
            continue
        candidates.append((number, cells))
        # A title above the table fills one cell, headings fill several.
        if sum(cell != "" for cell in cells) > 1 or len(candidates) == HEADING_SEARCH_ROWS:
            found = candidates[-1] if _is_wide(cells) else candidates[0]
            headings = _headings(*found)
            rows += [_fit(n, c, len(headings)) for n, c in candidates if n > found[0]]
    if headings is None and candidates:
        headings = _headings(*candidates[0])
        rows = [_fit(number, cells, len(headings)) for number, cells in candidates[1:]]
    if headings is None:
        raise UnreadableFile(_("The file is empty. Choose the file that holds your apartments."))
    if not rows:
        raise UnreadableFile(
            _(
                "The file has headings but no rows below them. "
                "Check that you saved the sheet that holds your apartments."
            )
        )
    _refuse_nameless_columns(headings, rows)
    return _without_empty_columns(headings, rows, notes)


def _is_wide(cells: Sequence[Cell]) -> bool:
    return sum(cell != "" for cell in cells) > 1


def _headings(number: int, cells: Sequence[Cell]) -> tuple[str, ...]:
    used = list(cells)
    while used and used[-1] == "":
        used.pop()
    if len(used) > MAX_COLUMNS:
        raise too_wide()
    for index, cell in enumerate(used):
        text = cell_text(cell)
        if not isinstance(cell, str) or "@" in text or re.fullmatch(r"[\d.,\s/-]+", text):
            raise UnreadableFile(
                _(
                    "Row %(row)s should hold the headings, but cell %(cell)s is “%(value)s”. "
                    "Insert a row above your data that names each column."
                )
                % {"row": number, "cell": f"{column_letter(index)}{number}", "value": text[:40]}
            )
    seen: dict[str, int] = {}
    for index, cell in enumerate(used):
        key = cell_text(cell).casefold()
        if key and key in seen:
            raise UnreadableFile(
                _(
                    "Columns %(one)s and %(other)s are both called “%(name)s”. "
                    "Rename or delete one of them."
                )
                % {
                    "one": column_letter(seen[key]),
                    "other": column_letter(index),
                    "name": cell_text(cell)[:40],
                }
            )
        seen[key] = index
    return tuple(cell_text(cell)[:120] for cell in used)


def _fit(number: int, cells: Sequence[Cell], width: int) -> Row:
    surplus = tuple(cell for cell in cells[width:] if cell != "")
    fitted = tuple(cells[:width]) + ("",) * (width - len(cells))
    return Row(number, fitted, surplus)


def _refuse_nameless_columns(headings: tuple[str, ...], rows: list[Row]) -> None:
    for index, heading in enumerate(headings):
        if heading:
            continue
        for row in rows:
            if row.cells[index] != "":
                letter = column_letter(index)
                raise UnreadableFile(
                    _(
                        "Column %(column)s has no heading, but cell %(cell)s is “%(value)s”. "
                        "Give the column a heading or empty it."
                    )
                    % {
                        "column": letter,
                        "cell": f"{letter}{row.number}",
                        "value": cell_text(row.cells[index])[:40],
                    }
                )


def _without_empty_columns(
    headings: tuple[str, ...], rows: list[Row], notes: Sequence[str]
) -> Table:
    """Drop spacer columns: those without heading hold nothing by now."""
    kept = [index for index, heading in enumerate(headings) if heading]
    if len(kept) == len(headings):
        return Table(headings, tuple(rows), tuple(notes))
    return Table(
        tuple(headings[index] for index in kept),
        tuple(
            Row(row.number, tuple(row.cells[index] for index in kept), row.surplus) for row in rows
        ),
        tuple(notes),
    )


def too_wide() -> UnreadableFile:
    return UnreadableFile(
        _(
            "The file has more than %(limit)s columns. "
            "Delete the columns that are not about apartments and people."
        )
        % {"limit": MAX_COLUMNS}
    )


def refuse_formulas(cells: Sequence[str]) -> None:
    """
    Raises:
        UnreadableFile: `cells` names at least one cell that holds a formula.
    """
    if not cells:
        return
    shown = ", ".join(cells[:5]) + (" …" if len(cells) > 5 else "")
    raise UnreadableFile(
        _(
            "The file contains formulas (cells %(cells)s), and their results cannot be trusted. "
            "In your spreadsheet program copy the whole sheet, paste it as values only, "
            "save and upload it again."
        )
        % {"cells": shown}
    )
