"""Which campaign earned what: all of them side by side."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from souk.attribution.models import AdCampaign
from souk.attribution.reports.figures import (
    Figures,
    Ratio,
    Reported,
    Sums,
    figure_values,
    money_values,
    ratio,
    report_values,
    sum_up,
    total_values,
)
from souk.attribution.reports.measures import Grain, Question, measure
from souk.attribution.reports.spend import Spent, daily_revenue, first_buyers, spent_by_campaign
from souk.kernel.shapes import MoneyShape, Shape
from souk.kernel.work import ReadWork


class LeaderboardSort(StrEnum):
    REVENUE = "revenue"
    PROFIT = "profit"
    UNITS = "units"
    ORDERS = "orders"
    ROAS = "roas"


class SpendFigures(Shape):
    """What a campaign cost and what that bought. Ratios are of totals, null where nothing was spent and
    while some of it is in a currency no rate is known for (`unconverted`): half the cost is no cost.

    `roas` is revenue ÷ spend, `cac` spend ÷ contacts whose first order is credited, `cpc` spend ÷ clicks.
    """

    spend: MoneyShape | None
    roas: Ratio | None
    cac: MoneyShape | None
    cpc: MoneyShape | None
    clicks: int | None
    impressions: int | None
    profit_after_spend: MoneyShape | None
    unconverted: list[MoneyShape]


class LeaderboardRow(Reported):
    rank: int
    campaign_id: int
    campaign_name: str
    platform: str
    status: str
    spend: SpendFigures
    before: Figures | None
    trend: list[int] | None


class Leaderboard(Shape):
    data: list[LeaderboardRow]
    total: Reported
    days: list[date] | None


async def leaderboard(
    work: ReadWork,
    question: Question,
    *,
    sort: LeaderboardSort,
    platform: str | None,
    tax_excluded: bool,
    compare: bool,
    trend: bool,
    with_cac: bool,
) -> Leaderboard:
    """Every campaign with credits or spend in the period, best first, ties by id.

    `compare` adds the period before, `trend` the net revenue of each day in minor units, `with_cac`
    counts the contacts who were won (it reads the ledger, the rest reads the rollup).
    """
    currency = work.scope.currency
    now = await _sums(work, question, tax_excluded=tax_excluded)
    spent = await spent_by_campaign(work, question.period)
    before: dict[int, dict[str, Sums]] = {}
    if compare:
        earlier = question.period.before(work.scope.timezone)
        before = await _sums(work, _over(question, earlier), tax_excluded=tax_excluded)
    ids = now.keys() | spent.keys()
    buyers = await first_buyers(work, question) if with_cac else {}
    days, series = await daily_revenue(work, question, tax_excluded=tax_excluded) if trend else (None, {})
    campaigns = (
        await work.session.execute(
            select(AdCampaign.id, AdCampaign.name, AdCampaign.platform, AdCampaign.status).where(
                AdCampaign.tenant_id == work.tenant_id,
                AdCampaign.id == any_(literal(list(ids), ARRAY(BigInteger))),
                *([AdCampaign.platform == platform] if platform else []),
            )
        )
    ).all()
    rows: list[dict[str, Any]] = []
    for campaign in campaigns:
        totals = now.get(campaign.id, {})
        home = totals.get(currency, Sums())
        cost = spent.get(campaign.id, Spent())
        rows.append(
            {
                "campaign_id": campaign.id,
                "campaign_name": campaign.name,
                "platform": campaign.platform,
                "status": campaign.status,
                "totals": totals,
                "key": _sort_key(sort, home, cost),
                "spend": _spend_values(cost, home, currency, buyers.get(campaign.id) if with_cac else None),
            }
        )
    rows.sort(key=lambda row: (-row["key"], row["campaign_id"]))
    everything: dict[str, Sums] = {}
    for row in rows:
        for code, sums in row["totals"].items():
            everything[code] = everything[code] + sums if code in everything else sums
    return Leaderboard.model_validate(
        {
            "data": [
                {
                    "rank": place,
                    **row,
                    **report_values(row["totals"], currency),
                    "before": figure_values(
                        before.get(row["campaign_id"], {}).get(currency, Sums()), currency
                    )
                    if compare
                    else None,
                    "trend": series.get(row["campaign_id"], [0] * len(days)) if days is not None else None,
                }
                for place, row in enumerate(rows, 1)
            ],
            "total": total_values(everything, currency),
            "days": days,
        }
    )


def spend_figures(cost: Spent, home: Sums, currency: str, buyers: int | None) -> SpendFigures:
    """Ratios of what was spent to what was credited, both in the tenant's currency."""
    return SpendFigures.model_validate(_spend_values(cost, home, currency, buyers))


def _spend_values(cost: Spent, home: Sums, currency: str, buyers: int | None) -> dict[str, Any]:
    spend = None if cost.unconverted else cost.amount_minor
    profit = home.net_profit
    return {
        "spend": money_values(cost.amount_minor, currency),
        "roas": ratio(home.net_revenue, spend or 0),
        "cac": money_values(_rounded(spend, buyers), currency),
        "cpc": money_values(_rounded(spend, cost.clicks), currency),
        "clicks": cost.clicks,
        "impressions": cost.impressions,
        "profit_after_spend": money_values(
            None if spend is None or profit is None else profit - spend, currency
        ),
        "unconverted": [money_values(amount, code) for code, amount in sorted(cost.unconverted.items())],
    }


def _rounded(amount: int | None, count: int | None) -> int | None:
    each = ratio(amount, count or 0, 0) if amount is not None else None
    return None if each is None else int(each)


def _sort_key(sort: LeaderboardSort, home: Sums, cost: Spent) -> float:
    if sort is LeaderboardSort.REVENUE:
        return home.net_revenue
    if sort is LeaderboardSort.PROFIT:
        return float("-inf") if home.net_profit is None else home.net_profit
    if sort is LeaderboardSort.UNITS:
        return home.net_units_e4
    if sort is LeaderboardSort.ORDERS:
        return home.orders
    earned = None if cost.unconverted else ratio(home.net_revenue, cost.amount_minor or 0)
    return float("-inf") if earned is None else float(earned)


def _over(question: Question, period: Any) -> Question:
    return Question(period, question.mode, question.basis, question.as_of, question.campaign_id)


async def _sums(work: ReadWork, question: Question, *, tax_excluded: bool) -> dict[int, dict[str, Sums]]:
    by_campaign: dict[int, list[Any]] = {}
    for row in await measure(work, Grain.CAMPAIGN, question):
        by_campaign.setdefault(row.campaign_id or 0, []).append(row)
    return {campaign: sum_up(rows, tax_excluded=tax_excluded) for campaign, rows in by_campaign.items()}
