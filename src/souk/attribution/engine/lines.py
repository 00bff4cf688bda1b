"""Step 1: which order lines are looked at, with what is known of them now and was at the last time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from souk.attribution.engine.matches import matched
from souk.attribution.engine.tables import count_up
from souk.catalog.public import batch_rows, cost_spans, product_parents
from souk.kernel.db.parts import as_part
from souk.kernel.money import currencies, minor_digits
from souk.orders.public import line_rows, order_rows, refund_rows, status_change_rows

_ODD_DIGITS = {code: minor_digits(code) for code in sorted(currencies()) if minor_digits(code) != 2}


def _digits(currency: str) -> str:
    """The decimals of a currency in SQL: two, but for those that have none or three."""
    odd = " ".join(f"when '{code}' then {digits}" for code, digits in _ODD_DIGITS.items())
    return f"(case {currency} {odd} else 2 end)"


_NAMED = text(f"""
    insert into att_scope
    select order_id, placed_at from ({as_part(order_rows())}) o where order_id = any(:order_ids)
""").bindparams(bindparam("order_ids", type_=ARRAY(BigInteger)))
_WINDOW = text(f"""
    insert into att_scope
    select order_id, placed_at from ({as_part(order_rows())}) o
    where placed_at >= :start and placed_at < :end and status = any(:statuses)
""").bindparams(bindparam("statuses", type_=ARRAY(Text)))

# The turns of an order between counting and not counting. The first, place 1, is the sale; whatever
# comes after it closes or reopens what was credited.
_TURNS = text(f"""
    insert into att_turn
    with told as (
        select c.order_id, c.change_id, c.changed_at, c.after = any(:countable) as counts
        from ({as_part(status_change_rows())}) c join att_scope using (order_id)
    ), flagged as (
        select *, lag(counts, 1, false) over (partition by order_id order by changed_at, change_id) as before
        from told
    )
    select order_id, change_id, changed_at,
           row_number() over (partition by order_id order by changed_at, change_id)
    from flagged where counts is distinct from before
""").bindparams(bindparam("countable", type_=ARRAY(Text)))

_REFUNDS = text(f"""
    insert into att_refund
    select r.order_item_id, order_id, r.refund_id, r.refunded_at, r.voided_at,
           sum(r.quantity), sum(r.amount_minor)
    from ({as_part(refund_rows())}) r join att_scope using (order_id)
    where r.order_item_id is not null
    group by r.order_item_id, order_id, r.refund_id, r.refunded_at, r.voided_at
