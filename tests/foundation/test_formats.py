"""Dates, money and numbers with the habits of each language."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.formats import date_format

from foundation.languages import direction_of, known, locale_of
from foundation.money import Money
from foundation.templatetags import formats

DAY = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("language", "date", "weekday", "price"),
    [
        ("en", "4 March 2026", "Wednesday, 4 March 2026", "€1,234.50"),
        ("de", "4. März 2026", "Mittwoch, 4. März 2026", "1.234,50\xa0€"),
        ("fr", "4 mars 2026", "mercredi 4 mars 2026", "1\u202f234,50\xa0€"),
        ("es", "4 de marzo de 2026", "miércoles, 4 de marzo de 2026", "1.234,50\xa0€"),
        ("pt", "4 de Março de 2026", "quarta-feira, 4 de março de 2026", "1\xa0234,50\xa0€"),
    ],
)
def test_follow_the_language(language: str, date: str, weekday: str, price: str) -> None:
    with translation.override(language):
        assert date_format(DAY).casefold() == date.casefold()
        assert formats.weekday_date(DAY) == weekday
        assert formats.money(Money(123_450, "EUR")) == price


def test_arabic_is_written_from_right_to_left() -> None:
    with translation.override("ar"):
        assert "مارس" in formats.weekday_date(DAY)
    assert (direction_of("ar"), direction_of("de"), direction_of("tlh")) == ("rtl", "ltr", "ltr")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("pt-BR", "pt"),
        ("de-at", "de"),
        ("en", "en"),
        ("nl", ""),
        ("", ""),
        (None, ""),
        ("é" * 600, ""),
    ],
)
def test_a_code_finds_the_language_that_serves_it(code: str | None, language: str) -> None:
    assert known(code) == language


def test_names_of_countries_and_languages() -> None:
    with translation.override("de"):
        assert formats.country_name("DE") == "Deutschland"
        assert formats.country_name("XX") == "XX"
        assert formats.language_name("pt-br") == "Português"
        assert str(locale_of()) == "de"


def test_nothing_is_shown_as_nothing() -> None:
    assert formats.weekday_date(None) == ""
    assert formats.money(None) == ""
