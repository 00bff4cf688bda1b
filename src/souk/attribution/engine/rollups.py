"""What the rollups have to say, told anew from the ledger and the summaries.

Day by day they are moved by differences, which is quick; here they are added up from nothing, which is
how they are rebuilt, and what the nightly check holds them against. Those by campaign are narrowed down to
one with `:campaign_id`, or are of all of them where it is null.
"""

from collections.abc import Sequence

from souk.attribution.engine.amounts import (
    COVERAGE,
    COVERAGE_KEYS,
    DAY_KEYS,
    GROSS,
    MEASURES,
    PRODUCT_DAY_KEYS,
)

BACK = tuple(f"back_{name}" for name in MEASURES)
EVENT = tuple(f"event_{name}" for name in MEASURES)

_ENTRIES = """attribution_entry e where e.tenant_id = :tenant_id
              and (cast(:campaign_id as bigint) is null or e.campaign_id = :campaign_id)"""
_SALE_DAY = "(sale_at at time zone :zone)::date"
_EVENT_DAY = "(event_at at time zone :zone)::date"

# What counts is the summary's to say: a line is kept or not, its cost is known or not.
_COUNTED = f"""
    select s.order_id, s.product_id, (s.sale_at at time zone :zone)::date as day, s.currency, e.campaign_id,
           not s.cost_known as without_cost
    from (select distinct campaign_id, order_item_id from {_ENTRIES}) e
    join attribution_summary s on s.tenant_id = :tenant_id and s.order_item_id = e.order_item_id
    where s.is_kept and e.campaign_id = any(s.campaign_ids)"""


def _added_up(keys: Sequence[str], columns: Sequence[str]) -> str:
    """One row for each of `keys` from the entries and what counts."""

    def part(source: str, told: dict[str, str], *, day: str = _SALE_DAY, group: bool = False) -> str:
        key = ", ".join(day if name == "day" and not group else name for name in keys)
        amounts = ", ".join(f"{told.get(name, '0')} as {name}" for name in columns)
        grouped = f" group by {', '.join(keys)}" if group else ""
        return f"select {key}, {amounts} from {source}{grouped}"

    sold = {f"gross_{name}": f"case when cause = 'sale' then {name} end" for name in MEASURES}
    back = {f"back_{name}": f"case when cause <> 'sale' then {name} end" for name in MEASURES}
    event = {f"event_{name}": name for name in MEASURES}
    counts = {
        "orders": "count(distinct order_id)",
        "items": "count(*)",
        "items_without_cost": "count(*) filter (where without_cost)",
    }
    parts = [
        part(_ENTRIES, sold | back),
        *([part(f"{_ENTRIES} and cause <> 'sale'", event, day=_EVENT_DAY)] if EVENT[0] in columns else []),
        part(f"({_COUNTED}) counted", counts, group=True),
    ]
    names = ", ".join(keys)
    sums = ", ".join(f"total({name}) as {name}" for name in columns)
    return f"""
        select {names}, {sums}
        from ({" union all ".join(parts)}) told ({names}, {", ".join(columns)})
        group by {names}"""


DAYS = _added_up(DAY_KEYS, (*GROSS, *BACK, *EVENT))
"""The rows of attribution_day."""
PRODUCT_DAYS = _added_up(PRODUCT_DAY_KEYS, (*GROSS, *BACK))
"""The rows of attribution_product_day."""
COVERAGE_DAYS = """
    select (sale_at at time zone :zone)::date as day, matched, currency, count(*) as items,
           count(*) filter (where not cost_known) as items_without_cost,
           total(revenue_minor) as revenue_minor
    from attribution_summary where tenant_id = :tenant_id and is_kept
    group by 1, 2, 3"""
"""The rows of attribution_coverage_day."""

ROLLUPS = {
    "attribution_day": (DAY_KEYS, (*GROSS, *BACK, *EVENT), DAYS),
    "attribution_product_day": (PRODUCT_DAY_KEYS, (*GROSS, *BACK), PRODUCT_DAYS),
    "attribution_coverage_day": (COVERAGE_KEYS, COVERAGE, COVERAGE_DAYS),
}
"""Keys, columns and rows of each rollup."""
