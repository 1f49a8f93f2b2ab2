"""Small charts as plain figures: geometry for an SVG, words for whoever does not see it.

A chart is drawn by the `chart` component, on the server, without script and without inline style;
its figures stand below it as a table. For a zoom into thousands of points this is the wrong tool.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.formats import number_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

Kind = Literal["bars", "area", "sparkline"]
#: (label, amount), in order.
Figures = Sequence[tuple[str, float]]

#: The drawing's own units; it is stretched to whatever width there is.
WIDTH, HEIGHT = 600.0, 200.0
#: Less than this is nothing.
SMALLEST = 1e-9
#: How much of its place a bar fills.
BAR_SHARE = 0.68


@dataclass(frozen=True, slots=True)
class Point:
    """One figure. Coordinates are texts with a decimal point, whatever the reader's language."""

    label: str
    text: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Chart:
    kind: Kind
    #: Unique on its page: ids are made of it.
    key: str
    title: str
    description: str
    points: tuple[Point, ...]
    #: Paths of the line and of the area below it; empty for bars.
    line: str
    area: str
    #: The ends of the scale, in words.
    top: str
    bottom: str

    @property
    def first_label(self) -> str:
        return self.points[0].label if self.points else ""

    @property
    def last_label(self) -> str:
        return self.points[-1].label if len(self.points) > 1 else ""


def bars(title: str, figures: Figures, *, unit: str = "", key: str = "") -> Chart:
    """Amounts beside each other, such as costs per month."""
    return _chart("bars", title, figures, unit, key)


def area(title: str, figures: Figures, *, unit: str = "", key: str = "") -> Chart:
    """One amount over time, such as a meter's reading."""
    return _chart("area", title, figures, unit, key)


def sparkline(title: str, figures: Figures, *, unit: str = "", key: str = "") -> Chart:
    """A trend as small as a word, without scale."""
    return _chart("sparkline", title, figures, unit, key)


def _chart(kind: Kind, title: str, figures: Figures, unit: str, key: str) -> Chart:
    """
    Raises:
        ValueError: a figure is not finite; say what is missing in words instead.
    """
    values = [float(value) for _label, value in figures]
    if not all(math.isfinite(value) for value in values):
        raise ValueError("A chart takes finite figures only.")
    low, high = _scale(kind, values)
    step = WIDTH / max(len(values), 1)
    points = []
    for number, (label, value) in enumerate(figures):
        if kind == "bars":
            x, width = step * (number + (1 - BAR_SHARE) / 2), step * BAR_SHARE
        else:
            x, width = WIDTH * number / max(len(values) - 1, 1), 0.0
        level, ground = _y(float(value), low, high), _y(0.0, low, high)
        top, height = (level, 0.0) if kind != "bars" else _span(level, ground)
        points.append(
            Point(label, _words(float(value), unit), *map(_plain, (x, top, width, height)))
        )
    line = " ".join(f"{'L' if n else 'M'}{p.x} {p.y}" for n, p in enumerate(points))
    ground_y = _plain(_y(max(low, 0.0), low, high))
    return Chart(
        kind=kind,
        key=key or slugify(title) or "chart",
        title=title,
        description=_description(figures, unit),
        points=tuple(points),
        line="" if kind == "bars" else line,
        area=f"{line} L{points[-1].x} {ground_y} L{points[0].x} {ground_y} Z"
        if kind == "area" and points
        else "",
        top=_words(high, unit),
        bottom=_words(low, unit),
    )


def _span(one: float, other: float) -> tuple[float, float]:
    """Where a bar between two heights begins, from the top, and how tall it is."""
    return min(one, other), abs(one - other)


def _scale(kind: Kind, values: Sequence[float]) -> tuple[float, float]:
    """From where to where the drawing reaches; amounts start at zero, a trend where it is."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if kind != "sparkline":
        low, high = -_round_up(-low) if low < 0 else 0.0, _round_up(high) if high > 0 else 0.0
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _round_up(value: float) -> float:
    """The next 1, 2, 2.5, 5 or 10 times a power of ten: a scale that people can read."""
    power = 10.0 ** math.floor(math.log10(max(value, SMALLEST)))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * (1 - 1e-9))


def _y(value: float, low: float, high: float) -> float:
    return HEIGHT * (high - value) / (high - low)


def _plain(number: float) -> str:
    return f"{number:.1f}"


def _words(value: float, unit: str) -> str:
    """The figure as people write it: at most two decimals, none without need."""
    rounded = round(value, 2)
    decimals = 0 if rounded == int(rounded) else 2
    text: str = number_format(rounded, decimal_pos=decimals, force_grouping=True)
    return f"{text} {unit}".strip()


def _description(figures: Figures, unit: str) -> str:
    """What somebody sees at a glance, for those who hear it."""
    if not figures:
        return _("There are no figures yet.")
    highest = max(figures, key=lambda figure: figure[1])
    lowest = min(figures, key=lambda figure: figure[1])
    return _(
        "Highest: %(high_label)s, %(high)s. Lowest: %(low_label)s, %(low)s. "
        "Latest: %(last_label)s, %(last)s."
    ) % {
        "high_label": highest[0], "high": _words(float(highest[1]), unit),
        "low_label": lowest[0], "low": _words(float(lowest[1]), unit),
        "last_label": figures[-1][0], "last": _words(float(figures[-1][1]), unit),
    }  # fmt: skip
