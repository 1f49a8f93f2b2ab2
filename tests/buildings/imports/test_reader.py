"""Hostile and clumsy files: each is refused with a sentence that says what to do, or read well."""

import contextlib
import datetime as dt
import io
import random
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from buildings.imports.reader import (
    MAX_BYTES,
    FileTooLarge,
    UnreadableFile,
    cell_text,
    read_table,
)


def book(*rows: list, sheet: str = "Sheet1", **options: object) -> bytes:
    data = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    for row in rows:
        workbook.active.append(row)
    workbook.save(data)
    return data.getvalue()


def read(content: bytes, name: str = "list.csv"):
    return read_table(content, name)


class TestCsv:
    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_reads_every_separator_and_encoding(self, separator: str, encoding: str) -> None:
        lines = [["Wohnung", "Fläche", "Name"], ["1A", "72", "Jörg Weiß"], ["1B", "60", "Zoë"]]
        content = "\r\n".join(separator.join(line) for line in lines).encode(encoding)
        table = read(content)
        assert table.headings == ("Wohnung", "Fläche", "Name")
        assert [row.cells for row in table.rows] == [tuple(line) for line in lines[1:]]

    def test_keeps_the_row_numbers_of_the_spreadsheet(self) -> None:
        table = read(b"A title\n\nUnit;Name\n1A;Ann\n\n;\n1B;Bob\n")
        assert [row.number for row in table.rows] == [4, 7]

    def test_a_quoted_line_break_stays_in_its_row(self) -> None:
        table = read(b'Unit;Name\n1A;"Ann\nAbel"\n1B;Bob\n')
        assert [(row.number, row.cells[1]) for row in table.rows] == [(2, "Ann Abel"), (3, "Bob")]

    def test_decimal_commas_do_not_beat_semicolons(self) -> None:
        table = read(b"Unit;Area;Share\n1A;72,5;0,8\n1B;60,5;0,7\n")
        assert table.rows[0].cells == ("1A", "72,5", "0,8")

    def test_follows_a_separator_line(self) -> None:
        assert read(b"sep=,\r\nUnit,Name\r\n1A,Ann\r\n").rows[0].number == 2

    def test_unwraps_texts_written_as_formulas(self) -> None:
        assert read(b'Unit;Name\n"=""007""";Ann\n').rows[0].cells[0] == "007"

    def test_takes_the_guard_off_texts_of_error_files(self) -> None:
        assert read(b"Unit;Phone\n1A;'+49 30 1\n").rows[0].cells[1] == "+49 30 1"

    def test_reports_surplus_cells(self) -> None:
        assert read(b"Unit;Name\n1A;Ann;Abel\n").rows[0].surplus == ("Abel",)


class TestXlsx:
    def test_keeps_numbers_and_dates(self) -> None:
        content = book(["Unit", "Area", "From"], ["1A", 72.5, dt.date(2024, 2, 29)])
        assert read(content).rows[0].cells == ("1A", Decimal("72.5"), dt.date(2024, 2, 29))

    def test_a_percentage_is_a_percentage(self) -> None:
        data = io.BytesIO()
        workbook = xlsxwriter.Workbook(data)
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Unit", "Share"])
        sheet.write_string(1, 0, "1A")
        sheet.write_number(1, 1, 0.0083, workbook.add_format({"num_format": "0.00%"}))
        workbook.close()
        assert read(data.getvalue()).rows[0].cells[1] == "0.83 %"

    def test_says_which_of_several_sheets_it_read(self) -> None:
        workbook = openpyxl.Workbook()
        workbook.active.append(["Unit", "Name"])
        workbook.active.append(["1A", "Ann"])
        workbook.create_sheet("Old")
        data = io.BytesIO()
        workbook.save(data)
        assert "first of 2 sheets" in read(data.getvalue()).notes[0]


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return data.getvalue()


