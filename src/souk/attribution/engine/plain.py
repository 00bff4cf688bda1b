"""Plain lines, in one statement: into the ledger, the rollups and the summaries.

One pass hands its rows to the next in memory; through tables each would be written and read once more.
"""

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
    share,
)
from souk.attribution.engine.lines import Gathered, lines
from souk.attribution.engine.tables import LINE_COLUMNS
from souk.kernel.work import Work


def _split(amount: str) -> str:
    return share(amount, parts="matched", place="place")


# A product that stands on an order twice counts the order once. Both lines have the same campaigns, since
# they were sold at the same time; so the second of them is known before it is looked at by campaign.
_SALES = f"""
    twice as (
        select order_id, product_id, min(order_item_id) as first_id
        from line where is_plain and matched > 0 and quantity > 0
        group by order_id, product_id having count(*) > 1
    ), sale as materialized (
        select order_item_id, order_id, campaign_id, product_id, mapping_id, sale_at, day, currency, matched,
               quantity as units_full, {_split("(quantity * 10000)")} as units_split,
               sold_for as revenue_full, {_split("sold_for")} as revenue_split,
               sold_tax as tax_full, {_split("sold_tax")} as tax_split,
               sold_profit as profit_full, {_split("sold_profit")} as profit_split, opens_product
        from (
            select l.*, l.order_item_id is not distinct from coalesce(first_id, l.order_item_id)
                        as opens_product,
                   unnest(campaign_ids) as campaign_id, unnest(mapping_ids) as mapping_id,
                   generate_subscripts(campaign_ids, 1) as place
            from line l left join twice using (order_id, product_id)
            where is_plain and matched > 0 and quantity > 0
        ) credited
    )"""

_ENTRIES = """
    entry as (
        insert into attribution_entry (
            tenant_id, order_id, order_item_id, campaign_id, product_id, mapping_id, run_id, sale_at,
            event_at, recorded_at, units_full, units_split_e4, revenue_full, revenue_split, tax_full,
            tax_split, profit_full, profit_split, matched, revision, kind, cause, currency)
        select :tenant_id, order_id, order_item_id, campaign_id, product_id, mapping_id, :run_id, sale_at,
               sale_at, :recorded_at, units_full, units_split, revenue_full, revenue_split, tax_full,
               tax_split, profit_full, profit_split, matched, 0, 'credit', 'sale', currency
        from sale
    )"""

_MOVED = f"""
    by_product_day as materialized (
        select {", ".join(PRODUCT_DAY_KEYS)},
               {", ".join(f"total({amount}) as gross_{name}" for name, amount in MEASURES.items())},
               count(*) filter (where opens_product) as orders, count(*) as items,
               count(*) filter (where profit_full is null) as items_without_cost
        from sale group by {", ".join(PRODUCT_DAY_KEYS)}
    ), by_day as materialized (
        select {", ".join(DAY_KEYS)}, {", ".join(GROSS)}
        from (
            select {", ".join(DAY_KEYS)},
                   {", ".join(f"total({name}) as {name}" for name in GROSS if name != "orders")}
            from by_product_day group by {", ".join(DAY_KEYS)}
        ) amounts join (
            select {", ".join(DAY_KEYS)}, count(*) as orders
            from (select distinct order_id, {", ".join(DAY_KEYS)} from sale) order_of_day
            group by {", ".join(DAY_KEYS)}
        ) counts using ({", ".join(DAY_KEYS)})
    ), by_coverage as materialized (
        select {", ".join(COVERAGE_KEYS)}, count(*) as items,
               count(*) filter (where sold_profit is null) as items_without_cost,
               total(sold_for) as revenue_minor
        from line where is_plain and quantity > 0 group by {", ".join(COVERAGE_KEYS)}
    ), already as materialized (
        select exists (
            select from attribution_coverage_day c
            where c.tenant_id = :tenant_id
              and c.day between (select min(day) from by_coverage) and (select max(day) from by_coverage)
        ) as any_day
    )"""

_SUMMARIES = """
    summary as (
        insert into attribution_summary (
            tenant_id, order_item_id, order_id, product_id, sale_at, matched, is_kept, cost_known,
            revenue_minor, currency, campaign_ids, mapping_ids, computed_at)
        select :tenant_id, order_item_id, order_id, product_id, sale_at, matched, quantity > 0,
               sold_profit is not null, sold_for, currency, campaign_ids, mapping_ids, :recorded_at
        from line where is_plain
    )"""


def _plain(*, large: bool) -> TextClause:
    return text(f"""
    with {lines(large=large)},
    set_aside as (
        insert into att_line select {", ".join(LINE_COLUMNS)} from line where not is_plain
    ),
    {_SALES},
    {_ENTRIES},
    {_MOVED},
    {added("attribution_product_day", PRODUCT_DAY_KEYS, GROSS, moved="by_product_day", large=large)},
    {added("attribution_day", DAY_KEYS, GROSS, moved="by_day", large=large)},
    {added("attribution_coverage_day", COVERAGE_KEYS, COVERAGE, moved="by_coverage", large=large)},
    {_SUMMARIES}
    select count(*) filter (where is_plain) as plain, count(*) filter (where not is_plain) as others,
           (select count(*) from sale) as entries
    from line
    """)


_PLAIN = {large: _plain(large=large) for large in (False, True)}


async def credit_plain_lines(
    work: Work, *, keeps_match: bool, run_id: int | None, recorded_at: datetime, large: bool
) -> Gathered:
    """Credit what is plain and fill att_line with all other lines. Whole orders are looked at, always.

    `keeps_match` leaves a line with the campaigns it was matched to before, as long as its product and
    time of sale are the same: only an explicit recompute matches anew.
    """
    values = {
        "tenant_id": work.tenant_id,
        "zone": work.scope.timezone,
        "keeps_match": keeps_match,
        "run_id": run_id,
        "recorded_at": recorded_at,
    }
    row = (await work.session.execute(_PLAIN[large], values)).one()
    return Gathered(plain=row.plain, others=row.others, entries=row.entries)
