"""The ledger against itself, its rollups and the sales it stands for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from souk.attribution.engine.rollups import ROLLUPS
from souk.kernel.work import ReadWork


def _off(table: str) -> str:
    """How many rows of a rollup are not what the ledger and the summaries add up to, column by column."""
    keys, columns, rows = ROLLUPS[table]
    names = ", ".join(keys)
    differs = " or ".join(f"coalesce(told.{name}, 0) <> coalesce(kept.{name}, 0)" for name in columns)
    return f"""
        select count(*) from ({rows}) told
        full join (select {names}, {", ".join(columns)} from {table} where tenant_id = :tenant_id) kept
             using ({names})
        where {differs}
    """


_CHECKS = {
    "attribution_days": (
        "the rollup by campaign and day is what the ledger adds up to",
        _off("attribution_day"),
    ),
    "attribution_product_days": (
        "the rollup by campaign, product and day is what the ledger adds up to",
        _off("attribution_product_day"),
    ),
    "attribution_coverage_days": (
        "the rollup of what is credited and what is not is what the summaries add up to",
        _off("attribution_coverage_day"),
    ),
    "split_equals_sales": (
        "the split credits of a line add up to what is kept of it",
        """
        select count(*) from attribution_summary s
        left join (select order_item_id, currency, sum(revenue_split) as revenue
                   from attribution_entry where tenant_id = :tenant_id
                   group by order_item_id, currency) e
             on e.order_item_id = s.order_item_id and e.currency = s.currency
        where s.tenant_id = :tenant_id and s.matched > 0 and coalesce(e.revenue, 0) <> s.revenue_minor
        """,
    ),
    "attribution_orphans": (
        "every entry of the ledger has its campaign and its line",
        """
        select count(*) from attribution_entry e
        where e.tenant_id = :tenant_id and (
            not exists (select 1 from ad_campaign c
                        where c.tenant_id = e.tenant_id and c.id = e.campaign_id)
            or not exists (select 1 from attribution_summary s
                           where s.tenant_id = e.tenant_id and s.order_item_id = e.order_item_id))
        """,
    ),
    "status_spans": (
        "an ad campaign's status is the last of its history, without gaps",
        """
        select count(*) from ad_campaign c
        left join lateral (
            select max(status) filter (where valid_to is null) as status, count(*) as spans,
                   count(*) filter (where valid_to is not distinct from next_from) as joined
            from (
                select status, valid_to, lead(valid_from) over (order by valid_from) as next_from
                from ad_campaign_status_span s
                where s.tenant_id = c.tenant_id and s.campaign_id = c.id
            ) span
        ) told on true
        where c.tenant_id = :tenant_id
          and (c.status is distinct from told.status or told.joined <> told.spans)
        """,
    ),
}


async def ledger_checks(work: ReadWork) -> Sequence[tuple[str, str, int]]:
    """(name, what must hold, how many break it)."""
    asked = {"tenant_id": work.tenant_id, "zone": work.scope.timezone, "campaign_id": None}
    found = []
    for name, (meaning, statement) in _CHECKS.items():
        broken = (await work.session.execute(text(statement), _named_in(statement, asked))).scalar_one()
        found.append((name, meaning, int(broken)))
    return found


def _named_in(statement: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if f":{name}" in statement}
