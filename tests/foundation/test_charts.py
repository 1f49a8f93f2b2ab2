"""Charts are geometry and words: every figure is in both, and nothing leaves the drawing."""

import math

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from foundation import charts

FIGURES = [("May", 4.0), ("June", 12.0), ("July", 3.5)]
finite = st.floats(-1e9, 1e9, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("make", [charts.bars, charts.area, charts.sparkline])
@given(st.lists(finite, max_size=30))
def test_everything_stays_inside_the_drawing(make, values: list[float]) -> None:
    chart = make("Heat", [(str(n), value) for n, value in enumerate(values)])
    assert len(chart.points) == len(values)
    for point in chart.points:
        x, y = float(point.x), float(point.y)
        assert -0.1 <= x <= x + float(point.width) <= charts.WIDTH + 0.1
        assert -0.1 <= y <= y + float(point.height) <= charts.HEIGHT + 0.1


def test_bars_are_as_tall_as_their_share_of_the_scale() -> None:
    chart = charts.bars("Heat", FIGURES, unit="MWh")
    assert chart.top == "20 MWh"
    assert [float(point.height) for point in chart.points] == [40.0, 120.0, 35.0]
    assert all(float(p.y) + float(p.height) == charts.HEIGHT for p in chart.points)


def test_negative_amounts_hang_below_the_ground() -> None:
    up, down = charts.bars("Balance", [("May", 10), ("June", -10)]).points
    assert float(up.y) + float(up.height) == float(down.y) == charts.HEIGHT / 2


def test_says_in_words_what_the_drawing_shows() -> None:
    chart = charts.area("Heat", FIGURES, unit="MWh")
    expected = "Highest: June, 12 MWh. Lowest: July, 3.50 MWh. Latest: July, 3.50 MWh."
    assert chart.description == expected
    assert charts.bars("Heat", []).description == "There are no figures yet."


def test_figures_are_written_in_the_readers_language_and_drawn_in_none() -> None:
    with translation.override("de"):
        point = charts.bars("Wärme", [("Mai", 1234.5)]).points[0]
    assert point.text == "1.234,50"
    assert "," not in point.y + point.height


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        charts.bars("Heat", [("May", value)])


def test_the_component_shows_drawing_and_table_without_inline_style() -> None:
    source = engines["django"].from_string("{% cotton chart :chart='chart' %}{% endcotton %}")
    html = source.render({"chart": charts.bars("<Heat>", [("<May>", 4)])})
    assert html.count("<rect") == 1
    assert '<th scope="row">&lt;May&gt;</th>' in html
    assert 'aria-labelledby="heat-title heat-desc"' in html
    assert "style=" not in html
    assert "<May>" not in html
