"""What was spent, who was won, and the net revenue of each day, by campaign."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import text

from souk.attribution.reports.figures import Sums
from souk.attribution.reports.measures import Grain, Question, measure
from souk.attribution.reports.period import Period
from souk.kernel.clock import local_day
from souk.kernel.db.parts import as_part
from souk.kernel.work import ReadWork
from souk.orders.public import order_rows

_SPENT = text("""
    select campaign_id, currency, tenant_amount_minor is null as unconverted,
           sum(coalesce(tenant_amount_minor, amount_minor))::bigint as amount,
           sum(clicks)::bigint as clicks, sum(impressions)::bigint as impressions
    from ad_spend where tenant_id = :tenant_id and day between :first and :last
    group by campaign_id, currency, tenant_amount_minor is null
""")

_FIRST_BUYERS = text(f"""
    select e.campaign_id, count(distinct o.contact_id) as won
    from (
        select campaign_id, order_id from attribution_entry
        where tenant_id = :tenant_id and sale_at >= :start and sale_at < :end
          and (cast(:campaign_id as bigint) is null or campaign_id = :campaign_id)
          and (cast(:as_of as timestamptz) is null or recorded_at <= :as_of)
        group by campaign_id, order_id having sum(units_full) > 0
    ) e
    join ({as_part(order_rows())}) o using (order_id)
    where o.contact_id is not null and not exists (
        select 1 from ({as_part(order_rows())}) earlier
        where earlier.contact_id = o.contact_id
          and (earlier.placed_at, earlier.order_id) < (o.placed_at, o.order_id)
    )
    group by e.campaign_id
""")


@dataclass(frozen=True, slots=True)
class Spent:
    """In the tenant's currency; None where nothing is known. What no rate is known for stands apart."""

    amount_minor: int | None = None
    clicks: int | None = None
    impressions: int | None = None
    unconverted: dict[str, int] = field(default_factory=dict)


async def spent_by_campaign(work: ReadWork, period: Period) -> dict[int, Spent]:
    """Spend is kept by day: a window of instants takes the days it touches."""
    zone = work.scope.timezone
    first, last = period.days or (
        local_day(period.start, zone),
        local_day(period.end - timedelta(microseconds=1), zone),
    )
    spent: dict[int, Spent] = {}
    asked = {"tenant_id": work.tenant_id, "first": first, "last": last}
    for row in await work.session.execute(_SPENT, asked):
        had = spent.get(row.campaign_id, Spent())
        unconverted = dict(had.unconverted)
        amount = had.amount_minor
        if row.unconverted:
            unconverted[row.currency] = unconverted.get(row.currency, 0) + row.amount
        else:
            amount = (amount or 0) + row.amount
        spent[row.campaign_id] = Spent(
            amount, _plus(had.clicks, row.clicks), _plus(had.impressions, row.impressions), unconverted
        )
    return spent


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


async def first_buyers(work: ReadWork, question: Question) -> dict[int, int]:
    """How many contacts each campaign won: those whose first order it is credited with, by day of sale."""
    rows = await work.session.execute(
        _FIRST_BUYERS,
        {
            "tenant_id": work.tenant_id,
            "start": question.period.start,
            "end": question.period.end,
            "campaign_id": question.campaign_id,
            "as_of": question.as_of,
        },
    )
    return {row.campaign_id: row.won for row in rows}


async def daily_revenue(
    work: ReadWork, question: Question, *, tax_excluded: bool
) -> tuple[list[date], dict[int, list[int]]]:
    """Net revenue of each whole local day of the period, in minor units of the tenant's currency."""
    zone = work.scope.timezone
    first, last = question.period.days or (
        local_day(question.period.start, zone),
        local_day(question.period.end - timedelta(microseconds=1), zone),
    )
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    series: dict[int, list[int]] = {}
    for row in await measure(work, Grain.CAMPAIGN_DAY, question):
        if row.currency == work.scope.currency:
            sums = Sums.of(row).without_tax() if tax_excluded else Sums.of(row)
            of_campaign = series.setdefault(row.campaign_id or 0, [0] * len(days))
            of_campaign[(row.day - first).days] = sums.net_revenue
    return days, series
