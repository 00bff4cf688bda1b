"""The ledger against itself, its rollups and the sales it stands for."""

from collections.abc import Sequence

from sqlalchemy import text

from souk.kernel.work import ReadWork

_SUMS = ("units_full", "units_split_e4", "revenue_full", "revenue_split", "tax_full", "tax_split")


def _off(table: str, keys: str, ledger_keys: str) -> str:
    ledger = ", ".join(f"sum({name})::bigint as {name}" for name in _SUMS)
    rolled = ", ".join(f"gross_{name} + back_{name} as {name}" for name in _SUMS)
    differs = " or ".join(f"coalesce(l.{name}, 0) <> coalesce(r.{name}, 0)" for name in _SUMS)
    return f"""
        select count(*) from (
            select {ledger_keys}, {ledger} from attribution_entry
            group by {", ".join(str(n + 1) for n in range(len(keys.split(","))))}
        ) l full join (select {keys}, {rolled} from {table}) r using ({keys})
        where {differs}
    """


_CHECKS = {
    "attribution_days": (
        "the rollup by campaign and day is what the ledger adds up to",
        _off(
            "attribution_day",
            "campaign_id, day, currency",
            "campaign_id, (sale_at at time zone :zone)::date as day, currency",
        ),
    ),
    "attribution_product_days": (
        "the rollup by campaign, product and day is what the ledger adds up to",
        _off(
            "attribution_product_day",
            "campaign_id, product_id, day, currency",
            "campaign_id, product_id, (sale_at at time zone :zone)::date as day, currency",
        ),
    ),
    "split_equals_sales": (
        "the split credits of a line add up to what is kept of it",
        """
        select count(*) from attribution_summary s
        left join (select order_item_id, currency, sum(revenue_split) as revenue
                   from attribution_entry group by order_item_id, currency) e
             on e.order_item_id = s.order_item_id and e.currency = s.currency
        where s.matched > 0 and coalesce(e.revenue, 0) <> s.revenue_minor
        """,
    ),
    "attribution_orphans": (
        "every entry of the ledger has its campaign and its line",
        """
        select count(*) from attribution_entry e
        where not exists (select 1 from ad_campaign c
                          where c.tenant_id = e.tenant_id and c.id = e.campaign_id)
           or not exists (select 1 from attribution_summary s
                          where s.tenant_id = e.tenant_id and s.order_item_id = e.order_item_id)
        """,
    ),
    "status_spans": (
        "an ad campaign's status is the last of its history, without gaps",
        """
        select count(*) from ad_campaign c
        left join lateral (
            select status from ad_campaign_status_span s
            where s.tenant_id = c.tenant_id and s.campaign_id = c.id and s.valid_to is null
        ) last on true
        where c.status is distinct from last.status
        """,
    ),
}


async def ledger_checks(work: ReadWork) -> Sequence[tuple[str, str, int]]:
    """(name, what must hold, how many break it)."""
    return [
        (
            name,
            meaning,
            int((await work.session.execute(text(statement), _values(work, statement))).scalar_one()),
        )
        for name, (meaning, statement) in _CHECKS.items()
    ]


def _values(work: ReadWork, statement: str) -> dict[str, str]:
    return {"zone": work.scope.timezone} if ":zone" in statement else {}
