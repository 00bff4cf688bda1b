"""Step 3: what was kept of a line, after the sale and after everything that happened to it since.

Kept revenue = round(kept quantity × unit price) − the kept part of the discount − refunds given as
amounts, never below zero; kept tax follows revenue; profit = kept revenue − kept tax − kept quantity ×
cost, unknown where the cost is. Half cents round away from zero. Amounts are converted at the order's
own rate, point by point, so that the shares add up in the currency that is reported.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# A line that was sold and nothing else, but has been looked at before.
_SIMPLE = text("""
    insert into att_point
    select order_item_id, 0, 'sale', sale_at, quantity, sold_for, sold_tax, sold_profit, 0, 0, 0, 0
    from att_line where is_eligible and is_simple
""")

_EVENTFUL = text("""
    insert into att_point
    with line as materialized (
        select * from att_line where is_eligible and not is_simple
    ), happening as (
        select order_item_id, order_id, 0 as turn, sale_at as at, 0 as step, 0::bigint as ref,
               'sale' as cause, 0::bigint as returned, 0::bigint as given_back, 0 as flips
        from line
        union all
        select l.order_item_id, l.order_id, 1, r.refunded_at, 1, r.refund_id, 'refund:' || r.refund_id,
               r.quantity, r.amount_minor, 0
        from line l join att_refund r on r.order_item_id = l.order_item_id
        union all
        select l.order_item_id, l.order_id, 1, t.changed_at, 2, t.change_id, 'status:' || t.change_id,
               0, 0, 1
        from line l join att_turn t on t.order_id = l.order_id and t.place > 1
        union all
        select l.order_item_id, l.order_id, 1, r.voided_at, 3, r.refund_id, 'void:' || r.refund_id,
               -r.quantity, -r.amount_minor, 0
        from line l join att_refund r on r.order_item_id = l.order_item_id
        where r.voided_at is not null
    ), told as (
        select order_item_id, cause, at, turn, step, ref,
               row_number() over told_in_order - 1 as n,
               sum(returned) over told_in_order as returned,
               sum(given_back) over told_in_order as given_back,
               -- the sale opens the count; every turn after it closes or reopens
               sum(flips) over told_in_order % 2 = 0 as counts
        from happening
        window told_in_order as (partition by order_item_id order by turn, at, step, ref
                                 rows between unbounded preceding and current row)
    ), kept as (
        select t.order_item_id, t.n, t.cause, t.at, l.unit_cost, l.rate, l.tax,
               l.line_total - l.discount as sold_for,
               case when t.counts then greatest(l.quantity - t.returned, 0) else 0 end as units,
               case when t.counts then greatest(0,
                        round(greatest(l.quantity - t.returned, 0) * l.unit_price)
                      - round(l.discount * greatest(l.quantity - t.returned, 0)::numeric
                              / nullif(l.quantity, 0))
                      - t.given_back)
                    else 0 end as revenue
        from told t join line l using (order_item_id)
    ), valued as (
        select order_item_id, n, cause, at, units, unit_cost,
               round(revenue * coalesce(rate, 1))::bigint as revenue,
               case when sold_for = 0 then 0
                    else round(tax * coalesce(rate, 1) * revenue / sold_for)::bigint end as tax
        from kept
    ), summed as (
        select order_item_id, n, cause, at, units::bigint, revenue, tax,
               revenue - tax - round(units * unit_cost)::bigint as profit
        from valued
    )
    select order_item_id, n, cause, at, units, revenue, tax, profit,
           coalesce(lag(units) over told_in_order, 0), coalesce(lag(revenue) over told_in_order, 0),
           coalesce(lag(tax) over told_in_order, 0), coalesce(lag(profit) over told_in_order, 0)
    from summed
    window told_in_order as (partition by order_item_id order by n)
""")

# What a line with a history comes to in the end, for the summary and the counts.
_KEPT = text("""
    insert into att_kept
    select distinct on (p.order_item_id) p.order_item_id, p.units, p.revenue
    from att_point p join att_line l using (order_item_id)
    where not l.is_simple
    order by p.order_item_id, p.n desc
""")


async def tell_points(session: AsyncSession) -> None:
    """Fill att_point and att_kept."""
    await session.execute(_SIMPLE)
    await session.execute(_EVENTFUL)
    await session.execute(_KEPT)
