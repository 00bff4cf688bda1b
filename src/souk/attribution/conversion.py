"""Spend in the tenant's currency, at the rate of its own day."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from souk.kernel.money import minor_digits, round_half_away
from souk.kernel.work import ReadWork
from souk.pricing.public import rates_for


async def to_tenant_currency(work: ReadWork, amounts: Sequence[tuple[date, int, str]]) -> list[int | None]:
    """Each (day, minor units, currency) in minor units of the tenant's; None where no rate is known."""
    home = work.scope.currency
    foreign = {(day, currency, home) for day, _, currency in amounts if currency != home}
    rates = await rates_for(work, sorted(foreign)) if foreign else {}
    return [
        amount if currency == home else _converted(amount, currency, home, rates.get((day, currency, home)))
        for day, amount, currency in amounts
    ]


def _converted(amount: int, currency: str, home: str, rate: Decimal | None) -> int | None:
    if rate is None:
        return None
    return round_half_away((Decimal(amount) * rate).scaleb(minor_digits(home) - minor_digits(currency)))
