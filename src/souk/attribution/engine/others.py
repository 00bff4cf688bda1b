"""Step 5: the sums that reports read, moved by what the ledger took of lines that are not plain.

`gross` is the sale, `back` what refunds, cancellations and reinstatements did to it, both on the day of
sale; `event_…` is `back` once more on the day it happened. An order counts once for a campaign while
anything of it is kept.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import TextClause, text

from souk.attribution.engine.amounts import (
    COVERAGE,
    COVERAGE_KEYS,
    DAY_KEYS,
    GROSS,
    MEASURES,
    PRODUCT_DAY_KEYS,
    added,
)
from souk.kernel.work import Work

_AMOUNTS = ", ".join(MEASURES.values())
_IS_KEPT = "l.is_eligible and case when l.is_simple then l.quantity > 0 else coalesce(k.units > 0, false) end"


def _add(table: str, keys: Sequence[str], columns: Sequence[str], rows: str) -> dict[bool, TextClause]:
    """Add the sums of `rows` (keys and columns, in their order) to a rollup; for few and for many."""
    names = ", ".join(keys)
    return {
        large: text(f"""
        with moved as materialized (
            select {names}, {", ".join(f"total({name}) as {name}" for name in columns)}
            from ({rows}) told ({names}, {", ".join(columns)}) group by {names}
        ), already as (select true as any_day),
        {added(table, keys, columns, moved="moved", large=large)}
        select count(*) from moved
        """)
        for large in (False, True)
    }


# Which (line, campaign) pairs count now and counted before; orders and items are moved by the difference.
_COUNTED = f"""
    select l.order_id, l.product_id, l.day, l.currency, unnest(l.campaign_ids) as campaign_id, 1 as sign,
           l.sold_profit is null as without_cost
    from att_line l left join att_kept k using (order_item_id) where {_IS_KEPT}
    union all
    select l.order_id, l.was_product_id, l.was_day, l.was_currency, unnest(l.was_campaign_ids), -1,
           not l.was_cost_known
    from att_line l where l.is_known and l.was_kept"""


def _sales(table: str, keys: Sequence[str]) -> dict[bool, TextClause]:
    """What was sold, and how many orders and lines count now that did not before."""
    names = ", ".join(keys)
    return _add(
        table,
        keys,
        GROSS,
        f"""
        select {names}, {_AMOUNTS}, 0, 0, 0 from att_delta where cause = 'sale'
        union all
        select {names}, {", ".join("0" for _ in MEASURES)},
               (now > 0)::int - (before > 0)::int, now - before, without_cost
        from (
            select {names}, order_id,
                   count(*) filter (where sign = 1) as now,
                   count(*) filter (where sign = -1) as before,
                   coalesce(sum(sign) filter (where without_cost), 0) as without_cost
            from ({_COUNTED}) counted group by {names}, order_id
        ) by_order
        where now <> before or without_cost <> 0
        """,
    )


def _back(table: str, keys: Sequence[str], prefix: str, day: str) -> dict[bool, TextClause]:
    """What refunds, cancellations and reinstatements did."""
    told = ", ".join(day if key == "day" else key for key in keys)
    columns = [f"{prefix}_{name}" for name in MEASURES]
    return _add(table, keys, columns, f"select {told}, {_AMOUNTS} from att_delta where cause <> 'sale'")


_SALES_BY_DAY = _sales("attribution_day", DAY_KEYS)
_SALES_BY_PRODUCT_DAY = _sales("attribution_product_day", PRODUCT_DAY_KEYS)
_ANY_BACK = text("select exists (select 1 from att_delta where cause <> 'sale')")
_BACK_BY_DAY = _back("attribution_day", DAY_KEYS, "back", "day")
_BACK_BY_EVENT_DAY = _back("attribution_day", DAY_KEYS, "event", "(event_at at time zone :zone)::date")
_BACK_BY_PRODUCT_DAY = _back("attribution_product_day", PRODUCT_DAY_KEYS, "back", "day")

_COVERED = _add(
    "attribution_coverage_day",
    COVERAGE_KEYS,
    COVERAGE,
    f"""
    select l.day, l.matched, l.currency, 1, (l.sold_profit is null)::int,
           case when l.is_simple then l.sold_for else k.revenue end
    from att_line l left join att_kept k using (order_item_id) where {_IS_KEPT}
    union all
    select was_day, was_matched, was_currency, -1, -(not was_cost_known)::int, -was_revenue
    from att_line where is_known and was_kept
    """,
)

# A line that is no sale any more (its product was taken away) keeps a summary of nothing, with product 0:
# should it become one again, it is matched anew against what the ledger already says of it.
_SUMMARIES = text(f"""
    insert into attribution_summary (
        tenant_id, order_item_id, order_id, product_id, sale_at, matched, is_kept, cost_known,
        revenue_minor, currency, campaign_ids, mapping_ids, computed_at)
    select :tenant_id, order_item_id, order_id, product, sale_at, matched, is_kept, knows_cost, revenue,
           currency, campaign_ids, mapping_ids, :recorded_at
    from (
        select l.*, case when l.is_eligible then l.product_id else 0 end as product,
               {_IS_KEPT} as is_kept, l.sold_profit is not null as knows_cost,
               case when not l.is_eligible then 0 when l.is_simple then l.sold_for
                    else coalesce(k.revenue, 0) end as revenue
        from att_line l left join att_kept k using (order_item_id)
    ) told
    where not is_known
       or (product, sale_at, matched, is_kept, knows_cost, revenue, currency)
          is distinct from (was_product_id, was_sale_at, was_matched, was_kept, was_cost_known,
                            was_revenue, was_currency)
       or campaign_ids is distinct from was_campaign_ids or mapping_ids is distinct from was_mapping_ids
    order by order_item_id
    on conflict (tenant_id, order_item_id) do update
    set product_id = excluded.product_id, sale_at = excluded.sale_at, matched = excluded.matched,
        is_kept = excluded.is_kept, cost_known = excluded.cost_known,
        revenue_minor = excluded.revenue_minor, currency = excluded.currency,
        campaign_ids = excluded.campaign_ids, mapping_ids = excluded.mapping_ids,
        computed_at = excluded.computed_at
""")


async def roll_up_differences(work: Work, *, recorded_at: datetime, large: bool) -> None:
    """Move the rollups and the summaries by the differences just appended."""
    session, tenant = work.session, {"tenant_id": work.tenant_id}
    await session.execute(_SALES_BY_DAY[large], tenant)
    await session.execute(_SALES_BY_PRODUCT_DAY[large], tenant)
    if (await session.execute(_ANY_BACK)).scalar_one():
        await session.execute(_BACK_BY_DAY[large], tenant)
        await session.execute(_BACK_BY_EVENT_DAY[large], {**tenant, "zone": work.scope.timezone})
        await session.execute(_BACK_BY_PRODUCT_DAY[large], tenant)
    await session.execute(_COVERED[large], tenant)
    await session.execute(_SUMMARIES, {**tenant, "recorded_at": recorded_at})
