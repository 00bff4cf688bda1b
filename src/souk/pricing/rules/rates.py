"""Which exchange rate counts, and whose word stands."""

from decimal import Decimal
from enum import StrEnum

MAX_AGE_DAYS = 7
"""A rate older than this, seen from the day asked for, is no rate."""
PIVOT = "EUR"
"""The currency that two others are compared through: the European Central Bank publishes against it."""
RATE_DIGITS = 12
RATE_MAX = Decimal(10**12)


class RateSource(StrEnum):
    """Where a rate comes from. What a person entered is never overwritten by a file."""

    ENTERED = "entered"
    IMPORTED = "imported"
    ECB = "ecb"


STANDING = {RateSource.ECB: 1, RateSource.IMPORTED: 2, RateSource.ENTERED: 3}
"""A rate is only overwritten by one of the same or a higher standing: what a person entered stays."""


def rate_problem(rate: Decimal) -> str | None:
    """What is wrong with a rate; None when nothing is."""
    if not rate.is_finite() or rate <= 0:
        return "is not above zero"
    if rate >= RATE_MAX:
        return "is too large"
    if round(rate, RATE_DIGITS) == 0:
        return "is too small to be kept"
    return None
