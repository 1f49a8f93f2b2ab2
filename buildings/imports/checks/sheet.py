"""The whole file: every row by itself, then what the rows say about each other."""

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from buildings.imports.checks.problems import Problem
from buildings.imports.checks.rows import BuildingFacts, ParsedRow, PersonRow, RowReader
from buildings.imports.checks.values import KIND_LABELS
from buildings.imports.reader import Table, cell_text

_PROGRESS_EVERY = 500
_FACT_COLUMNS = {
    "section": "section",
    "floor": "floor",
    "riser": "riser",
    "apartment_type": "type",
    "area_m2": "area",
    "ownership_share": "share",
    "parking": "parking",
    "locker": "locker",
}


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """All findings, and the rows that may be imported."""

    rows_total: int
    good_rows: tuple[ParsedRow, ...]
    problems: tuple[Problem, ...]

    @property
    def is_blocked_as_a_whole(self) -> bool:
        """Whether something is wrong that leaving rows out would not mend."""
        return any(p.is_blocking and p.row is None for p in self.problems)


def check_sheet(
    table: Table,
    mapping: Mapping[str, str],
    facts: BuildingFacts,
    on_progress: Callable[[int], None] = lambda done: None,
) -> CheckedSheet:
    """Judge every row; `on_progress` hears now and then how many are done."""
    reader = RowReader(table.headings, mapping, facts)
    parsed: list[ParsedRow] = []
    problems: list[Problem] = []
    for done, row in enumerate(table.rows, start=1):
        good, found = reader.read(row)
        problems += found
        if good is not None:
            parsed.append(good)
        if done % _PROGRESS_EVERY == 0:
            on_progress(done)
    for check in (_facts_agree, _identities_agree, _spans_are_apart, _one_main_contact):
        problems += check(parsed, reader)
    bad = {problem.row for problem in problems if problem.is_blocking}
    parsed = [row for row in parsed if row.number not in bad]
    problems += _shares_fit(parsed, reader)
    bad = {problem.row for problem in problems if problem.is_blocking}
    # The file's own findings first, then by row.
    problems.sort(key=lambda problem: problem.row or 0)
    return CheckedSheet(
        rows_total=len(table.rows),
        good_rows=tuple(row for row in parsed if row.number not in bad),
        problems=tuple(problems),
    )


