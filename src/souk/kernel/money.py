"""Money is integer minor units of an ISO 4217 currency. No float ever touches it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.numbers import get_currency_precision, list_currencies

from souk.kernel.errors import Invalid

MAX_AMOUNT_MINOR = 10**15
"""Larger amounts are taken for mistakes: ten thousand thousand million euros."""


class CurrencyMismatch(Invalid):
    code = "currency_mismatch"
    title = "Amounts of different currencies cannot be added"


@cache
def currencies() -> frozenset[str]:
    """Every ISO 4217 code known (CLDR)."""
    return frozenset(list_currencies())


def is_currency(code: str) -> bool:
    """Whether `code` is an ISO 4217 currency, in capitals."""
    return code in currencies()


@cache
def minor_digits(currency: str) -> int:
    """How many decimals a currency has: 2 for EUR, 0 for CLP and JPY, 3 for KWD (CLDR)."""
    return int(get_currency_precision(currency))


@dataclass(frozen=True, slots=True)
class Money:
    """`amount_minor` minor units (cents, yen, fils) of `currency`; may be negative."""

    amount_minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount_minor + self._same(other).amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount_minor - self._same(other).amount_minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(
                f"{self.currency} and {other.currency} cannot be added; convert one first."
            )
        return other

    @property
    def major(self) -> Decimal:
        """The amount in whole units: 19.99 for 1999 cents."""
        return Decimal(self.amount_minor).scaleb(-minor_digits(self.currency))


def minor_from_major(amount: Decimal, currency: str) -> Decimal:
    """Whole units to minor units, exactly: 0.001 GBP is 0.1 pence. Round separately, where it is due."""
    return amount.scaleb(minor_digits(currency))


def round_half_away(value: Decimal) -> int:
    """To the nearest integer, halves away from zero: the rule for every line total."""
    return int(value.to_integral_value(rounding=ROUND_HALF_UP))  # however many digits it has


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Spread `total` over `weights` so that the parts add up exactly: largest remainder, ties to the first.

    A negative total is spread as its positive and signed after. Where every weight is zero, all are alike.
    Raises ValueError for no weights or a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be one or more, none negative")
    sign = -1 if total < 0 else 1
    amount = abs(total)
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(shares)
    parts = [amount * share // whole for share in shares]
    left = amount - sum(parts)
    by_remainder = sorted(range(len(shares)), key=lambda i: (-(amount * shares[i] % whole), i))
    for i in by_remainder[:left]:
        parts[i] += 1
    return [sign * part for part in parts]
