"""Comparing checked rows with what the building already has: what would an import change?

Blank cells never erase anything, and rows that say what is recorded already change nothing, so
importing a file twice is importing it once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from buildings.imports.checks import BuildingFacts, ParsedRow, PersonRow, Problem
from buildings.imports.columns import BY_KEY
from buildings.imports.queries.spans import Span, clashes
from buildings.properties.queries import apartments_of
from buildings.residents.queries import people_of_company, residencies_of
from foundation import clock

if TYPE_CHECKING:
    from buildings.properties.models import Apartment, Building
    from buildings.residents.models import Person, Residency


@dataclass(slots=True)
class PlannedApartment:
    """An apartment of the file; `apartment` is None if the building lacks it."""

    number: str
    values: dict[str, Any] = field(default_factory=dict)
    apartment: "Apartment | None" = None

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from what is recorded."""
        if self.apartment is None:
            return self.values
        return {n: v for n, v in self.values.items() if getattr(self.apartment, n) != v}


@dataclass(slots=True)
class PlannedPerson:
    """A person of the file; `person` is None if the company's book lacks them."""

    name: str
    email: str = ""
    phone: str = ""
    person: "Person | None" = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class PlannedResidency:
    """A residency of the file, new unless `residency` is given."""

    home: PlannedApartment
    person: PlannedPerson
    kind: str
    start_date: dt.date
    end_date: dt.date | None
    is_main_contact: bool
    residency: "Residency | None" = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, and which rows it cannot do it with."""

    apartments: tuple[PlannedApartment, ...]
    people: tuple[PlannedPerson, ...]
    residencies: tuple[PlannedResidency, ...]
    problems: tuple[Problem, ...]

    def figures(self) -> dict[str, dict[str, int]]:
        """Counts of new, changed and unchanged, for apartments, people and residencies."""
        return {
            "apartments": _count((x.apartment is None, bool(x.changes)) for x in self.apartments),
            "people": _count((x.person is None, bool(x.changes)) for x in self.people),
            "residencies": _count((x.residency is None, bool(x.changes)) for x in self.residencies),
        }


def _count(items: Any) -> dict[str, int]:
    figures = {"new": 0, "changed": 0, "unchanged": 0}
    for is_new, is_changed in items:
        figures["new" if is_new else "changed" if is_changed else "unchanged"] += 1
    return figures


def facts_about(building: "Building") -> BuildingFacts:
    """What the checks of single rows must know about the building."""
    shares = apartments_of(building).exclude(ownership_share=None)
    return BuildingFacts(
        today=clock.today(building.time_zone),
        country=building.country,
        shares={
            number.lower(): share
            for number, share in shares.values_list("number", "ownership_share")
            if share is not None
        },
    )


def plan_import(
    building: "Building", rows: Sequence[ParsedRow], mapping: Mapping[str, str], today: dt.date
) -> Plan:
    """What importing `rows` into the building would do.

    Rows that clash with what is recorded become problems, and the rest is planned without them.
    """
    problems: list[Problem] = []
    recorded = _Recorded.of(building, rows)
    while True:
        planner = _Planner(recorded, mapping, today)
        plan = planner.plan(rows)
        problems += plan.problems
        if not plan.problems:
            return Plan(plan.apartments, plan.people, plan.residencies, tuple(problems))
        bad = {problem.row for problem in plan.problems}
        rows = [row for row in rows if row.number not in bad]


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What the building and its company know already, read once."""

    apartments: dict[str, "Apartment"]
    residencies: dict[int, list["Residency"]]
    book: dict[str, "Person"]
    locals: dict[tuple[int, str], "Person"]

    @classmethod
    def of(cls, building: "Building", rows: Sequence[ParsedRow]) -> "_Recorded":
        residencies: dict[int, list[Residency]] = defaultdict(list)
        locals_: dict[tuple[int, str], Person] = {}
        # One instance per person, whichever way they are found.
        emails = [row.person.email for row in rows if row.person and row.person.email]
        book = people_of_company(building.company_id, emails)
        by_id = {person.pk: person for person in book.values()}
        for residency in residencies_of(building):
            residencies[residency.apartment_id].append(residency)
            person = by_id.setdefault(residency.person_id, residency.person)
            locals_[residency.apartment_id, person.full_name.casefold()] = person
        return cls(
            apartments={a.number.lower(): a for a in apartments_of(building)},
            residencies=residencies,
            book=book,
            locals=locals_,
        )