def _facts_agree(rows: Sequence[ParsedRow], reader: RowReader) -> list[Problem]:
    """An apartment may fill several rows, but they must not contradict each other."""
    said: dict[tuple[str, str], dict[object, list[ParsedRow]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in rows:
        for name, value in row.apartment.values.items():
            key = value.casefold() if isinstance(value, str) else value
            said[row.apartment.key, name][key].append(row)
    problems: list[Problem] = []
    for (_apartment, name), versions in said.items():
        if len(versions) < 2:
            continue
        for own, told_by in versions.items():
            other = next(rows[0] for key, rows in versions.items() if key != own)
            problems += [
                Problem(
                    row.number,
                    reader.column(_FACT_COLUMNS[name]),
                    _shown(row.apartment.values[name]),
                    _("Row %(row)s says %(value)s for the same apartment %(number)s.")
                    % {
                        "row": other.number,
                        "value": _shown(other.apartment.values[name]),
                        "number": row.apartment.number,
                    },
                    _(
                        "Make both rows say the same; if these are two apartments, correct the "
                        "number of one."
                    ),
                )
                for row in told_by
            ]
    return problems


def _shown(value: object) -> str:
    return cell_text(value) if isinstance(value, Decimal) else str(value)


def _people(rows: Iterable[ParsedRow]) -> list[tuple[ParsedRow, PersonRow]]:
    return [(row, row.person) for row in rows if row.person is not None]


def _identities_agree(rows: Sequence[ParsedRow], reader: RowReader) -> list[Problem]:
    """One person has one address, and one address is one person."""
    addresses: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    names: dict[str, dict[str, int]] = defaultdict(dict)
    for row, person in _people(rows):
        if person.email:
            addresses[row.apartment.key, person.name.casefold()].setdefault(
                person.email, row.number
            )
            names[person.email].setdefault(person.name.casefold(), row.number)
    problems = []
    for row, person in _people(rows):
        if not person.email:
            continue
        mine = addresses[row.apartment.key, person.name.casefold()]
        other = next((number for email, number in mine.items() if email != person.email), None)
        if other is not None:
            problems.append(
                Problem(
                    row.number,
                    reader.column("email"),
                    person.email,
                    _("%(person)s has another address in row %(row)s.")
                    % {"person": person.name, "row": other},
                    _(
                        "Keep one address in all rows; if these are two people, make their names "
                        "differ."
                    ),
                )
            )
        namesakes = names[person.email]
        other = next((n for name, n in namesakes.items() if name != person.name.casefold()), None)
        if other is not None:
            problems.append(
                Problem(
                    row.number,
                    reader.column("email"),
                    person.email,
                    _("Row %(row)s gives the same address to somebody with another name.")
                    % {"row": other},
                    _("Give each person their own address, or leave it empty for one of them."),
                )
            )
    return problems


def _overlap(one: PersonRow, other: PersonRow, today: dt.date) -> bool:
    start, other_start = one.start_date or today, other.start_date or today
    return start <= (other.end_date or dt.date.max) and other_start <= (one.end_date or dt.date.max)


def _spans_are_apart(rows: Sequence[ParsedRow], reader: RowReader) -> list[Problem]:
    """The same person is the same thing in the same apartment only once at a time."""
    earlier: dict[tuple[str, str, str], list[tuple[ParsedRow, PersonRow]]] = defaultdict(list)
    problems = []
    for row, person in _people(rows):
        group = earlier[row.apartment.key, person.name.casefold(), person.kind]
        for first, known in group:
            if not _overlap(person, known, reader.facts.today):
                continue
            is_copy = (person.start_date, person.end_date) == (known.start_date, known.end_date)
            problems.append(
                Problem(
                    row.number,
                    reader.column("from"),
                    str(person.start_date or ""),
                    (
                        _("%(person)s is %(kind)s of %(number)s twice: see row %(row)s.")
                        if is_copy
                        else _(
                            "%(person)s is %(kind)s of %(number)s twice: see row %(row)s, whose "
                            "dates overlap."
                        )
                    )
                    % {
                        "person": person.name,
                        "kind": KIND_LABELS[person.kind],
                        "number": row.apartment.number,
                        "row": first.number,
                    },
                    _("Delete one of the two rows.")
                    if is_copy
                    else _("End the first before the second begins, or make them one row."),
                )
            )
            break
        group.append((row, person))
    return problems


def _one_main_contact(rows: Sequence[ParsedRow], reader: RowReader) -> list[Problem]:
    """An apartment has one main contact at a time."""
    earlier: dict[str, list[tuple[ParsedRow, PersonRow]]] = defaultdict(list)
    problems = []
    for row, person in _people(rows):
        if not person.is_main_contact:
            continue
        group = earlier[row.apartment.key]
        for first, known in group:
            if _overlap(person, known, reader.facts.today):
                problems.append(
                    Problem(
                        row.number,
                        reader.column("main_contact"),
                        _("yes"),
                        _(
                            "Row %(row)s already makes %(person)s the main contact of %(number)s "
                            "at the same time."
                        )
                        % {
                            "row": first.number,
                            "person": known.name,
                            "number": row.apartment.number,
                        },
                        _("Keep the mark at one of them."),
                    )
                )
                break
        group.append((row, person))
    return problems


def _shares_fit(rows: Sequence[ParsedRow], reader: RowReader) -> list[Problem]:
    """All shares of a building, those already recorded included, are at most the whole."""
    shares = dict(reader.facts.shares)
    rows_of: dict[str, list[ParsedRow]] = defaultdict(list)
    for row in rows:
        share = row.apartment.values.get("ownership_share")
        if share is not None:
            shares[row.apartment.key] = share
            rows_of[row.apartment.key].append(row)
    total = sum(shares.values(), Decimal(0))
    # A hundred and twenty rounded shares may miss the whole by a little.
    tolerance = Decimal("0.005") * max(len(shares), 1) / 10
    if not rows_of or total <= 100 + tolerance:
        return []
    usual = statistics.median(shares.values())
    outliers = [key for key in rows_of if shares[key] > 10 * usual]
    column = reader.column("share")
    if outliers and total - sum(shares[key] for key in outliers) <= 100:
        return [
            Problem(
                row.number,
                column,
                f"{_shown(shares[key])} %",
                _(
                    "With this share the building has %(total)s per cent; most apartments have "
                    "about %(usual)s."
                )
                % {"total": number_format(total, 2), "usual": number_format(usual, 2)},
                _("Check the decimal point, for example 0.83 instead of 83."),
            )
            for key in outliers
            for row in rows_of[key]
        ]
    return [
        Problem(
            None,
            column,
            f"{total:.2f} %",
            _("The ownership shares add up to more than the whole building."),
            _(
                "Check whether they are parts of a thousand or ten thousand (write 83/1000 or "
                "83/10000), or leave the column out."
            ),
        )
    ]
