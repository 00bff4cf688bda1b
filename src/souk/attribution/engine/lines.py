"""Step 1: which order lines are looked at, with what is known of them now and was at the last time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from souk.catalog.public import cost_spans, product_parents
from souk.kernel.db.parts import as_part
from souk.kernel.money import currencies, minor_digits
from souk.kernel.work import Work
from souk.orders.public import line_rows, order_rows, refund_rows, status_change_rows

_ODD_DIGITS = {code: minor_digits(code) for code in sorted(currencies()) if minor_digits(code) != 2}


def _digits(currency: str) -> str:
    """The decimals of a currency in SQL: two, but for those that have none or three."""
    odd = " ".join(f"when '{code}' then {digits}" for code, digits in _ODD_DIGITS.items())
    return f"(case {currency} {odd} else 2 end)"


_NAMED = text("insert into att_scope select distinct unnest(:order_ids)").bindparams(
    bindparam("order_ids", type_=ARRAY(BigInteger))
)
_WINDOW = text(f"""
    insert into att_scope
    select order_id from ({as_part(order_rows())}) o
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
    select r.order_item_id, r.refund_id, r.refunded_at, r.voided_at, sum(r.quantity), sum(r.amount_minor)
    from ({as_part(refund_rows())}) r join att_scope using (order_id)
    where r.order_item_id is not null
    group by r.order_item_id, r.refund_id, r.refunded_at, r.voided_at
""")

_LINES = text(f"""
    insert into att_line
    -- A rate is of whole units for whole units; amounts are minor units, which are not everywhere cents.
    with ordered as (
        select o.order_id, o.placed_at, o.currency, o.tax_included,
               case when o.currency = o.tenant_currency or o.exchange_rate is null then o.currency
                    else o.tenant_currency end as reported_in,
               case when o.currency <> o.tenant_currency
                    then o.exchange_rate * power(10::numeric, {_digits("o.tenant_currency")}
                                                            - {_digits("o.currency")}) end as rate,
               coalesce(t.opened, false) as opened, coalesce(t.turned, false) as turned
        from ({as_part(order_rows())}) o join att_scope using (order_id)
        left join (
            select order_id, bool_or(place = 1) as opened, bool_or(place > 1) as turned
            from att_turn group by order_id
        ) t using (order_id)
    )
    select i.order_item_id, o.order_id, i.product_id, p.parent_id, o.placed_at, i.quantity,
           i.unit_price_minor, i.line_total_minor, i.discount_minor,
           case when o.tax_included then coalesce(i.tax_minor, 0) else 0 end,
           case coalesce(i.cost_currency, c.currency)
                when o.reported_in then coalesce(i.unit_cost_minor, c.unit_cost_minor)
                when o.currency then coalesce(i.unit_cost_minor, c.unit_cost_minor) * o.rate end,
           o.rate, o.reported_in, (o.placed_at at time zone :zone)::date,
           case when o.rate is null then i.line_total_minor - i.discount_minor
                else round((i.line_total_minor - i.discount_minor) * o.rate)::bigint end,
           case when not o.tax_included or i.tax_minor is null then 0
                when o.rate is null then i.tax_minor
                else round(i.tax_minor * o.rate)::bigint end,
           o.opened and i.kind = 'product' and i.product_id is not null,
           not o.turned and r.order_item_id is null,
           s.order_item_id is not null and :keeps_match
               and s.product_id = i.product_id and s.sale_at = o.placed_at,
           s.order_item_id is not null, s.product_id, s.sale_at, (s.sale_at at time zone :zone)::date,
           s.matched, s.is_kept, s.cost_known,
           s.revenue_minor, s.currency, s.campaign_ids, s.mapping_ids
    from ordered o
    join ({as_part(line_rows())}) i using (order_id)
    left join ({as_part(product_parents())}) p on p.product_id = i.product_id
    left join ({as_part(cost_spans())}) c on i.unit_cost_minor is null and c.product_id = i.product_id
         and c.valid_from <= o.placed_at and (c.valid_to is null or c.valid_to > o.placed_at)
    left join (select distinct order_item_id from att_refund) r using (order_item_id)
    left join attribution_summary s on s.tenant_id = :tenant_id and s.order_item_id = i.order_item_id
    where (i.kind = 'product' and i.product_id is not null) or s.order_item_id is not null
""")


async def scope_to_orders(session: AsyncSession, order_ids: Sequence[int]) -> None:
    """Look at these orders."""
    await session.execute(_NAMED, {"order_ids": list(order_ids)})


async def scope_to_window(
    session: AsyncSession, start: datetime, end: datetime, statuses: Sequence[str]
) -> None:
    """Look at the orders placed in `[start, end)` that are now in one of `statuses`."""
    await session.execute(_WINDOW, {"start": start, "end": end, "statuses": list(statuses)})


async def gather_lines(work: Work, countable: Sequence[str], *, keeps_match: bool) -> None:
    """Fill att_turn, att_refund and att_line. Whole orders are looked at, always.

    `keeps_match` leaves a line with the campaigns it was matched to before, as long as its product and
    time of sale are the same: only an explicit recompute matches anew.
    """
    await work.session.execute(_TURNS, {"countable": list(countable)})
    await work.session.execute(_REFUNDS)
    await work.session.execute(
        _LINES, {"tenant_id": work.tenant_id, "zone": work.scope.timezone, "keeps_match": keeps_match}
    )
