"""Money: whole minor units (cents, pence, yen) of one ISO 4217 currency. Never a float."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount_minor, int) or isinstance(self.amount_minor, bool):
            raise TypeError("amount_minor is a whole number of minor units")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not an ISO 4217 code such as EUR")

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be added")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Divide by `weights` without losing a cent: largest remainders get the spare units."""
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be zero or more and add up to more than zero")
        shares = [self.amount_minor * weight // total for weight in weights]
        remainders = [self.amount_minor * weight % total for weight in weights]
        spare = self.amount_minor - sum(shares)
        for index in sorted(range(len(weights)), key=lambda i: -remainders[i])[:spare]:
            shares[index] += 1
        return [Money(share, self.currency) for share in shares]

    def format(self, locale: str = "en") -> str:
        """Text for people, for example `€1,234.50`, with the currency's own number of digits."""
        exponent = get_currency_precision(self.currency)
        return str(
            format_currency(
                Decimal(self.amount_minor).scaleb(-exponent), self.currency, locale=locale
            )
        )
