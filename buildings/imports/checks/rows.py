"""One raw row against the mapping: typed values, or what is wrong with each."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from buildings.imports.checks import values
from buildings.imports.checks.problems import Problem, Unusable
from buildings.imports.columns.known import BY_KEY
from buildings.imports.reader import Cell, Row, cell_text


@dataclass(frozen=True, slots=True)
class BuildingFacts:
    """What the checks must know about the building the rows are for."""

    today: dt.date
    country: str = ""
    #: Ownership shares already recorded, by lower-case apartment number.
    shares: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def is_month_first(self) -> bool:
        return self.country == "US"


@dataclass(frozen=True, slots=True)
class ApartmentRow:
    """What a row says about its apartment; `values` holds only what is filled in."""

    number: str
    values: dict[str, Any]

    @property
    def key(self) -> str:
        return self.number.lower()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a row says about a person. No start date means "today, unless already recorded"."""

    name: str
    email: str
    phone: str
    kind: str
    start_date: dt.date | None
    end_date: dt.date | None
    is_main_contact: bool


@dataclass(frozen=True, slots=True)
class ParsedRow:
    number: int
    apartment: ApartmentRow
    person: PersonRow | None


#: Apartment columns with the model field they fill and how to read them.
_LENGTHS = {"section": 40, "riser": 20, "parking": 40, "locker": 40}
_FIELDS = {
    "section": "section",
    "floor": "floor",
    "riser": "riser",
    "type": "apartment_type",
    "area": "area_m2",
    "share": "ownership_share",
    "parking": "parking",
    "locker": "locker",
}
_READERS: dict[str, Callable[[Cell], Any]] = {
    "floor": values.parse_floor,
    "type": values.parse_type,
    "area": values.parse_area,
    "share": values.parse_share,
}
PERSON_COLUMNS = (
    "name", "first_name", "last_name", "email", "phone", "kind", "from", "to", "main_contact",
)  # fmt: skip


class RowReader:
    """Reads the rows of one file under one mapping."""

    def __init__(
        self, headings: tuple[str, ...], mapping: Mapping[str, str], facts: BuildingFacts
    ) -> None:
        self.mapping = mapping
        self.facts = facts
        self._index = {key: headings.index(heading) for key, heading in mapping.items()}

    def column(self, key: str) -> str:
        """How the file calls a column, or how we do when the file lacks it."""
        return self.mapping.get(key) or _(BY_KEY[key].label)

    def read(self, row: Row) -> tuple[ParsedRow | None, list[Problem]]:
        """The typed row (None if anything in it is unusable) and its problems."""
        problems: list[Problem] = []
        if row.surplus:
            problems.append(
                Problem(
                    row.number,
                    "",
                    cell_text(row.surplus[0])[:200],
                    _("The row has more values than there are headings."),
                    _(
                        "A separator inside a text shifts the values: put that text in quotation "
                        "marks, or empty the cells at the end."
                    ),
                )
            )
        apartment = self._apartment(row, problems)
        person = self._person(row, problems)
        if problems or apartment is None:
            return None, problems
        return ParsedRow(row.number, apartment, person), problems

    def _cell(self, row: Row, key: str) -> Cell:
        index = self._index.get(key)
        return "" if index is None else row.cells[index]

    def _value(
        self, row: Row, key: str, read: Callable[[Cell], Any], problems: list[Problem]
    ) -> Any:
        cell = self._cell(row, key)
        if cell == "" or cell in ("-", "–", "—"):
            return None
        try:
            return read(cell)
        except Unusable as unusable:
            problems.append(self._problem(row, key, unusable.message, unusable.advice))
            return None

    def _problem(self, row: Row, key: str, message: str, advice: str) -> Problem:
        value = cell_text(self._cell(row, key))[:200]
        return Problem(row.number, self.column(key), value, message, advice)

    def _apartment(self, row: Row, problems: list[Problem]) -> ApartmentRow | None:
        number = self._value(row, "apartment", _apartment_number, problems)
        if number is None and not any(p.column == self.column("apartment") for p in problems):
            problems.append(
                self._problem(
                    row,
                    "apartment",
                    _("The apartment number is missing."),
                    _(
                        "Write the number as on the door, or delete the row if it is a sum or a "
                        "note."
                    ),
                )
            )
        found: dict[str, Any] = {}
        for key, name in _FIELDS.items():
            read = _READERS.get(key) or _text_up_to(_LENGTHS[key])
            value = self._value(row, key, read, problems)
            if value is not None:
                found[name] = value
        return None if number is None else ApartmentRow(number, found)

    def _person(self, row: Row, problems: list[Problem]) -> PersonRow | None:
        if not any(self._cell(row, key) not in ("", "-", "–", "—") for key in PERSON_COLUMNS):
            return None
        before = len(problems)
        parts = (
            self._value(row, key, _person_name, problems)
            for key in ("name", "first_name", "last_name")
        )
        name, first, last = (part or "" for part in parts)
        name = name or f"{first} {last}".strip()
        email = self._value(row, "email", values.parse_email, problems) or ""
        phone = self._value(row, "phone", values.parse_phone, problems) or ""
        kind = self._value(row, "kind", values.parse_kind, problems)
        start = self._value(row, "from", self._date, problems)
        end = self._value(row, "to", self._date, problems)
        is_main = self._value(row, "main_contact", values.parse_yes, problems) or False
        if len(problems) > before:
            return None
        if not name and not (email or phone or start or end or is_main):
            # A lone "owner" without anybody is an empty apartment in many lists.
            return None
        if not name:
            problems.append(
                self._problem(
                    row,
                    "name",
                    _("There is no name, but other facts about a person."),
                    _("Write the person's name, or empty their other cells."),
                )
            )
        if kind is None and "kind" in self.mapping:
            problems.append(
                self._problem(
                    row,
                    "kind",
                    _("It does not say what this person is."),
                    _("Write owner, tenant or occupant."),
                )
            )
        if end is not None and end < (start or self.facts.today):
            problems.append(
                self._problem(
                    row,
                    "to",
                    _("The last day is before the first, %(date)s.")
                    % {"date": start or self.facts.today},
                    _("Correct one of the two dates."),
                )
            )
        return PersonRow(name[:120], email, phone, kind or "occupant", start, end, is_main)

    def _date(self, cell: Cell) -> dt.date:
        return values.parse_date(cell, is_month_first=self.facts.is_month_first)


def _apartment_number(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        raise Unusable(
            _("The spreadsheet program has turned this number into a date."),
            _("Format the column as text and write the number again."),
        )
    text = cell_text(cell)
    if len(text) > 20:
        raise Unusable(_("No door has such a long number."), _("Use at most 20 characters."))
    if not any(char.isalnum() for char in text):
        raise Unusable(
            _("This is not an apartment number."), _("Write it as on the door, e.g. 4B.")
        )
    return text


def _text_up_to(length: int) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        text = cell_text(cell)
        if len(text) > length:
            raise Unusable(
                _("The text is too long."),
                _("Use at most %(number)s characters.") % {"number": length},
            )
        return text

    return read


def _person_name(cell: Cell) -> str:
    text = cell_text(cell)
    if not isinstance(cell, str) or "@" in text or not any(char.isalpha() for char in text):
        raise Unusable(_("This is not a person's name."), _("Write first and last name."))
    if len(text) > 120:
        raise Unusable(
            _("The name is too long."), _("Use at most 120 characters; one person per row.")
        )
    return text
