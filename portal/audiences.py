"""Whom a part of a page, a document or an announcement is for, inside one building.

Pure values: an `Audience` is what an editor chose, a `Reader` is what is known about somebody's
homes in the building today, and `includes` compares them. Nothing here asks the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from babel.lists import format_list
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from foundation.languages import locale_of

#: As in buildings.properties and buildings.residents, which stand above this room.
APARTMENT_TYPES = [
    ("flat", gettext_lazy("Flat")),
    ("studio", gettext_lazy("Studio")),
    ("maisonette", gettext_lazy("Maisonette")),
    ("penthouse", gettext_lazy("Penthouse")),
    ("shop", gettext_lazy("Shop")),
    ("office", gettext_lazy("Office")),
    ("other", gettext_lazy("Other")),
]
KINDS = [
    ("owner", gettext_lazy("Owners")),
    ("tenant", gettext_lazy("Tenants")),
    ("occupant", gettext_lazy("Occupants")),
]

#: The same within a sentence, as "Only for flats, owners".
_TYPES_WITHIN = {
    "flat": gettext_lazy("flats"),
    "studio": gettext_lazy("studios"),
    "maisonette": gettext_lazy("maisonettes"),
    "penthouse": gettext_lazy("penthouses"),
    "shop": gettext_lazy("shops"),
    "office": gettext_lazy("offices"),
    "other": gettext_lazy("other rooms"),
}
_KINDS_WITHIN = {
    "owner": gettext_lazy("owners"),
    "tenant": gettext_lazy("tenants"),
    "occupant": gettext_lazy("occupants"),
}

#: So many names are listed in an error; a building with more is described by examples.
MOST_NAMES = 30


@dataclass(frozen=True, slots=True)
class Home:
    """One residency of the reader in the building: the facts an audience can name."""

    apartment_id: int
    number: str
    floor: int | None = None
    riser: str = ""
    section: str = ""
    apartment_type: str = ""
    #: owner, tenant or occupant
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody reading the building's pages. Staff read everything, whoever it is for."""

    homes: tuple[Home, ...] = ()
    is_staff: bool = False
    #: Staff who write the pages; they may look at them as somebody else.
    is_editor: bool = False

    def is_meant_by(self, audience: "Audience") -> bool:
        """Whether one of the reader's homes fits; `Audience.includes` asks this."""
        return any(audience.fits(home) for home in self.homes)


NOBODY = Reader()
#: Reads every part of a page.
EDITOR = Reader(is_staff=True, is_editor=True)


