"""Campaigns, sales and what the ledger says of them, for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text
from tests.orders.factories import draft, line

from souk.attribution.actions.campaigns import create_campaign
from souk.attribution.actions.credit import credit_orders
from souk.attribution.actions.status import change_status
from souk.attribution.actions.targeting import target_products
from souk.attribution.schemas import AdCampaignDraft, StatusChange, TargetingDraft
from souk.attribution.states import AdCampaignStatus
from souk.kernel.work import ReadWork, Work
from souk.orders.actions.place import place_orders
from souk.orders.states import OrderStatus

STARTED = datetime(2026, 3, 1, tzinfo=UTC)


async def running_campaign(
    work: Work,
    name: str,
    product_ids: Sequence[int],
    *,
    starts_at: datetime = STARTED,
    ends_at: datetime | None = None,
    since: datetime | None = None,
) -> int:
    """A campaign that has run since its start and targets these products since then, or since `since`."""
    campaign = await create_campaign(work, AdCampaignDraft(name=name, starts_at=starts_at, ends_at=ends_at))
    await change_status(work, campaign.id, StatusChange(status=AdCampaignStatus.RUNNING, at=starts_at))
    await target_products(
        work,
        campaign.id,
        TargetingDraft(product_ids=list(product_ids), effective_from=since or starts_at),
    )
    return campaign.id


async def sell(work: Work, *lines: Any, status: OrderStatus = OrderStatus.CONFIRMED, **rest: Any) -> int:
    """An order, credited."""
    (placed,) = await place_orders(work, [draft(*(lines or (line(),)), status=status, **rest)])
    await credit_orders(work, [placed.order_id])
    return placed.order_id


async def credited(work: ReadWork, order_id: int | None = None) -> dict[int, dict[str, int | None]]:
    """What the ledger adds up to, by campaign."""
    found = await work.session.execute(
        text("""
            select campaign_id, sum(units_full)::bigint as units_full,
                   sum(units_split_e4)::bigint as units_split_e4,
                   sum(revenue_full)::bigint as revenue_full, sum(revenue_split)::bigint as revenue_split,
                   sum(profit_full)::bigint as profit_full, sum(profit_split)::bigint as profit_split
            from attribution_entry
            where tenant_id = :tenant_id and (cast(:order_id as bigint) is null or order_id = :order_id)
            group by campaign_id order by campaign_id
        """),
        {"tenant_id": work.tenant_id, "order_id": order_id},
    )
    return {
        row.campaign_id: {name: row[name] for name in row if name != "campaign_id"}
        for row in found.mappings()
    }


async def split_revenue(work: ReadWork) -> dict[int, Any]:
    return {campaign: sums["revenue_split"] for campaign, sums in (await credited(work)).items()}


async def entries(work: ReadWork) -> int:
    return int((await work.session.execute(text("select count(*) from attribution_entry"))).scalar_one())


async def books_agree(work: ReadWork) -> None:
    """The rollups say what the ledger says, to the last cent, order and line."""
    day = await work.session.execute(
        text("""
            select count(*) from (
                select campaign_id, (sale_at at time zone :zone)::date as day, currency,
                       sum(units_full) as u, sum(units_split_e4) as us, sum(revenue_full) as r,
                       sum(revenue_split) as rs, coalesce(sum(profit_full), 0) as p,
                       coalesce(sum(profit_split), 0) as ps, sum(tax_full) as t, sum(tax_split) as ts
                from attribution_entry group by 1, 2, 3
            ) l full join (
                select campaign_id, day, currency, gross_units_full + back_units_full as u,
                       gross_units_split_e4 + back_units_split_e4 as us,
                       gross_revenue_full + back_revenue_full as r,
                       gross_revenue_split + back_revenue_split as rs,
                       gross_profit_full + back_profit_full as p,
                       gross_profit_split + back_profit_split as ps,
                       gross_tax_full + back_tax_full as t, gross_tax_split + back_tax_split as ts
                from attribution_day
            ) d using (campaign_id, day, currency)
            where (coalesce(l.u, 0), coalesce(l.us, 0), coalesce(l.r, 0), coalesce(l.rs, 0),
                   coalesce(l.p, 0), coalesce(l.ps, 0), coalesce(l.t, 0), coalesce(l.ts, 0))
               <> (coalesce(d.u, 0), coalesce(d.us, 0), coalesce(d.r, 0), coalesce(d.rs, 0),
                   coalesce(d.p, 0), coalesce(d.ps, 0), coalesce(d.t, 0), coalesce(d.ts, 0))
        """),
        {"zone": work.scope.timezone},
    )
    assert day.scalar_one() == 0, "the rollup by day differs from the ledger"
    product = await work.session.execute(
        text("""
            select count(*) from (
                select campaign_id, product_id, (sale_at at time zone :zone)::date as day, currency,
                       sum(units_full) as u, sum(revenue_full) as r, sum(revenue_split) as rs
                from attribution_entry group by 1, 2, 3, 4
            ) l full join (
                select campaign_id, product_id, day, currency, gross_units_full + back_units_full as u,
                       gross_revenue_full + back_revenue_full as r,
                       gross_revenue_split + back_revenue_split as rs
                from attribution_product_day
            ) d using (campaign_id, product_id, day, currency)
            where (coalesce(l.u, 0), coalesce(l.r, 0), coalesce(l.rs, 0))
               <> (coalesce(d.u, 0), coalesce(d.r, 0), coalesce(d.rs, 0))
        """),
        {"zone": work.scope.timezone},
    )
    assert product.scalar_one() == 0, "the rollup by product differs from the ledger"
    grains = await work.session.execute(
        text("""
            select (select array[sum(gross_revenue_full + back_revenue_full),
                                 sum(gross_revenue_split + back_revenue_split), sum(items),
                                 sum(items_without_cost)] from attribution_day) as by_day,
                   (select array[sum(gross_revenue_full + back_revenue_full),
                                 sum(gross_revenue_split + back_revenue_split), sum(items),
                                 sum(items_without_cost)] from attribution_product_day) as by_product,
                   (select array[coalesce(sum(back_revenue_split), 0)] from attribution_day) as back,
                   (select array[coalesce(sum(event_revenue_split), 0)] from attribution_day) as event
        """)
    )
    row = grains.one()
    assert row.by_day == row.by_product, "the two grains differ"
    assert row.back == row.event, "refunds by sale and by event differ in sum"
    counts = await work.session.execute(
        text("""
            select count(*) from (
                select campaign_id, count(distinct order_id) filter (where kept > 0) as orders,
                       count(*) filter (where kept > 0) as items
                from (select campaign_id, order_id, order_item_id, sum(units_full) as kept
                      from attribution_entry group by 1, 2, 3) lines group by 1
            ) l full join (
                select campaign_id, sum(orders) as orders, sum(items) as items from attribution_day group by 1
            ) d using (campaign_id)
            where coalesce(l.orders, 0) <> coalesce(d.orders, 0)
               or coalesce(l.items, 0) <> coalesce(d.items, 0)
        """)
    )
    assert counts.scalar_one() == 0, "orders or lines are counted otherwise than the ledger says"
    coverage = await work.session.execute(
        text("""
            select (select coalesce(sum(revenue_minor), 0) from attribution_coverage_day where matched > 0),
                   (select coalesce(sum(revenue_split), 0) from attribution_entry)
        """)
    )
    attributed, split = coverage.one()
    assert attributed == split, "split credits are not the matched sales"


def days(count: float) -> timedelta:
    return timedelta(days=count)
