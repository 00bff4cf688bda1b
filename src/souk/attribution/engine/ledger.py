"""Step 4: the difference between what the ledger should say of a line and what it says, appended.

Nothing is ever updated: a cause that is booked and comes again adds nothing, one that now comes to
something else adds the difference as a correction. A line that is now of another product or another time
of sale is taken back where it was booked and booked where it belongs, since reports read by both.
"""

from datetime import datetime

from sqlalchemy import text

from souk.attribution.engine.amounts import share
from souk.kernel.work import Work


def _split(amount: str) -> str:
    return share(amount, parts="m.matched", place="m.place")


_DIFFERENCE = text(f"""
    insert into att_delta
    with due as (
        select order_item_id, m.order_id, m.campaign_id, m.product_id, m.mapping_id, m.sale_at, m.day,
               p.event_at, p.cause, m.currency, m.matched,
               p.units - p.units_before as units_full,
               {_split("(p.units * 10000)")} - {_split("(p.units_before * 10000)")} as units_split,
               p.revenue - p.revenue_before as revenue_full,
               {_split("p.revenue")} - {_split("p.revenue_before")} as revenue_split,
               p.tax - p.tax_before as tax_full,
               {_split("p.tax")} - {_split("p.tax_before")} as tax_split,
               p.profit - p.profit_before as profit_full,
               {_split("p.profit")} - {_split("p.profit_before")} as profit_split
        from (
            select *, unnest(campaign_ids) as campaign_id, unnest(mapping_ids) as mapping_id,
                   generate_subscripts(campaign_ids, 1) as place
            from att_line where matched > 0
        ) m
        join att_point p using (order_item_id)
    ), booked as (
        select e.order_item_id, e.campaign_id, e.product_id, e.sale_at, e.cause, e.currency,
               max(e.revision) as revision, max(e.order_id) as order_id,
               max(e.mapping_id) as mapping_id, (e.sale_at at time zone :zone)::date as day,
               max(e.event_at) as event_at,
               total(e.units_full) as units_full, total(e.units_split_e4) as units_split,
               total(e.revenue_full) as revenue_full, total(e.revenue_split) as revenue_split,
               total(e.tax_full) as tax_full, total(e.tax_split) as tax_split,
               sum(e.profit_full)::bigint as profit_full, sum(e.profit_split)::bigint as profit_split
        from att_line l
        join attribution_entry e on e.tenant_id = :tenant_id and e.order_item_id = l.order_item_id
        where l.is_known
        group by e.order_item_id, e.campaign_id, e.product_id, e.sale_at, e.cause, e.currency
    ), difference as (
        select order_item_id, coalesce(d.order_id, b.order_id) as order_id, campaign_id, product_id,
               coalesce(d.mapping_id, b.mapping_id) as mapping_id,
               sale_at, coalesce(d.day, b.day) as day, coalesce(d.event_at, b.event_at) as event_at,
               cause, currency, coalesce(d.matched, 0::smallint) as matched,
               max(b.revision) over (partition by order_item_id, campaign_id, cause, currency) as highest,
               coalesce(d.units_full, 0) - coalesce(b.units_full, 0) as units_full,
               coalesce(d.units_split, 0) - coalesce(b.units_split, 0) as units_split,
               coalesce(d.revenue_full, 0) - coalesce(b.revenue_full, 0) as revenue_full,
               coalesce(d.revenue_split, 0) - coalesce(b.revenue_split, 0) as revenue_split,
               coalesce(d.tax_full, 0) - coalesce(b.tax_full, 0) as tax_full,
               coalesce(d.tax_split, 0) - coalesce(b.tax_split, 0) as tax_split,
               case when d.profit_full is null and b.profit_full is null then null
                    else coalesce(d.profit_full, 0) - coalesce(b.profit_full, 0) end as profit_full,
               case when d.profit_split is null and b.profit_split is null then null
                    else coalesce(d.profit_split, 0) - coalesce(b.profit_split, 0) end as profit_split
        from due d
        full join booked b using (order_item_id, campaign_id, product_id, sale_at, cause, currency)
    )
    select order_item_id, order_id, campaign_id, product_id, mapping_id, sale_at, day, event_at, cause,
           currency, matched,
           (coalesce(highest, -1) + row_number() over (
               partition by order_item_id, campaign_id, cause, currency order by matched, product_id, sale_at
           ))::smallint as revision,
           highest is null as is_first, units_full, units_split, revenue_full, revenue_split, tax_full,
           tax_split, profit_full, profit_split
    from difference
    where units_full <> 0 or units_split <> 0 or revenue_full <> 0 or revenue_split <> 0
       or tax_full <> 0 or tax_split <> 0 or coalesce(profit_full, 0) <> 0 or coalesce(profit_split, 0) <> 0
""")

_APPEND = text("""
    insert into attribution_entry (
        tenant_id, order_id, order_item_id, campaign_id, product_id, mapping_id, run_id, sale_at, event_at,
        recorded_at, units_full, units_split_e4, revenue_full, revenue_split, tax_full, tax_split,
        profit_full, profit_split, matched, revision, kind, cause, currency)
    select :tenant_id, order_id, order_item_id, campaign_id, product_id, mapping_id, :run_id, sale_at,
           event_at, :recorded_at, units_full, units_split, revenue_full, revenue_split, tax_full, tax_split,
           profit_full, profit_split, matched, revision,
           case when not is_first then 'correction'
                when cause = 'sale' then 'credit'
                when revenue_full > 0 or units_full > 0 then 'reinstatement'
                else 'reversal' end,
           cause, currency
    from att_delta
    order by order_item_id, campaign_id
""")


async def append_differences(work: Work, *, run_id: int | None, recorded_at: datetime) -> int:
    """Fill att_delta and append it to the ledger. Returns how many entries were written."""
    tenant = {"tenant_id": work.tenant_id}
    await work.session.execute(_DIFFERENCE, {**tenant, "zone": work.scope.timezone})
    appended = await work.session.execute(_APPEND, {**tenant, "run_id": run_id, "recorded_at": recorded_at})
    return appended.rowcount  # type: ignore[attr-defined,no-any-return]