class _Planner:
    """One pass over the rows."""

    def __init__(self, recorded: _Recorded, mapping: Mapping[str, str], today: dt.date) -> None:
        self.recorded = recorded
        self.mapping = mapping
        self.today = today
        self.problems: list[Problem] = []
        self.homes: dict[str, PlannedApartment] = {}
        self.people: dict[tuple[str, ...], PlannedPerson] = {}
        self.residencies: list[tuple[ParsedRow, PlannedResidency]] = []
        self._seen: set[int] = set()

    def plan(self, rows: Sequence[ParsedRow]) -> Plan:
        for row in rows:
            home = self.homes.setdefault(
                row.apartment.key,
                PlannedApartment(
                    row.apartment.number,
                    apartment=self.recorded.apartments.get(row.apartment.key),
                ),
            )
            for name, value in row.apartment.values.items():
                home.values.setdefault(name, value)
        addresses = {
            (row.apartment.key, row.person.name.casefold()): row.person.email
            for row in rows
            if row.person and row.person.email
        }
        for row in rows:
            if row.person is None:
                continue
            email = addresses.get((row.apartment.key, row.person.name.casefold()), "")
            person = self._person(row, row.person, email)
            if person is not None:
                self._residency(row, row.person, person)
        self._refuse_clashes()
        return Plan(
            tuple(self.homes.values()),
            tuple(self.people.values()),
            tuple(residency for _, residency in self.residencies),
            tuple(self.problems),
        )

    def _problem(self, row: ParsedRow, key: str, value: object, message: str, advice: str) -> None:
        column = self.mapping.get(key) or _(BY_KEY[key].label)
        self.problems.append(Problem(row.number, column, str(value or ""), message, advice))

    def _person(self, row: ParsedRow, facts: PersonRow, email: str) -> PlannedPerson | None:
        """The person a row means: by address, else by name within the apartment."""
        name = facts.name.casefold()
        key = (email,) if email else (row.apartment.key, name)
        planned = self.people.get(key)
        if planned is None:
            home = self.homes[row.apartment.key].apartment
            neighbour = self.recorded.locals.get((home.pk, name)) if home else None
            known = self.recorded.book.get(email) if email else neighbour
            if known is not None and known.full_name.casefold() != name:
                self._problem(
                    row,
                    "email",
                    email,
                    _("In your company's book this address belongs to somebody with another name."),
                    _("Write the name as in the book, or use another address."),
                )
                return None
            if known is None and neighbour is not None:
                if neighbour.email:
                    self._problem(
                        row,
                        "email",
                        email,
                        _("%(person)s of %(number)s is recorded with another address.")
                        % {"person": facts.name, "number": row.apartment.number},
                        _(
                            "If it has changed, correct the person first; if this is somebody "
                            "else, make the names differ."
                        ),
                    )
                    return None
                known = neighbour
            planned = PlannedPerson(facts.name, email, person=known)
            if known is not None and email and known.email != email:
                planned.changes["email"] = email
            self.people[key] = planned
        if facts.phone and not planned.phone:
            planned.phone = facts.phone
            known = planned.person
            if known is not None and known.phone != facts.phone:
                planned.changes["phone"] = facts.phone
        return planned

    def _residency(self, row: ParsedRow, facts: PersonRow, person: PlannedPerson) -> None:
        home = self.homes[row.apartment.key]
        known = self._known_residency(home, facts, person)
        planned = PlannedResidency(
            home,
            person,
            facts.kind,
            facts.start_date or self.today,
            facts.end_date,
            facts.is_main_contact,
        )
        if known is not None:
            self._seen.add(known.pk)
            planned.residency = known
            planned.start_date = known.start_date
            planned.end_date = facts.end_date or known.end_date
            planned.is_main_contact = facts.is_main_contact or known.is_main_contact
            planned.changes = {
                name: getattr(planned, name)
                for name in ("end_date", "is_main_contact")
                if getattr(planned, name) != getattr(known, name)
            }
            if planned.end_date and planned.end_date < planned.start_date:
                self._problem(
                    row,
                    "to",
                    planned.end_date,
                    _("The last day is before the first on record, %(date)s.")
                    % {"date": planned.start_date},
                    _("Correct one of the two dates."),
                )
        self.residencies.append((row, planned))

    def _known_residency(
        self, home: PlannedApartment, facts: PersonRow, person: PlannedPerson
    ) -> "Residency | None":
        """The recorded residency a row repeats: of the same start, or any of now without one."""
        if home.apartment is None or person.person is None:
            return None
        same: Callable[[Residency], bool] = lambda residency: (  # noqa: E731 - read once, here
            residency.person_id == person.person.pk  # type: ignore[union-attr]
            and residency.kind == facts.kind
            and residency.pk not in self._seen
        )
        candidates = [r for r in self.recorded.residencies[home.apartment.pk] if same(r)]
        if facts.start_date is not None:
            return next((r for r in candidates if r.start_date == facts.start_date), None)
        current = [r for r in candidates if r.end_date is None or r.end_date >= self.today]
        if facts.end_date is not None:
            current += [r for r in candidates if r.end_date == facts.end_date]
        return current[0] if current else None

    def _refuse_clashes(self) -> None:
        """Compare the planned spans of each apartment with each other and with the recorded."""
        spans: dict[int | str, list[Span]] = defaultdict(list)
        for row, planned in self.residencies:
            if planned.residency is not None and not planned.changes:
                continue
            home, known = planned.home, planned.person.person
            spans[home.apartment.pk if home.apartment else home.number.lower()].append(
                Span(
                    person=known.pk if known else id(planned.person),
                    name=planned.person.name,
                    kind=planned.kind,
                    start=planned.start_date,
                    end=planned.end_date or dt.date.max,
                    is_main=planned.is_main_contact,
                    row=row,
                )
            )
        replaced = {p.residency.pk for _, p in self.residencies if p.residency and p.changes}
        for place, planned_spans in spans.items():
            if isinstance(place, str):
                # New apartments hold only rows of the file, and those were compared before.
                continue
            recorded = [
                Span(
                    person=r.person_id,
                    name=r.person.full_name,
                    kind=r.kind,
                    start=r.start_date,
                    end=r.end_date or dt.date.max,
                    is_main=r.is_main_contact,
                    row=None,
                )
                for r in self.recorded.residencies[place]
                if r.pk not in replaced
            ]
            for clash in clashes(recorded, planned_spans):
                self._problem(clash.row, clash.key, clash.value, clash.message, clash.advice)
