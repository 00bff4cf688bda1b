"""The temporary tables through which the steps hand on."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TABLES = {
    "att_scope": "order_id bigint",
    "att_turn": "order_id bigint, change_id bigint, changed_at timestamptz, place bigint",
    "att_refund": """
        order_item_id bigint, refund_id bigint, refunded_at timestamptz, voided_at timestamptz,
        quantity bigint, amount_minor bigint""",
    "att_line": """
        order_item_id bigint, order_id bigint, product_id bigint, parent_id bigint, sale_at timestamptz,
        quantity bigint, unit_price numeric, line_total bigint, discount bigint, tax bigint,
        unit_cost numeric, rate numeric, currency text, day date, sold_for bigint, sold_tax bigint,
        is_eligible boolean, is_simple boolean, keeps_match boolean, is_known boolean,
        was_product_id bigint, was_sale_at timestamptz, was_day date,
        was_matched smallint, was_kept boolean, was_cost_known boolean, was_revenue bigint,
        was_currency text, was_campaign_ids bigint[], was_mapping_ids bigint[]""",
    "att_match": "order_item_id bigint, campaign_id bigint, mapping_id bigint, k bigint, place bigint",
    "att_point": """
        order_item_id bigint, n bigint, cause text, event_at timestamptz,
        units bigint, revenue bigint, tax bigint, profit bigint,
        units_before bigint, revenue_before bigint, tax_before bigint, profit_before bigint""",
    "att_now": """
        order_item_id bigint, matched smallint, is_kept boolean, cost_known boolean, revenue bigint,
        campaign_ids bigint[], mapping_ids bigint[]""",
    "att_delta": """
        order_item_id bigint, order_id bigint, campaign_id bigint, product_id bigint, mapping_id bigint,
        sale_at timestamptz, day date, event_at timestamptz, cause text, currency text, matched smallint,
        revision smallint, is_first boolean, units_full bigint, units_split bigint, revenue_full bigint,
        revenue_split bigint, tax_full bigint, tax_split bigint, profit_full bigint, profit_split bigint""",
}


async def open_tables(session: AsyncSession) -> None:
    """Make the tables once for a connection, and empty them for this computation."""
    for name, columns in _TABLES.items():
        await session.execute(
            text(f"create temporary table if not exists {name} ({columns}) on commit delete rows")
        )
    await session.execute(text(f"truncate {', '.join(f'pg_temp.{name}' for name in _TABLES)}"))


async def count_up(session: AsyncSession, *tables: str) -> None:
    """Let the planner know how much a step has written; autovacuum does not look at temporary tables.

    The first column is enough: it is what the steps join by.
    """
    for table in tables:
        key = _TABLES[table].split(maxsplit=1)[0]
        await session.execute(text(f"analyze pg_temp.{table} ({key})"))
