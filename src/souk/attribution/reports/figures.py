"""Sums as a report shows them: gross, refunds and net each, ratios of totals, unknowns as null."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from operator import add, attrgetter
from typing import Annotated, Any

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
    `items_without_cost` says how many lines it leaves out. An order, and a line, counts once for each of
    its campaigns: in a total over campaigns what is counted, and an average of it, is null.
    """

    currency: str
    units: UnitsFigure
    revenue: MoneyFigure
    profit: MoneyFigure | None
    orders: int | None
    items: int | None
    items_without_cost: int | None
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
        return cls(*_SUMS(row))

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*map(add, _SUMS(self), _SUMS(other)))

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


_SUMS = attrgetter(*Sums.__slots__)
_NOTHING = Sums()


def sum_up(rows: Iterable[Measured], *, tax_excluded: bool) -> dict[str, Sums]:
    """The sums of `rows` by currency."""
    totals: dict[str, Sums] = {}
    for row in rows:
        sums = Sums.of(row)
        if tax_excluded:
            sums = sums.without_tax()
        before = totals.get(row.currency)
        totals[row.currency] = sums if before is None else before + sums
    return totals


def report(totals: dict[str, Sums], currency: str) -> Reported:
    return Reported.model_validate(report_values(totals, currency))


def total_values(totals: dict[str, Sums], currency: str) -> dict[str, Any]:
    """The same of several campaigns together: amounts add up, orders and lines do not."""
    values = report_values(totals, currency)
    for each in (values["figures"], *values["other_currencies"]):
        each |= dict.fromkeys(("orders", "items", "items_without_cost", "average_order_value"))
    return values


def figures(sums: Sums, currency: str) -> Figures:
    return Figures.model_validate(figure_values(sums, currency))


def report_values(totals: dict[str, Sums], currency: str) -> dict[str, Any]:
    """What `report` makes a shape of. Hundreds of rows are made shapes at once: that is far quicker."""
    return {
        "figures": figure_values(totals.get(currency, _NOTHING), currency),
        "other_currencies": [
            figure_values(sums, code) for code, sums in sorted(totals.items()) if code != currency
        ],
    }


def figure_values(sums: Sums, currency: str) -> dict[str, Any]:
    """What `figures` makes a shape of."""

    def money(gross: int, back: int) -> dict[str, Any]:
        return {
            "gross": money_values(gross, currency),
            "refunds": money_values(back, currency),
            "net": money_values(gross + back, currency),
        }

    average = ratio(sums.net_revenue, sums.orders)
    return {
        "currency": currency,
        "units": {
            "gross": units(sums.gross_units_e4),
            "refunds": units(sums.back_units_e4),
            "net": units(sums.net_units_e4),
        },
        "revenue": money(sums.gross_revenue, sums.back_revenue),
        "profit": None if sums.net_profit is None else money(sums.gross_profit, sums.back_profit),
        "orders": sums.orders,
        "items": sums.items,
        "items_without_cost": sums.items_without_cost,
        "average_order_value": None
        if average is None
        else money_values(int(average.to_integral_value(ROUND_HALF_UP)), currency),
    }


def money_values(amount_minor: int | None, currency: str) -> dict[str, Any] | None:
    return None if amount_minor is None else {"amount": amount_minor, "currency": currency}


def units(e4: int) -> Decimal:
    return Decimal(e4) / UNITS_SCALE


def ratio(part: int, whole: int, digits: int = 4) -> Decimal | None:
    """A ratio of totals; None where the denominator is zero."""
    if not whole:
        return None
    return (Decimal(part) / whole).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
