"""Step 5: the sums that reports read, moved by what the ledger took.

`gross` is the sale, `back` what refunds, cancellations and reinstatements did to it, both on the day of
sale; `event_…` is `back` once more on the day it happened. An order counts once for a campaign while
anything of it is kept.
"""

from collections.abc import Sequence

from sqlalchemy import TextClause, text

from souk.kernel.work import Work

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
_DAY_KEYS = ("day", "campaign_id", "currency")
_PRODUCT_DAY_KEYS = ("campaign_id", "day", "product_id", "currency")


def _upsert(table: str, keys: Sequence[str], columns: Sequence[str], rows: str) -> TextClause:
    """Add the sums of `rows` (keys and columns, in their order) to a rollup."""
    names = ", ".join(keys)
    return text(f"""
        insert into {table} (tenant_id, {names}, {", ".join(columns)})
        with moved ({names}, {", ".join(columns)}) as ({rows})
        select :tenant_id, {names}, {", ".join(f"coalesce(sum({name}), 0)" for name in columns)}
        from moved group by {names} order by {names}
        on conflict (tenant_id, {names}) do update
        set {", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in columns)}
    """)


def _sales(table: str, keys: Sequence[str]) -> TextClause:
    """What was sold, and how many orders and lines count now that did not before."""
    names = ", ".join(keys)
    return _upsert(
        table,
        keys,
        [*(f"gross_{name}" for name in _MEASURES), *_COUNTS],
        f"""
        select {names}, {", ".join(_MEASURES.values())}, 0, 0, 0 from att_delta where cause = 'sale'
        union all
        select {names}, {", ".join("0" for _ in _MEASURES)},
               (now > 0)::int - (before > 0)::int, now - before, without_cost
        from (
            select {names}, order_id,
                   count(*) filter (where sign = 1)::int as now,
                   count(*) filter (where sign = -1)::int as before,
                   coalesce(sum(sign) filter (where without_cost), 0)::int as without_cost
            from ({_COUNTED}) counted group by {names}, order_id
        ) by_order
        where now <> before or without_cost <> 0
        """,
    )


def _back(table: str, keys: Sequence[str], prefix: str, day: str) -> TextClause:
    """What refunds, cancellations and reinstatements did."""
    told = ", ".join(f"{day} as day" if key == "day" else key for key in keys)
    return _upsert(
        table,
        keys,
        [f"{prefix}_{name}" for name in _MEASURES],
        f"select {told}, {', '.join(_MEASURES.values())} from att_delta where cause <> 'sale'",
    )


# Which (line, campaign) pairs count now and counted before; orders and items are moved by the difference.
_COUNTED = """
    select l.order_id, l.product_id, l.day, l.currency, m.campaign_id, 1 as sign,
           not n.cost_known as without_cost
    from att_match m join att_line l using (order_item_id) join att_now n using (order_item_id)
    where n.is_kept
    union all
    select l.order_id, l.was_product_id, l.was_day, l.was_currency, c.campaign_id, -1, not l.was_cost_known
    from att_line l cross join lateral unnest(l.was_campaign_ids) as c (campaign_id)
    where l.is_known and l.was_kept"""

_SALES_BY_DAY = _sales("attribution_day", _DAY_KEYS)
_SALES_BY_PRODUCT_DAY = _sales("attribution_product_day", _PRODUCT_DAY_KEYS)
_ANY_BACK = text("select exists (select 1 from att_delta where cause <> 'sale')")
_BACK_BY_DAY = _back("attribution_day", _DAY_KEYS, "back", "day")
_BACK_BY_EVENT_DAY = _back("attribution_day", _DAY_KEYS, "event", "(event_at at time zone :zone)::date")
_BACK_BY_PRODUCT_DAY = _back("attribution_product_day", _PRODUCT_DAY_KEYS, "back", "day")

_COVERAGE = text("""
    insert into attribution_coverage_day (tenant_id, day, matched, currency, items, items_without_cost,
                                          revenue_minor)
    with told as (
        select l.day, n.matched, l.currency, 1 as sign,
               n.cost_known, n.revenue
        from att_now n join att_line l using (order_item_id) where n.is_kept and l.is_eligible
        union all
        select was_day, was_matched, was_currency, -1, was_cost_known, was_revenue
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


async def move_rollups(work: Work) -> None:
    """Move the rollups and the summaries by the differences just appended."""
    session, tenant = work.session, {"tenant_id": work.tenant_id}
    await session.execute(_SALES_BY_DAY, tenant)
    await session.execute(_SALES_BY_PRODUCT_DAY, tenant)
    if (await session.execute(_ANY_BACK)).scalar_one():
        await session.execute(_BACK_BY_DAY, tenant)
        await session.execute(_BACK_BY_EVENT_DAY, {**tenant, "zone": work.scope.timezone})
        await session.execute(_BACK_BY_PRODUCT_DAY, tenant)
    await session.execute(_COVERAGE, tenant)
    await session.execute(_SUMMARY, {**tenant, "now": work.now})
