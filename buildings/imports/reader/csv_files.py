"""Text tables: UTF-8, UTF-16 or Windows-1252, separated by semicolons, commas or tabs."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from buildings.imports.reader.tables import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    Cell,
    Table,
    UnreadableFile,
    build_table,
    column_letter,
    refuse_formulas,
    tidy,
    too_wide,
)

_SEPARATORS = (";", ",", "\t")
_SAMPLE_LINES = 50
#: Excel writes ="007" to keep leading zeros: a text, not a calculation.
_GUARDED = ("=", "+", "-", "@")
_QUOTED_TEXT = re.compile(r'^="([^"]*)"$')


def read_csv(content: bytes) -> Table:
    """
    Raises:
        UnreadableFile: not text, a broken quotation, or no table in it.
    """
    text, encoding = _decode(content)
    text, separator = _separator(text)
    formulas: list[str] = []
    table = build_table(
        _rows(text, separator, formulas),
        notes=[_note(encoding, separator)],
    )
    refuse_formulas(formulas)
    return table


def _note(encoding: str, separator: str) -> str:
    if separator == ";":
        text = _("Read as %(encoding)s text separated by semicolons.")
    elif separator == ",":
        text = _("Read as %(encoding)s text separated by commas.")
    else:
        text = _("Read as %(encoding)s text separated by tabs.")
    return text % {"encoding": encoding}


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise _not_text() from None
    if b"\x00" in content:
        raise _not_text()
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise UnreadableFile(
            _(
                "The letters of this file cannot be read. "
                "Save it again as “CSV UTF-8” in your spreadsheet program."
            )
        ) from None
    return text, "Windows-1252"


def _not_text() -> UnreadableFile:
    return UnreadableFile(
        _("This is not a spreadsheet: it holds bytes that no text has. Choose an XLSX or CSV file.")
    )


def _separator(text: str) -> tuple[str, str]:
    """The text without a `sep=` line, and the separator that gives the most regular table."""
    hint = re.match(r"\ufeff?sep=([;,\t])\r?\n", text)
    if hint:
        return text[hint.end() :], hint.group(1)
    scores: dict[str, tuple[int, int]] = {}
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    for separator in _SEPARATORS:
        widths: Counter[int] = Counter()
        try:
            for cells in csv.reader(io.StringIO(sample), delimiter=separator):
                if cells:
                    widths[len(cells)] += 1
        except csv.Error:
            continue
        agreeing = [(count, width) for width, count in widths.items() if width > 1]
        # Most rows of one width wins; of two, the one that cuts finer.
        scores[separator] = max(agreeing, default=(0, 0))
    best = max(scores, key=lambda separator: scores[separator], default=";")
    return text, best


def _rows(text: str, separator: str, formulas: list[str]) -> Iterator[tuple[int, list[Cell]]]:
    """Numbered rows; blank ones count, as they do in a spreadsheet program."""
    if any(ord(char) < 32 and char not in "\t\n\r\f\v" for char in set(text)):
        raise _not_text()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, _cells(number, cells, formulas)
    except csv.Error as error:
        raise UnreadableFile(
            _(
                "Row %(row)s or a later one has a quotation mark that is not closed or stands "
                "in the wrong place. Correct it and upload the file again."
            )
            % {"row": number + 1}
        ) from error


def _cells(number: int, cells: list[str], formulas: list[str]) -> list[Cell]:
    tidied: list[Cell] = []
    for index, raw in enumerate(cells):
        text = tidy(raw)
        quoted = _QUOTED_TEXT.match(text)
        if quoted:
            text = quoted.group(1)
        elif text[:1] == "'" and text[1:2] in _GUARDED:
            # Our own error files put it there to keep the text from being calculated.
            text = text[1:]
        elif text.startswith("=") and len(text) > 1:
            formulas.append(f"{column_letter(index)}{number}")
        if index >= MAX_COLUMNS and text:
            raise too_wide()
        tidied.append(text[:MAX_CELL_LENGTH])
    return tidied