REFUSED = {
    "nothing": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "headings only": (b"Unit;Name\n", "no rows"),
    "pdf": (b"%PDF-1.7\n...", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "picture"),
    "old excel or password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "web page": (b"<!DOCTYPE html><table><tr><td>1A</td></tr></table>", "web page"),
    "NUL bytes": (b"Unit;Name\n1A;An\x00n\n", "bytes that no text has"),
    "control characters": (b"Unit;Name\n1A;An\x07n\n", "bytes that no text has"),
    "undecodable": (b"Unit;Name\n1A;\x81\x8d\n", "CSV UTF-8"),
    "formula": (b"Unit;Name\n1A;=HYPERLINK(1)\n1B;=1+1\n", "cells B2, B3"),
    "open quotation": (b'Unit;Name\n1A;"Ann\n', "quotation mark"),
    "duplicate heading": (b"Unit;Name;unit\n1A;Ann;1B\n", "both called"),
    "missing heading": (b"Unit;;Name\n1A;x;Ann\n", "Column B has no heading"),
    "no headings": (b"1A;ann@willow.example\n1B;bob@willow.example\n", "Row 1 should hold"),
    "too many rows": (b"Unit;Name\n" + b"1A;Ann\n" * 20_001, "20,000 rows"),
    "too many columns": (b";".join(b"c%d" % i for i in range(61)) + b"\n1A\n", "60 columns"),
    "an archive": (zipped(readme=b"hello"), "archive"),
    "opendocument": (zipped(mimetype=b"application/vnd.oasis"), "OpenDocument"),
    "broken archive": (b"PK\x03\x04 and then nothing", "damaged"),
    "broken workbook": (zipped(xl__workbook_dot_xml=b"<workbook"), "damaged"),
    "macros": (zipped(xl__workbook_dot_xml=b"", xl__vbaProject_dot_bin=b"x"), "macros"),
    "bomb by ratio": (zipped(xl__workbook_dot_xml=b"", a=b"0" * 3_000_000), "unpacks to far more"),
    "formula in a workbook": (book(["Unit", "Area"], ["1A", "=1+1"]), "cells B2"),
    "empty workbook": (book(), "empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_and_says_why(name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert words in refused.value.message


def test_refuses_oversize_files() -> None:
    with pytest.raises(FileTooLarge, match="at most 5 MB"):
        read(b"x" * (MAX_BYTES + 1))


def test_refuses_a_bomb_by_its_sum() -> None:
    # Repeats that compress well, but not so well that the ratio alone gives them away.
    noise = random.Random(1).randbytes(20_000) * 1_100
    content = zipped(**{f"part{n}": noise for n in range(5)}, xl__workbook_dot_xml=b"")
    assert len(content) < MAX_BYTES
    with pytest.raises(UnreadableFile, match="unpacks"):
        read(content)


def test_refuses_entities() -> None:
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>'
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&a;</workbook>'
    )
    good = zipfile.ZipFile(io.BytesIO(book(["Unit", "Name"], ["1A", "Ann"])))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, evil if name == "xl/workbook.xml" else good.read(name))
    with pytest.raises(UnreadableFile, match="damaged"):
        read(data.getvalue())


@given(st.binary(max_size=400))
def test_whatever_the_bytes_it_reads_or_refuses(content: bytes) -> None:
    try:
        table = read(content)
    except UnreadableFile:
        pass
    else:
        assert all(len(row.cells) == len(table.headings) for row in table.rows)


@given(st.binary(min_size=1, max_size=60), st.integers(0, 4000))
def test_whatever_is_broken_in_a_workbook_it_reads_or_refuses(noise: bytes, at: int) -> None:
    content = bytearray(book(["Unit", "Name"], ["1A", "Ann"]))
    content[at : at + len(noise)] = noise
    with contextlib.suppress(UnreadableFile):
        read(bytes(content))


@given(st.decimals(min_value=-10_000, max_value=10_000, places=4))
def test_numbers_are_shown_without_idle_zeros(number: Decimal) -> None:
    assert Decimal(cell_text(number)) == number
