"""Batches by product and code, and the statement that writes many."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.db.recordset import as_json, recordset

Key = tuple[int, str]

_FIND = f"""
    select batch.id, batch.product_id, batch.code, unit_cost_minor, currency, received_at
    from product_batch batch
    join {recordset({"product_id": "bigint", "code": "text"})} using (product_id, code)
    where tenant_id = :tenant_id
    order by id
"""
_COLUMNS = {
    "product_id": "bigint",
    "code": "text",
    "unit_cost_minor": "numeric",
    "currency": "text",
    "received_at": "timestamptz",
}
# Ids are drawn in the order given, rows are written in the order of their keys (see `products`).
_WRITE = text(f"""
    with given as materialized (
        select nextval('product_batch_id_seq') as id, given.* from {recordset(_COLUMNS)}
    )
    insert into product_batch as batch
        (tenant_id, id, product_id, code, unit_cost_minor, currency, received_at)
    select :tenant_id, id, product_id, code, unit_cost_minor, currency, received_at
    from given order by product_id, code
    on conflict (tenant_id, product_id, code) do update
    set unit_cost_minor = excluded.unit_cost_minor, currency = excluded.currency,
        received_at = excluded.received_at, version = batch.version + 1, updated_at = now()
    where (batch.unit_cost_minor, batch.currency, batch.received_at)
        is distinct from (excluded.unit_cost_minor, excluded.currency, excluded.received_at)
    returning id, product_id, code, unit_cost_minor, currency, received_at
""")


async def batches_by_code(
    session: AsyncSession, tenant_id: int, keys: Iterable[Key], *, lock: bool = False
) -> dict[Key, dict[str, Any]]:
    """The batches there are, by product and code; with `lock`, held against other writers."""
    rows = [{"product_id": product_id, "code": code} for product_id, code in keys]
    statement = text(_FIND + (" for no key update of batch" if lock else ""))
    found = await session.execute(statement, {"tenant_id": tenant_id, "rows": as_json(rows)})
    return {(row["product_id"], row["code"]): dict(row) for row in found.mappings()}


async def write_batches(
    session: AsyncSession, tenant_id: int, rows: Iterable[Mapping[str, Any]]
) -> dict[Key, dict[str, Any]]:
    """Write batches, each product and code once. Returns those that were made or changed."""
    written = await session.execute(_WRITE, {"tenant_id": tenant_id, "rows": as_json(rows)})
    return {(row["product_id"], row["code"]): dict(row) for row in written.mappings()}
