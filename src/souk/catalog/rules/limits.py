"""How large things may be, and what is wrong with what was given."""

from decimal import Decimal

from souk.kernel.money import MAX_AMOUNT_MINOR

NAME_MAX = 255
"""Characters of a SKU, a name, a code, a brand."""
COST_DIGITS = 6
"""Decimals of a unit cost below the minor unit."""


def name_problem(value: str) -> str | None:
    """What is wrong with a SKU, a name or a code; None when nothing is."""
    if not value.strip():
        return "is empty"
    if len(value) > NAME_MAX:
        return f"is longer than {NAME_MAX} characters"
    if any(ord(c) < 32 for c in value):
        return "contains control characters"
    return None


def price_problem(price_minor: Decimal) -> str | None:
    """What is wrong with a price given in minor units."""
    if price_minor < 0:
        return "is negative"
    if price_minor > MAX_AMOUNT_MINOR:
        return "is too large"
    if price_minor != price_minor.to_integral_value():
        return "is finer than the smallest unit of its currency"
    return None


def cost_problem(unit_cost_minor: Decimal) -> str | None:
    """What is wrong with the cost of one unit, given in minor units with up to six decimals."""
    if unit_cost_minor < 0:
        return "is negative"
    if unit_cost_minor > MAX_AMOUNT_MINOR:
        return "is too large"
    if unit_cost_minor != round(unit_cost_minor, COST_DIGITS):
        return f"has more than {COST_DIGITS} decimals below the smallest unit of its currency"
    return None


def cost_text(unit_cost_minor: Decimal) -> str:
    """A cost as events carry it: every digit, no zeros behind."""
    text = format(unit_cost_minor, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
