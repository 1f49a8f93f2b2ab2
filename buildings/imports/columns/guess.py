"""Which heading means which known column: by known names first, then by near misses."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

from django.utils.translation import gettext as _

from buildings.imports.columns.known import BY_KEY, COLUMNS
from foundation.errors import InvalidInput
from foundation.languages import in_every_language

#: Below this a near miss is more often wrong than right ("Notes" is no "Lots").
_CLOSE_ENOUGH = 0.84


def normalise(heading: str) -> str:
    """Lower case without accents and punctuation: “E-Mail (privat)” is “e mail privat”."""
    text = unicodedata.normalize("NFKD", heading.casefold().replace("²", "2"))
    text = "".join(char for char in text if not unicodedata.combining(char))
    return re.sub(r"[^\w%]+|_+", " ", text).strip()


@cache
def _synonyms() -> dict[str, str]:
    """Keys of columns by each normalised name; the product's own names count before others."""
    keys: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.label, column.exported):
            for spoken in in_every_language(name) if name else ():
                keys.setdefault(normalise(spoken), column.key)
    for column in COLUMNS:
        for name in (column.key.replace("_", " "), *column.synonyms):
            keys.setdefault(normalise(name), column.key)
    return keys


def guess_mapping(headings: Sequence[str]) -> dict[str, str]:
    """Known columns by key with the heading that fits best; each heading is used once."""
    mapping: dict[str, str] = {}
    for heading in headings:
        for spelling in _spellings(heading):
            key = _synonyms().get(spelling)
            if key and key not in mapping:
                mapping[key] = heading
                break
    near: list[tuple[float, int, str, str]] = []
    for position, heading in enumerate(headings):
        if heading in mapping.values():
            continue
        for spelling in _spellings(heading):
            for synonym, key in _synonyms().items():
                score = _likeness(spelling, synonym)
                if score >= _CLOSE_ENOUGH:
                    near.append((-score, position, key, heading))
    for _score, _position, key, heading in sorted(near):
        if key not in mapping and heading not in mapping.values():
            mapping[key] = heading
    return {column.key: mapping[column.key] for column in COLUMNS if column.key in mapping}


def _spellings(heading: str) -> tuple[str, ...]:
    """The heading as it is, then without what stands in brackets."""
    plain = normalise(heading)
    bare = normalise(re.sub(r"[(\[].*?[)\]]", " ", heading))
    return tuple(dict.fromkeys(spelling for spelling in (plain, bare) if spelling))


def _likeness(one: str, other: str) -> float:
    # Two-letter words are all alike; they must match exactly.
    if min(len(one), len(other)) < 4:
        return 0.0
    return SequenceMatcher(None, one, other).ratio()


def clean_mapping(wanted: Mapping[str, str], headings: Sequence[str]) -> dict[str, str]:
    """A mapping somebody chose, checked against the file; empty headings mean "not in the file".

    Raises:
        InvalidInput: an unknown column or heading, one heading used twice, or no apartment.
    """
    known = {heading.casefold(): heading for heading in headings}
    mapping: dict[str, str] = {}
    problems: dict[str, list[str]] = {}
    used: dict[str, str] = {}
    for key, wish in wanted.items():
        if not wish:
            continue
        heading = known.get(wish.casefold())
        if key not in BY_KEY:
            problems[key] = [
                _("There is no such column. Choose one of: %(names)s.")
                % {"names": ", ".join(BY_KEY)}
            ]
        elif heading is None:
            problems[key] = [_("The file has no column called “%(name)s”.") % {"name": wish}]
        elif heading in used:
            problems[key] = [
                _("“%(heading)s” is already used for “%(column)s”.")
                % {"heading": heading, "column": _(BY_KEY[used[heading]].label)}
            ]
        else:
            used[heading] = key
            mapping[key] = heading
    if "apartment" not in mapping and "apartment" not in problems:
        problems["apartment"] = [_("Choose the column that holds the apartment numbers.")]
    if problems:
        first = next(iter(problems.values()))[0]
        raise InvalidInput(first, fields=problems)
    return {column.key: mapping[column.key] for column in COLUMNS if column.key in mapping}
