"""Prices made from prices: by a percentage or an amount, rounded to a step."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Adds `percent` of the price, then `amount_minor`; either may be negative. The sum is rounded to
    `step_minor` (half up), and `ending_minor` is then taken off: a step of 100 less 1 makes 12.99 of 13.20.
    """

    percent: Decimal = Decimal(0)
    amount_minor: int = 0
    step_minor: int = 1
    ending_minor: int = 0

    def applied_to(self, price_minor: int) -> int:
        raw = price_minor * (1 + self.percent / 100) + self.amount_minor
        steps = (raw / self.step_minor).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return int(steps) * self.step_minor - self.ending_minor


def adjusted(price: str) -> str:
    """The same in SQL, of a bigint column; parameters percent, amount_minor, step_minor, ending_minor.

    PostgreSQL rounds numeric halves away from zero, which above zero is up.
    """
    return (
        f"(round(({price} * (1 + cast(:percent as numeric) / 100) + :amount_minor) / :step_minor)"
        " * :step_minor - :ending_minor)"
    )
