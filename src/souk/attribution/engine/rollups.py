"""Step 5: the sums that reports read, moved by what the ledger took.

`gross` is the sale, `back` what refunds, cancellations and reinstatements did to it, both on the day of
sale; `event_…` is `back` once more on the day it happened. An order counts once for a campaign while
anything of it is kept.
"""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_MEASURES = {
    "units_full": "units_full",
    "units_split_e4": "units_split",
    "revenue_full": "revenue_full",
    "revenue_split": "revenue_split",
    "profit_full": "profit_full",
    "profit_split": "profit_split",
    "tax_full": "tax_full",
    "tax_split": "tax_split",
}
_COUNTS = ("orders", "items", "items_without_cost")


def _columns(*prefixes: str) -> list[str]:
    return [f"{prefix}_{name}" for prefix in prefixes for name in _MEASURES]


def _add(table: str, columns: list[str]) -> str:
    return ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in columns)


def _sums(prefix: str, condition: str) -> str:
    return ", ".join(
        f"coalesce(sum({source}) filter (where {condition}), 0) as {prefix}_{name}"
        for name, source in _MEASURES.items()
    )


def _zeros(columns: list[str]) -> str:
    return ", ".join("0" for _ in columns)


_SALE_COLUMNS = _columns("gross", "back")
_EVENT_COLUMNS = _columns("event")

# Which (line, campaign) pairs count now and counted before; orders and items are moved by the difference.
_COUNTED = """
    counted as (
        select l.order_id, l.product_id, (l.sale_at at time zone :zone)::date as day, l.currency,
               m.campaign_id, 1 as sign, not n.cost_known as without_cost
        from att_match m
        join att_line l using (order_item_id) join att_now n using (order_item_id)
        where n.is_kept
        union all
        select l.order_id, l.was_product_id, (l.was_sale_at at time zone :zone)::date, l.was_currency,
               c.campaign_id, -1, not l.was_cost_known
        from att_line l cross join lateral unnest(l.was_campaign_ids) as c (campaign_id)
        where l.is_known and l.was_kept
    )"""

_DAY = text(f"""
    insert into attribution_day (tenant_id, campaign_id, day, currency,
                                 {", ".join([*_SALE_COLUMNS, *_EVENT_COLUMNS, *_COUNTS])})
    with {_COUNTED}, orders as (
        select campaign_id, day, currency,
               sum((now > 0)::int - (before > 0)::int) as orders, sum(now - before) as items,
               sum(without_cost) as items_without_cost
        from (
            select campaign_id, day, currency, order_id,
                   count(*) filter (where sign = 1) as now, count(*) filter (where sign = -1) as before,
                   coalesce(sum(sign) filter (where without_cost), 0) as without_cost
            from counted group by campaign_id, day, currency, order_id
        ) by_order
        group by campaign_id, day, currency
    ), by_sale as (
        select campaign_id, (sale_at at time zone :zone)::date as day, currency,
               {_sums("gross", "cause = 'sale'")}, {_sums("back", "cause <> 'sale'")}
        from att_delta group by 1, 2, 3
    ), by_event as (
        select campaign_id, (event_at at time zone :zone)::date as day, currency,
               {_sums("event", "true")}
        from att_delta where cause <> 'sale' group by 1, 2, 3
    ), moved as (
        select campaign_id, day, currency, {", ".join(_SALE_COLUMNS)}, {_zeros(_EVENT_COLUMNS)}, 0, 0, 0
        from by_sale
        union all
        select campaign_id, day, currency, {_zeros(_SALE_COLUMNS)}, {", ".join(_EVENT_COLUMNS)}, 0, 0, 0
        from by_event
        union all
        select campaign_id, day, currency, {_zeros(_SALE_COLUMNS)}, {_zeros(_EVENT_COLUMNS)},
               orders, items, items_without_cost
        from orders where orders <> 0 or items <> 0 or items_without_cost <> 0
    ), named (campaign_id, day, currency, {", ".join([*_SALE_COLUMNS, *_EVENT_COLUMNS, *_COUNTS])}) as (
        select * from moved
    )
    select :tenant_id, campaign_id, day, currency,
           {", ".join(f"sum({name})" for name in [*_SALE_COLUMNS, *_EVENT_COLUMNS, *_COUNTS])}
    from named group by campaign_id, day, currency order by day, campaign_id, currency
    on conflict (tenant_id, day, campaign_id, currency) do update
    set {_add("attribution_day", [*_SALE_COLUMNS, *_EVENT_COLUMNS, *_COUNTS])}
""")

