"""Sums as a report shows them: gross, refunds and net each, ratios of totals, unknowns as null."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import PlainSerializer

from souk.attribution.reports.measures import Measured
from souk.attribution.rules import UNITS_SCALE
from souk.kernel.shapes import MoneyShape, Shape

Units = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
Ratio = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class UnitsFigure(Shape):
    gross: Units
    refunds: Units
    net: Units


class MoneyFigure(Shape):
    gross: MoneyShape
    refunds: MoneyShape
    net: MoneyShape


class Figures(Shape):
    """The sums of one group in one currency. `profit` is null where no line's cost is known;
    `items_without_cost` says how many lines it leaves out.
    """

    currency: str
    units: UnitsFigure
    revenue: MoneyFigure
    profit: MoneyFigure | None
    orders: int
    items: int
    items_without_cost: int
    average_order_value: MoneyShape | None


class Reported(Shape):
    """Figures in the tenant's currency; what no rate is known for stands beside them, never added."""

    figures: Figures
    other_currencies: list[Figures]


@dataclass(frozen=True, slots=True)
class Sums:
    """Signed sums that can be added: minor units and ten-thousandths of units."""

    gross_units_e4: int = 0
    back_units_e4: int = 0
    gross_revenue: int = 0
    back_revenue: int = 0
    gross_profit: int = 0
    back_profit: int = 0
    gross_tax: int = 0
    back_tax: int = 0
    orders: int = 0
    items: int = 0
    items_without_cost: int = 0

    @classmethod
    def of(cls, row: Measured) -> "Sums":
        return cls(**{name: getattr(row, name) for name in cls.__slots__})

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in Sums.__slots__))

    @property
    def net_revenue(self) -> int:
        return self.gross_revenue + self.back_revenue

    @property
    def net_profit(self) -> int | None:
        known = self.items > self.items_without_cost or self.gross_profit or self.back_profit
        return self.gross_profit + self.back_profit if known or not self.items else None

    @property
    def net_units_e4(self) -> int:
        return self.gross_units_e4 + self.back_units_e4

    def without_tax(self) -> "Sums":
        """Revenue with the known tax taken off; profit has none in it anyway."""
        return replace(
            self,
            gross_revenue=self.gross_revenue - self.gross_tax,
            back_revenue=self.back_revenue - self.back_tax,
        )


def sum_up(rows: Iterable[Measured], *, tax_excluded: bool) -> dict[str, Sums]:
    """The sums of `rows` by currency."""
    totals: dict[str, Sums] = {}
    for row in rows:
        sums = Sums.of(row)
        totals[row.currency] = totals.get(row.currency, Sums()) + (
            sums.without_tax() if tax_excluded else sums
        )
    return totals


def report(totals: dict[str, Sums], currency: str) -> Reported:
    others = [figures(sums, code) for code, sums in sorted(totals.items()) if code != currency]
    return Reported(figures=figures(totals.get(currency, Sums()), currency), other_currencies=others)


def figures(sums: Sums, currency: str) -> Figures:
    def money(amount_minor: int) -> MoneyShape:
        return MoneyShape(amount=amount_minor, currency=currency)

    profit = sums.net_profit
    average = ratio(sums.net_revenue, sums.orders)
    return Figures(
        currency=currency,
        units=UnitsFigure(
            gross=units(sums.gross_units_e4), refunds=units(sums.back_units_e4), net=units(sums.net_units_e4)
        ),
        revenue=MoneyFigure(
            gross=money(sums.gross_revenue), refunds=money(sums.back_revenue), net=money(sums.net_revenue)
        ),
        profit=None
        if profit is None
        else MoneyFigure(gross=money(sums.gross_profit), refunds=money(sums.back_profit), net=money(profit)),
        orders=sums.orders,
        items=sums.items,
        items_without_cost=sums.items_without_cost,
        average_order_value=None if average is None else money(int(average.to_integral_value(ROUND_HALF_UP))),
    )


def units(e4: int) -> Decimal:
    return Decimal(e4) / UNITS_SCALE


def ratio(part: int, whole: int, digits: int = 4) -> Decimal | None:
    """A ratio of totals; None where the denominator is zero."""
    if not whole:
        return None
    return (Decimal(part) / whole).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
