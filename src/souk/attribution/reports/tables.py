"""Reports as tables, for CSV and XLSX: money in whole units of the currency its column names."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from souk.attribution.reports.campaign import CampaignSummary, CreditedOrder, ProductResult, TimePoint
from souk.attribution.reports.changes import Changes, Comparison
from souk.attribution.reports.figures import Figures, Reported
from souk.attribution.reports.health import Health
from souk.attribution.reports.leaderboard import Leaderboard, SpendFigures
from souk.kernel.shapes import MoneyShape


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


_FIGURES = (
    "currency", "units_gross", "units_refunds", "units_net", "revenue_gross", "revenue_refunds",
    "revenue_net", "profit_gross", "profit_refunds", "profit_net", "orders", "items",
    "items_without_cost", "average_order_value",
)  # fmt: skip
_SPEND = ("spend", "roas", "cac", "cpc", "clicks", "impressions", "profit_after_spend")


def _major(money: MoneyShape | None) -> Decimal | None:
    return None if money is None else money.money().major


def _figures(of: Figures) -> tuple[Any, ...]:
    profit = (of.profit.gross, of.profit.refunds, of.profit.net) if of.profit else (None, None, None)
    money = [of.revenue.gross, of.revenue.refunds, of.revenue.net, *profit]
    return (
        of.currency,
        of.units.gross,
        of.units.refunds,
        of.units.net,
        *map(_major, money),
        of.orders,
        of.items,
        of.items_without_cost,
        _major(of.average_order_value),
    )


def _spend(of: SpendFigures) -> tuple[Any, ...]:
    return (
        _major(of.spend),
        of.roas,
        _major(of.cac),
        _major(of.cpc),
        of.clicks,
        of.impressions,
        _major(of.profit_after_spend),
    )


def _each_currency(reported: Reported) -> list[Figures]:
    return [reported.figures, *reported.other_currencies]


def leaderboard_table(report: Leaderboard) -> Table:
    """A row per campaign, and one more for each currency no rate is known for."""
    return Table(
        ("rank", "campaign_id", "campaign", "platform", "status", *_FIGURES, *_SPEND),
        [
            (row.rank, row.campaign_id, row.campaign_name, row.platform, row.status)
            + _figures(figures)
            + (_spend(row.spend) if figures is row.figures else (None,) * len(_SPEND))
            for row in report.data
            for figures in _each_currency(row)
        ],
    )


def summary_table(report: CampaignSummary) -> Table:
    return Table(
        ("campaign_id", *_FIGURES, *_SPEND),
        [
            (report.campaign_id, *_figures(figures))
            + (_spend(report.spend) if figures is report.figures else (None,) * len(_SPEND))
            for figures in _each_currency(report)
        ],
    )


def products_table(report: Sequence[ProductResult]) -> Table:
    return Table(
        ("product_id", "sku", "product", *_FIGURES),
        [
            (row.product_id, row.sku, row.name, *_figures(figures))
            for row in report
            for figures in _each_currency(row)
        ],
    )


def timeseries_table(report: Sequence[TimePoint]) -> Table:
    return Table(
        ("start", *_FIGURES),
        [(row.start, *_figures(figures)) for row in report for figures in _each_currency(row)],
    )


ORDER_COLUMNS = (
    "order_id", "number", "status", "placed_at", "items", "matched_campaigns", "units", "currency",
    "revenue_gross", "revenue_refunds", "revenue_net", "profit",
)  # fmt: skip


def order_row(row: CreditedOrder) -> tuple[Any, ...]:
    return (
        row.order_id,
        row.number,
        row.status,
        row.placed_at,
        row.items,
        row.matched_campaigns,
        row.units,
        row.net.currency,
        _major(row.gross),
        _major(row.refunds),
        _major(row.net),
        _major(row.profit),
    )


def health_table(report: Health) -> Table:
    return Table(
        ("matched_campaigns", "items", "revenue", "currency"),
        [
            (step.matched_campaigns, step.items, _major(step.revenue), step.revenue.currency)
            for step in report.overlap.distribution
        ],
    )


def comparison_table(report: Comparison) -> Table:
    headings = [f"{label}_{name}" for label in report.columns for name in _FIGURES]
    return Table(
        ("campaign_id", "campaign", *headings),
        [
            (
                row.campaign_id,
                row.campaign_name,
                *(cell for column in row.columns for cell in _figures(column)),
            )
            for row in [*report.data, report.total]
        ],
    )


def changes_table(report: Changes) -> Table:
    return Table(
        ("campaign_id", "campaign", "reason", "entries", "orders", "currency", "revenue", "profit",
         "first_at", "last_at"),
        [
            (row.campaign_id, row.campaign_name, row.reason.value, row.entries, row.orders,
             row.revenue.currency, _major(row.revenue), _major(row.profit), row.first_at, row.last_at)
            for row in report.data
        ],
    )  # fmt: skip