_PRODUCT_DAY = text(f"""
    insert into attribution_product_day (tenant_id, campaign_id, product_id, day, currency,
                                         {", ".join([*_SALE_COLUMNS, *_COUNTS])})
    with {_COUNTED}, orders as (
        select campaign_id, product_id, day, currency,
               sum((now > 0)::int - (before > 0)::int) as orders, sum(now - before) as items,
               sum(without_cost) as items_without_cost
        from (
            select campaign_id, product_id, day, currency, order_id,
                   count(*) filter (where sign = 1) as now, count(*) filter (where sign = -1) as before,
                   coalesce(sum(sign) filter (where without_cost), 0) as without_cost
            from counted group by campaign_id, product_id, day, currency, order_id
        ) by_order
        group by campaign_id, product_id, day, currency
    ), moved as (
        select campaign_id, product_id, (sale_at at time zone :zone)::date as day, currency,
               {_sums("gross", "cause = 'sale'")}, {_sums("back", "cause <> 'sale'")}, 0, 0, 0
        from att_delta group by 1, 2, 3, 4
        union all
        select campaign_id, product_id, day, currency, {_zeros(_SALE_COLUMNS)},
               orders, items, items_without_cost
        from orders where orders <> 0 or items <> 0 or items_without_cost <> 0
    ), named (campaign_id, product_id, day, currency, {", ".join([*_SALE_COLUMNS, *_COUNTS])}) as (
        select * from moved
    )
    select :tenant_id, campaign_id, product_id, day, currency,
           {", ".join(f"sum({name})" for name in [*_SALE_COLUMNS, *_COUNTS])}
    from named group by campaign_id, product_id, day, currency
    order by campaign_id, day, product_id, currency
    on conflict (tenant_id, campaign_id, day, product_id, currency) do update
    set {_add("attribution_product_day", [*_SALE_COLUMNS, *_COUNTS])}
""")

_COVERAGE = text("""
    insert into attribution_coverage_day (tenant_id, day, matched, currency, items, items_without_cost,
                                          revenue_minor)
    with told as (
        select (l.sale_at at time zone :zone)::date as day, n.matched, l.currency, 1 as sign,
               n.cost_known, n.revenue
        from att_now n join att_line l using (order_item_id) where n.is_kept and l.is_eligible
        union all
        select (was_sale_at at time zone :zone)::date, was_matched, was_currency, -1, was_cost_known, was_revenue
        from att_line where is_known and was_kept
    )
    select :tenant_id, day, matched, currency, sum(sign),
           coalesce(sum(sign) filter (where not cost_known), 0), sum(sign * revenue)
    from told group by day, matched, currency
    having sum(sign) <> 0 or sum(sign * revenue) <> 0
        or coalesce(sum(sign) filter (where not cost_known), 0) <> 0
    order by day, matched, currency
    on conflict (tenant_id, day, matched, currency) do update
    set items = attribution_coverage_day.items + excluded.items,
        items_without_cost = attribution_coverage_day.items_without_cost + excluded.items_without_cost,
        revenue_minor = attribution_coverage_day.revenue_minor + excluded.revenue_minor
""")

# A line that is no sale any more (its product was taken away) keeps a summary of nothing, with product 0:
# should it become one again, it is matched anew against what the ledger already says of it.
_SUMMARY = text("""
    insert into attribution_summary (
        tenant_id, order_item_id, order_id, product_id, sale_at, matched, is_kept, cost_known,
        revenue_minor, currency, campaign_ids, mapping_ids, computed_at)
    select :tenant_id, order_item_id, order_id, product, sale_at, matched, is_kept, knows_cost, revenue,
           currency, campaigns, mappings, :now
    from (
        select l.*, case when l.is_eligible then l.product_id else 0 end as product, n.matched, n.is_kept,
               n.cost_known as knows_cost, n.revenue, n.campaign_ids as campaigns, n.mapping_ids as mappings
        from att_line l join att_now n using (order_item_id)
    ) told
    where not is_known
       or (product, sale_at, matched, is_kept, knows_cost, revenue, currency)
          is distinct from (was_product_id, was_sale_at, was_matched, was_kept, was_cost_known,
                            was_revenue, was_currency)
       or campaigns is distinct from was_campaign_ids or mappings is distinct from was_mapping_ids
    order by order_item_id
    on conflict (tenant_id, order_item_id) do update
    set product_id = excluded.product_id, sale_at = excluded.sale_at, matched = excluded.matched,
        is_kept = excluded.is_kept, cost_known = excluded.cost_known,
        revenue_minor = excluded.revenue_minor, currency = excluded.currency,
        campaign_ids = excluded.campaign_ids, mapping_ids = excluded.mapping_ids,
        computed_at = excluded.computed_at
""")


async def move_rollups(session: AsyncSession, tenant_id: int, zone: str, now: datetime) -> None:
    """Move the rollups and the summaries by the differences just appended."""
    at_home = {"tenant_id": tenant_id, "zone": zone}
    await session.execute(_DAY, at_home)
    await session.execute(_PRODUCT_DAY, at_home)
    await session.execute(_COVERAGE, at_home)
    await session.execute(_SUMMARY, {"tenant_id": tenant_id, "now": now})
