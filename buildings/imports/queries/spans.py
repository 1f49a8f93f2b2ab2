"""Spans of days in one apartment, and which of them cannot stand side by side."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from buildings.imports.checks import ParsedRow
from buildings.imports.checks.values import KIND_LABELS


@dataclass(frozen=True, slots=True)
class Span:
    """One person's time in an apartment; `row` is None for what is recorded already."""

    person: int
    name: str
    kind: str
    start: dt.date
    end: dt.date
    is_main: bool
    row: ParsedRow | None

    @property
    def days(self) -> str:
        if self.end == dt.date.max:
            return _("since %(date)s") % {"date": self.start}
        return f"{self.start} – {self.end}"


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a row of the file cannot be added to what is recorded."""

    row: ParsedRow
    key: str
    value: str
    message: str
    advice: str


def clashes(recorded: Sequence[Span], planned: Sequence[Span]) -> Iterator[Clash]:
    """Each planned span that breaks a rule of the apartment, at most once per rule."""
    everything = [*recorded, *planned]
    for span, other in _touching(everything, lambda item: (item.person, item.kind)):
        if span.row is not None:
            yield Clash(
                span.row,
                "from",
                str(span.start),
                _("%(person)s already is %(kind)s here, %(span)s.")
                % {"person": span.name, "kind": KIND_LABELS[span.kind], "span": other.days},
                _("Write that first day if it is the same stay, or end it first."),
            )
    mains = [item for item in everything if item.is_main]
    for span, other in _touching(mains, lambda item: 0):
        if span.row is not None:
            yield Clash(
                span.row,
                "main_contact",
                _("yes"),
                _("%(person)s is the main contact here, %(span)s.")
                % {"person": other.name, "span": other.days},
                _("Take that mark away first, or leave it out in this row."),
            )


def _touching(
    spans: Sequence[Span], group: Callable[[Span], Hashable]
) -> Iterator[tuple[Span, Span]]:
    """Pairs of one group that share a day, the one from the file first."""
    last: dict[Hashable, Span] = {}
    for span in sorted(spans, key=lambda item: (item.start, item.row is not None)):
        key = group(span)
        before = last.get(key)
        if before is not None and span.start <= before.end:
            yield (span, before) if span.row is not None else (before, span)
        if before is None or span.end > before.end:
            last[key] = span
