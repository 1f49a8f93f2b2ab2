"""What rows say about each other, and the sample file with its dozen mistakes."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from buildings.imports.checks import BuildingFacts, CheckedSheet, check_sheet
from buildings.imports.columns import guess_mapping
from buildings.imports.reader import read_table

SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
FACTS = BuildingFacts(today=dt.date(2026, 3, 1), country="DE")


def check(text: str, facts: BuildingFacts = FACTS) -> CheckedSheet:
    table = read_table(text.encode(), "list.csv")
    return check_sheet(table, guess_mapping(table.headings), facts)


def findings(sheet: CheckedSheet) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.column) for problem in sheet.problems]


HEAD = "Unit;Floor;Share;Name;E-mail;Kind;From;To;Main contact\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("1A;1;;;;;;;\n1B;1;;Ann;a@x.example;owner;;;yes", []),
        ("1A;1;;Ann;;owner;2020-01-01;;\n1a;2;;Bob;;tenant;2020-01-01;;",
         [(2, "Floor"), (3, "Floor")]),
        ("1A;1;;Ann;a@x.example;owner;;;\n1A;;;ann;b@x.example;tenant;;;",
         [(2, "E-mail"), (3, "E-mail")]),
        ("1A;;;Ann;a@x.example;owner;;;\n2A;;;Bob;a@x.example;owner;;;",
         [(2, "E-mail"), (3, "E-mail")]),
        ("1A;;;Ann;a@x.example;owner;;;\n2A;;;Ann;a@x.example;owner;;;", []),
        ("1A;;;Ann;;owner;2020-01-01;;\n1A;;;Ann;;owner;2020-01-01;;", [(3, "From")]),
        ("1A;;;Ann;;owner;2020-01-01;2021-01-01;\n1A;;;Ann;;owner;2021-01-01;;", [(3, "From")]),
        ("1A;;;Ann;;owner;2020-01-01;2020-12-31;\n1A;;;Ann;;owner;2021-01-01;;", []),
        ("1A;;;Ann;;owner;2020-01-01;;\n1A;;;Ann;;occupant;2020-01-01;;", []),
        ("1A;;;Ann;;owner;2020-01-01;;x\n1A;;;Bob;;tenant;2021-01-01;;x", [(3, "Main contact")]),
        ("1A;;;Ann;;owner;2020-01-01;2020-12-31;x\n1A;;;Bob;;tenant;2021-01-01;;x", []),
        ("1A;;;Ann;;owner;2020-01-01;2019-01-01;", [(2, "To")]),
        ("1A;;;;a@x.example;owner;;;", [(2, "Name")]),
        ("1A;;;Ann;;;;;", [(2, "Kind")]),
        (";;;Ann;;owner;;;", [(2, "Unit")]),
        ("1A;;60;;;;;;\n1B;;60;;;;;;", [(None, "Share")]),
        ("1A;;0,5;;;;;;\n1B;;0,5;;;;;;\n1C;;0,5;;;;;;\n1D;;99,9;;;;;;", [(5, "Share")]),
        ("1A;;;Ann;;owner;;;x;surplus", [(2, "")]),
    ],
)  # fmt: skip
def test_rows_against_each_other(rows: str, expected: list) -> None:
    assert findings(check(HEAD + rows + "\n")) == expected


def test_shares_on_record_count_too() -> None:
    facts = BuildingFacts(today=FACTS.today, shares={"9z": Decimal(60), "1a": Decimal(1)})
    assert findings(check(HEAD + "1A;;50;;;;;;\n", facts)) == [(None, "Share")]
    assert findings(check(HEAD + "1A;;40;;;;;;\n", facts)) == []


def test_first_and_last_name_make_a_name() -> None:
    sheet = check("Unit;First name;Last name\n1A;Ann;Abel\n")
    assert sheet.good_rows[0].person.name == "Ann Abel"
    assert sheet.good_rows[0].person.kind == "occupant"


def test_every_problem_says_what_to_do() -> None:
    sheet = check(HEAD + "x;y;z;1;2;3;4;5;6\n")
    assert len(sheet.problems) == 8
    assert all(p.message.endswith(".") and p.advice.endswith(".") for p in sheet.problems)


class TestSamples:
    def check(self, name: str) -> CheckedSheet:
        table = read_table((SAMPLES / name).read_bytes(), name)
        return check_sheet(table, guess_mapping(table.headings), FACTS)

    def test_the_dirty_file_has_its_dozen_mistakes(self) -> None:
        sheet = self.check("willow-court.csv")
        assert findings(sheet) == [
            (4, "E-Mail"), (5, "Storey"), (6, "Storey"), (7, "Since"), (8, "Wohnfläche (m²)"),
            (10, "Until"), (12, "Main contact"), (13, "E-Mail"), (14, "E-Mail"), (15, "MEA"),
            (16, "E-Mail"), (17, "E-Mail"), (25, "Since"), (30, "Owner/Tenant"), (188, "Unit"),
        ]  # fmt: skip
        assert not sheet.is_blocked_as_a_whole

    def test_the_repaired_file_is_good(self) -> None:
        sheet = self.check("willow-court-repaired.xlsx")
        assert sheet.problems == ()
        assert len({row.apartment.key for row in sheet.good_rows}) == 120
        shares = {
            row.apartment.key: row.apartment.values["ownership_share"] for row in sheet.good_rows
        }
        assert sum(shares.values()) == 100
        in_4b = [row.person for row in sheet.good_rows if row.apartment.number == "4B"]
        assert [(p.name, p.email, p.kind, p.is_main_contact) for p in in_4b] == [
            ("Ana Almeida", "ana@willow.example", "owner", True),
            ("Teo Brandt", "teo@willow.example", "tenant", False),
        ]