class WatchedReader:
    """A reader while a page is made that others may get as well.

    It remembers which audiences the page asked about. People for whom all answers are the same
    may share the page; whoever looks at the homes themselves makes it personal.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.is_staff = reader.is_staff
        self.is_editor = reader.is_editor
        self.asked: list[Audience] = []
        self.is_recognised = False

    @property
    def homes(self) -> tuple[Home, ...]:
        self.is_recognised = True
        return self._reader.homes

    def is_meant_by(self, audience: "Audience") -> bool:
        if audience not in self.asked:
            self.asked.append(audience)
        return self._reader.is_meant_by(audience)


_SEATED = {
    "owner": gettext_lazy("%(number)s, as an owner"),
    "tenant": gettext_lazy("%(number)s, as a tenant"),
    "occupant": gettext_lazy("%(number)s, as an occupant"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A home with somebody in it, as whose reader an editor can look at a page."""

    home: Home

    @property
    def code(self) -> str:
        """How forms and addresses name it, for example `4B:owner`."""
        return f"{self.home.number}:{self.home.kind}"

    @property
    def label(self) -> str:
        return str(_SEATED[self.home.kind] % {"number": self.home.number})

    @property
    def reader(self) -> Reader:
        return Reader(homes=(self.home,))


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant. Empty fields narrow nothing; all that are filled must fit one home.

    Within a field one match is enough: floors 3 and 4, but owners on them only.
    """

    floors: frozenset[int] = field(default_factory=frozenset)
    risers: frozenset[str] = field(default_factory=frozenset)
    sections: frozenset[str] = field(default_factory=frozenset)
    apartment_types: frozenset[str] = field(default_factory=frozenset)
    kinds: frozenset[str] = field(default_factory=frozenset)
    #: Numbers as on the door, compared without regard to case.
    apartments: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_everybody(self) -> bool:
        return self == EVERYBODY

    def includes(self, reader: "Reader | WatchedReader") -> bool:
        """Whether `reader` is meant."""
        if self.is_everybody or reader.is_staff:
            return True
        return reader.is_meant_by(self)

    def fits(self, home: Home) -> bool:
        """Whether one home is meant."""
        return (
            (not self.floors or home.floor in self.floors)
            and (not self.risers or _folded(home.riser) in {_folded(r) for r in self.risers})
            and (not self.sections or _folded(home.section) in {_folded(s) for s in self.sections})
            and (not self.apartment_types or home.apartment_type in self.apartment_types)
            and (not self.kinds or home.kind in self.kinds)
            and (
                not self.apartments
                or _folded(home.number) in {_folded(number) for number in self.apartments}
            )
        )

    def as_json(self) -> dict[str, list[Any]]:
        """Plain lists, sorted, of the fields that narrow; `from_json` reads them back."""
        fields = {name: sorted(getattr(self, name)) for name in FIELDS}
        return {name: values for name, values in fields.items() if values}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Audience":
        return cls(**{name: frozenset(values.get(name) or ()) for name in FIELDS})


@dataclass(frozen=True, slots=True)
class Doors:
    """What there is in one building to choose from, each list in door order."""

    building: str
    floors: tuple[int, ...] = ()
    risers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    apartments: tuple[str, ...] = ()


FIELDS = ("floors", "risers", "sections", "apartment_types", "kinds", "apartments")
EVERYBODY = Audience()


def describe(audience: Audience) -> str:
    """`audience` in the reader's language: "Only for floor 4, owners"."""
    if audience.is_everybody:
        return gettext("For everybody")
    parts = []
    if audience.apartments:
        parts.append(
            ngettext("apartment %(names)s", "apartments %(names)s", len(audience.apartments))
            % {"names": _listed(sorted(audience.apartments))}
        )
    if audience.floors:
        parts.append(
            ngettext("floor %(names)s", "floors %(names)s", len(audience.floors))
            % {"names": _listed(_spans(audience.floors))}
        )
    if audience.sections:
        parts.append(
            ngettext("section %(names)s", "sections %(names)s", len(audience.sections))
            % {"names": _listed(sorted(audience.sections))}
        )
    if audience.risers:
        parts.append(
            ngettext("riser %(names)s", "risers %(names)s", len(audience.risers))
            % {"names": _listed(sorted(audience.risers))}
        )
    for chosen, within in (
        (audience.apartment_types, _TYPES_WITHIN),
        (audience.kinds, _KINDS_WITHIN),
    ):
        labels = [str(label) for value, label in within.items() if value in chosen]
        if labels:
            parts.append(_listed(labels))
    separator = pgettext("between the conditions of an audience", ", ")
    return gettext("Only for %(who)s") % {"who": separator.join(parts)}


def unknown_in(audience: Audience, doors: Doors) -> list[str]:
    """A sentence for each thing the audience names and the building does not have."""
    words = gettext("There is no floor %(name)s in %(building)s.")
    wrong = [
        words % {"name": floor, "building": doors.building} + _there_are(_spans(doors.floors))
        for floor in sorted(audience.floors - set(doors.floors))
    ]
    named = (
        (
            audience.sections,
            doors.sections,
            gettext("There is no section %(name)s in %(building)s."),
        ),
        (audience.risers, doors.risers, gettext("There is no riser %(name)s in %(building)s.")),
        (
            audience.apartments,
            doors.apartments,
            gettext("There is no apartment %(name)s in %(building)s."),
        ),
    )
    for chosen, known, words in named:
        folded = {_folded(name) for name in known}
        wrong += [
            words % {"name": name, "building": doors.building} + _there_are(known)
            for name in sorted(chosen)
            if _folded(name) not in folded
        ]
    return wrong


def _there_are(names: Iterable[str]) -> str:
    """What exists instead, as the next sentence; many names become the first and the last."""
    known = list(names)
    if not known:
        return " " + gettext("None are entered at the desk.")
    if len(known) > MOST_NAMES:
        return " " + gettext("There are %(count)s, from %(first)s to %(last)s.") % {
            "count": len(known), "first": known[0], "last": known[-1],
        }  # fmt: skip
    return " " + gettext("Known are: %(names)s.") % {"names": ", ".join(known)}


def _spans(floors: Iterable[int]) -> list[str]:
    """Floors 2, 3, 4, 7 as `2–4` and `7`."""
    spans: list[tuple[int, int]] = []
    for floor in sorted(floors):
        if spans and floor == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], floor)
        else:
            spans.append((floor, floor))
    named: list[str] = []
    for first, last in spans:
        if last - first < 2:
            named += [str(floor) for floor in range(first, last + 1)]
        else:
            named.append(f"{first}–{last}")
    return named


def _listed(names: list[str]) -> str:
    return format_list(names, locale=locale_of())


def _folded(text: str) -> str:
    return text.strip().casefold()
