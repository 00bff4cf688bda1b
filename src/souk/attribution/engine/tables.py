"""The temporary tables through which the steps hand on."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TABLES = {
    "att_scope": "order_id bigint, sale_at timestamptz",
    "att_turn": "order_id bigint, change_id bigint, changed_at timestamptz, place bigint",
    "att_refund": """
        order_item_id bigint, order_id bigint, refund_id bigint, refunded_at timestamptz,
        voided_at timestamptz, quantity bigint, amount_minor bigint""",
    "att_line": """
        order_item_id bigint, order_id bigint, product_id bigint, sale_at timestamptz, day date,
        currency text, quantity bigint, sold_for bigint, sold_tax bigint, sold_profit bigint,
        is_eligible boolean, is_simple boolean, is_known boolean,
        matched smallint, campaign_ids bigint[], mapping_ids bigint[],
        unit_price numeric, line_total bigint, discount bigint, tax bigint, unit_cost numeric, rate numeric,
        was_product_id bigint, was_sale_at timestamptz, was_day date, was_matched smallint,
        was_kept boolean, was_cost_known boolean, was_revenue bigint, was_currency text,
        was_campaign_ids bigint[], was_mapping_ids bigint[]""",
    "att_point": """
        order_item_id bigint, n bigint, cause text, event_at timestamptz,
        units bigint, revenue bigint, tax bigint, profit bigint,
        units_before bigint, revenue_before bigint, tax_before bigint, profit_before bigint""",
    "att_kept": "order_item_id bigint, units bigint, revenue bigint",
    "att_delta": """
        order_item_id bigint, order_id bigint, campaign_id bigint, product_id bigint, mapping_id bigint,
        sale_at timestamptz, day date, event_at timestamptz, cause text, currency text, matched smallint,
        revision smallint, is_first boolean, units_full bigint, units_split bigint, revenue_full bigint,
        revenue_split bigint, tax_full bigint, tax_split bigint, profit_full bigint, profit_split bigint""",
}

# A page of a few orders is planned as a few orders, not as the hundreds that would fit on it.
_THIN = {"att_scope": "with (fillfactor = 10)"}

LINE_COLUMNS = tuple(column.split()[0] for column in _TABLES["att_line"].split(","))

_ARE_THERE = text("select to_regclass('pg_temp.att_delta') is not null")
_ANY_LEFT = text("select exists (select from pg_temp.att_scope)")


async def open_tables(session: AsyncSession) -> None:
    """Make the tables once for a connection; empty them where this transaction has computed before."""
    if not (await session.execute(_ARE_THERE)).scalar_one():
        for name, columns in _TABLES.items():
            await session.execute(
                text(f"create temporary table {name} ({columns}) {_THIN.get(name, '')} on commit delete rows")
            )
        # Counted while empty, a table is planned by the pages it has, not by the ten of a table unknown.
        await session.execute(text(f"analyze {', '.join(f'pg_temp.{name}' for name in _TABLES)}"))
    elif (await session.execute(_ANY_LEFT)).scalar_one():
        for name in _TABLES:
            await session.execute(text(f"delete from pg_temp.{name}"))


async def count_up(session: AsyncSession, *tables: str) -> None:
    """Let the planner know how much a step has written; autovacuum does not look at temporary tables.

    The first column is enough: it is what the steps join by.
    """
    for table in tables:
        key = _TABLES[table].split(maxsplit=1)[0]
        await session.execute(text(f"analyze pg_temp.{table} ({key})"))
