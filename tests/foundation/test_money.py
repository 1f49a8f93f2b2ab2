"""Money never loses or invents a cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.money import CurrencyMismatch, Money

AMOUNTS = st.integers(min_value=-(10**12), max_value=10**12)
WEIGHTS = st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=60).filter(any)


@given(AMOUNTS, WEIGHTS)
def test_a_split_adds_up(amount: int, weights: list[int]) -> None:
    shares = Money(amount, "EUR").split(weights)
    assert sum(share.amount_minor for share in shares) == amount
    assert len(shares) == len(weights)


@given(AMOUNTS, WEIGHTS)
def test_every_share_is_within_a_cent_of_its_weight(amount: int, weights: list[int]) -> None:
    total = sum(weights)
    for share, weight in zip(Money(amount, "EUR").split(weights), weights, strict=True):
        assert abs(share.amount_minor * total - amount * weight) < total


@given(AMOUNTS, WEIGHTS)
def test_who_weighs_nothing_pays_nothing(amount: int, weights: list[int]) -> None:
    shares = Money(amount, "EUR").split(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert weight or share.amount_minor == 0


@given(AMOUNTS, AMOUNTS)
def test_sums_and_differences(first: int, second: int) -> None:
    one, two = Money(first, "EUR"), Money(second, "EUR")
    assert one + two - two == one
    assert one - two == -(two - one)


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [-1]])
def test_impossible_weights_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100, "EUR").split(weights)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "GBP")
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") - Money(1, "GBP")


@pytest.mark.parametrize("amount", [1.5, "1", True, None])
def test_only_whole_numbers(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount, "EUR")


@pytest.mark.parametrize("currency", ["eur", "EURO", "", "€"])
def test_only_currency_codes(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, currency)


@pytest.mark.parametrize(
    ("money", "locale", "text"),
    [
        (Money(123450, "EUR"), "en", "€1,234.50"),
        (Money(-5, "EUR"), "en", "-€0.05"),
        (Money(1234, "JPY"), "en", "¥1,234"),
        (Money(1234, "KWD"), "en", "KWD1.234"),
        (Money(123450, "EUR"), "de", "1.234,50\xa0€"),
    ],
)
def test_format_knows_the_digits_of_the_currency(money: Money, locale: str, text: str) -> None:
    assert money.format(locale) == text