""")


def lines(*, large: bool) -> str:
    """CTEs that end in `line`: the columns of att_line, and `is_plain`."""
    return f"""
    -- A rate is of whole units for whole units; amounts are minor units, which are not everywhere cents.
    ordered as (
        select o.order_id, o.placed_at, (o.placed_at at time zone :zone)::date as day,
               o.currency, o.tax_included,
               case when o.currency = o.tenant_currency or o.exchange_rate is null then o.currency
                    else o.tenant_currency end as reported_in,
               case when o.currency <> o.tenant_currency
                    then o.exchange_rate * power(10::numeric, {_digits("o.tenant_currency")}
                                                            - {_digits("o.currency")}) end as rate,
               coalesce(t.opened, false) as opened,
               not coalesce(t.turned, false) and r.order_id is null as is_simple
        from att_scope
        join ({as_part(order_rows())}) o using (order_id)
        left join (
            select order_id, bool_or(place = 1) as opened, bool_or(place > 1) as turned
            from att_turn group by order_id
        ) t using (order_id)
        left join (select distinct order_id from att_refund) r using (order_id)
    ), told as materialized (
        select i.order_item_id, o.order_id, i.product_id, p.parent_id, o.placed_at as sale_at, o.day,
               o.reported_in as currency, i.quantity,
               case when o.rate is null then i.line_total_minor - i.discount_minor
                    else round((i.line_total_minor - i.discount_minor) * o.rate)::bigint end as sold_for,
               case when not o.tax_included or i.tax_minor is null
                         or i.line_total_minor = i.discount_minor then 0
                    when o.rate is null then i.tax_minor
                    else round(i.tax_minor * o.rate)::bigint end as sold_tax,
               case coalesce(i.cost_currency, b.currency, c.currency)
                    when o.reported_in then coalesce(i.unit_cost_minor, b.unit_cost_minor, c.unit_cost_minor)
                    when o.currency
                        then coalesce(i.unit_cost_minor, b.unit_cost_minor, c.unit_cost_minor) * o.rate
                    end as unit_cost,
               o.opened and i.kind = 'product' and i.product_id is not null as is_eligible, o.is_simple,
               i.unit_price_minor as unit_price, i.line_total_minor as line_total,
               i.discount_minor as discount,
               case when o.tax_included then coalesce(i.tax_minor, 0) else 0 end as tax, o.rate,
               s.order_item_id is not null as is_known,
               s.order_item_id is not null and :keeps_match
                   and s.product_id = i.product_id and s.sale_at = o.placed_at as keeps_match,
               s.product_id as was_product_id, s.sale_at as was_sale_at, s.matched as was_matched,
               (s.sale_at at time zone :zone)::date as was_day, s.is_kept as was_kept,
               s.cost_known as was_cost_known, s.revenue_minor as was_revenue, s.currency as was_currency,
               s.campaign_ids as was_campaign_ids, s.mapping_ids as was_mapping_ids
        from ordered o
        join ({as_part(line_rows())}) i using (order_id)
        left join ({as_part(product_parents())}) p on p.product_id = i.product_id
        -- What a unit cost was not known at the sale, and may be since: the batch's cost, else the product's.
        left join ({as_part(batch_rows())}) b on i.unit_cost_minor is null and b.batch_id = i.batch_id
             and b.product_id = i.product_id and b.unit_cost_minor is not null
        left join ({as_part(cost_spans())}) c on i.unit_cost_minor is null and c.product_id = i.product_id
             and c.valid_from <= o.placed_at and (c.valid_to is null or c.valid_to > o.placed_at)
        left join attribution_summary s on s.tenant_id = :tenant_id and s.order_item_id = i.order_item_id
        where (i.kind = 'product' and i.product_id is not null) or s.order_item_id is not null
    ), {matched(large=large)},
    line as materialized (
        select l.*, sold_for - sold_tax - round(quantity * unit_cost)::bigint as sold_profit,
               case when not is_eligible then 0 when keeps_match then was_matched
                    else coalesce(m.matched, 0) end as matched,
               case when not is_eligible then null when keeps_match then was_campaign_ids
                    else m.campaign_ids end as campaign_ids,
               case when not is_eligible then null when keeps_match then was_mapping_ids
                    else m.mapping_ids end as mapping_ids,
               -- An order counts once for a campaign, by whichever of its lines: they all go the same way.
               is_eligible and is_simple and order_id not in (select order_id from told where is_known)
                   as is_plain
        from told l left join matched m using (order_item_id)
    )"""


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many lines are looked at, and how many entries the plain ones have got."""

    plain: int
    others: int
    entries: int


async def scope_to_orders(session: AsyncSession, order_ids: Sequence[int]) -> None:
    """Look at these orders."""
    await session.execute(_NAMED, {"order_ids": list(order_ids)})


async def scope_to_window(
    session: AsyncSession, start: datetime, end: datetime, statuses: Sequence[str]
) -> None:
    """Look at the orders placed in `[start, end)` that are now in one of `statuses`."""
    await session.execute(_WINDOW, {"start": start, "end": end, "statuses": list(statuses)})


async def tell_history(session: AsyncSession, countable: Sequence[str], *, large: bool) -> None:
    """Fill att_turn and att_refund: what happened to the orders since they were placed."""
    await session.execute(_TURNS, {"countable": list(countable)})
    await session.execute(_REFUNDS)
    if large:
        await count_up(session, "att_turn", "att_refund")
