"""What people type, and what it is taken for; what means two things is never guessed."""

import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from buildings.imports.checks import values
from buildings.imports.checks.problems import Unusable


def number(text: str) -> Decimal:
    return values.parse_number(text, example="72.5")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("72", "72"), ("72,5", "72.5"), ("72.50", "72.50"), ("0,833", "0.833"), ("-3", "-3"),
        ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1 234,5", "1234.5"),
        ("1'234.5", "1234.5"), ("1.234.567", "1234567"), ("12345", "12345"),
    ],
)  # fmt: skip
def test_numbers(text: str, expected: str) -> None:
    assert number(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["1.234", "1,234", "ca. 70", "1,2,3", "", "NaN", "1e5", "٣", "5-"])
def test_no_numbers(text: str) -> None:
    with pytest.raises(Unusable) as refused:
        number(text)
    assert refused.value.advice


@given(st.decimals(min_value=-99_999, max_value=99_999, places=2), st.sampled_from("., "))
def test_written_numbers_come_back(value: Decimal, thousands: str) -> None:
    comma = "." if thousands == "," else ","
    text = f"{value:,.2f}".replace(",", "T").replace(".", comma).replace("T", thousands)
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0,83", "0.83"), ("0.83 %", "0.83"), ("83/10000", "0.83"), ("8,3/1000", "0.83"),
     ("83 / 10.000", "0.83"), ("100", "100")],
)  # fmt: skip
def test_shares(text: str, expected: str) -> None:
    assert values.parse_share(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["101", "-1", "1/0", "83/", "half"])
def test_no_shares(text: str) -> None:
    with pytest.raises(Unusable):
        values.parse_share(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4", 4), ("4. OG", 4), ("EG", 0), ("G", 0), ("rez-de-chaussée", 0), ("2. UG", -2),
     ("UG", -1), ("3rd floor", 3), ("-1", -1), ("2º", 2), ("B2", -2)],
)  # fmt: skip
def test_floors(text: str, expected: int) -> None:
    assert values.parse_floor(text) == expected


@pytest.mark.parametrize("text", ["roof", "400", "1,5", "4B"])
def test_no_floors(text: str) -> None:
    with pytest.raises(Unusable):
        values.parse_floor(text)


DAY = dt.date(2024, 3, 9)


@pytest.mark.parametrize(
    "cell",
    ["2024-03-09", "09.03.2024", "9.3.2024", "09/03/2024", "9-3-2024", "2024/3/9",
     "2024-03-09T00:00:00", "09.03.2024 14:30", DAY, Decimal(45360)],
)  # fmt: skip
def test_dates(cell: object) -> None:
    assert values.parse_date(cell) == DAY


def test_months_come_first_where_that_is_the_custom() -> None:
    assert values.parse_date("03/09/2024", is_month_first=True) == DAY
    assert values.parse_date("09.03.2024", is_month_first=True) == DAY


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31.02.2019", "No calendar"),
        ("09.03.24", "two digits"),
        ("03/25/2024", "swapped"),
        ("45360", "2024-03-09"),
        ("spring", "not a date"),
        ("01.01.0024", "cannot be right"),
        ("00.00.2024", "No calendar"),
    ],
)
def test_no_dates(text: str, words: str) -> None:
    with pytest.raises(Unusable) as refused:
        values.parse_date(text)
    assert words in f"{refused.value.message} {refused.value.advice}"


@given(
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2199, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"]),
)
def test_written_dates_come_back(day: dt.date, pattern: str) -> None:
    assert values.parse_date(day.strftime(pattern)) == day


@example("1" + "0" * 26)
@given(st.text(max_size=40))
def test_no_text_upsets_the_parsers(text: str) -> None:
    for parse in (
        values.parse_area, values.parse_share, values.parse_floor, values.parse_date,
        values.parse_type, values.parse_kind, values.parse_yes, values.parse_email,
        values.parse_phone,
    ):  # fmt: skip
        with contextlib.suppress(Unusable):
            parse(text)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Owner", "owner"), ("Eigentümer", "owner"), ("Mieterin", "tenant"), ("locataire", "tenant"),
     ("Propietario", "owner"), ("Inquilina", "tenant"), ("Bewohner", "occupant"),
     ("proprietário", "owner"), ("Morador", "occupant")],
)  # fmt: skip
def test_kinds(word: str, kind: str) -> None:
    assert values.parse_kind(word) == kind


@pytest.mark.parametrize("word", ["Hausmeister", "owner and tenant", "the old owner maybe"])
def test_no_kinds(word: str) -> None:
    with pytest.raises(Unusable):
        values.parse_kind(word)


@pytest.mark.parametrize("text", ["a@b", "a(at)b.example", "a@b.example; c@d.example", "a b@c.de"])
def test_no_addresses(text: str) -> None:
    with pytest.raises(Unusable):
        values.parse_email(text)


def test_addresses_are_lower_case() -> None:
    assert values.parse_email("<Ana@Willow.Example>") == "ana@willow.example"
