"""What products cost and were priced at, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.db.recordset import as_json, recordset

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class History:
    """One of the two histories: its table, its value, and the product's column that holds the present one."""

    table: str
    value: str
    present: str
    kind: str

    def statement(self, sql: str) -> TextClause:
        return text(sql.format(table=self.table, value=self.value, present=self.present, given=self._given()))

    def _given(self) -> str:
        return recordset(
            {
                "product_id": "bigint",
                "valid_from": "timestamptz",
                "value": self.kind,
                "currency": "text",
            }
        )


PRICES = History("product_price", "price_minor", "base_price_minor", "bigint")
COSTS = History("product_cost", "unit_cost_minor", "unit_cost_minor", "numeric")

# The new span ends where the next begins, the one that held then ends where the new one begins; what is
# said of the beginning of a span replaces what was said.
_PUT = """
    with given as materialized (select * from {given}),
    put as (
        insert into {table} as span (tenant_id, product_id, valid_from, valid_to, {value}, currency)
        select :tenant_id, product_id, valid_from,
               (select min(later.valid_from) from {table} later
                where later.tenant_id = :tenant_id and later.product_id = given.product_id
                  and later.valid_from > given.valid_from),
               value, currency
        from given
        on conflict (tenant_id, product_id, valid_from) do update
        set {value} = excluded.{value}, currency = excluded.currency, recorded_at = now()
        where (span.{value}, span.currency) is distinct from (excluded.{value}, excluded.currency)
        returning product_id, valid_from
    ),
    closed as (
        update {table} span set valid_to = given.valid_from from given
        where span.tenant_id = :tenant_id and span.product_id = given.product_id
          and span.valid_from < given.valid_from
          and (span.valid_to is null or span.valid_to > given.valid_from)
    )
    select product_id, valid_from from put
"""
_REMOVE = """
    with gone as (
        delete from {table} span using {given}
        where span.tenant_id = :tenant_id and span.product_id = given.product_id
          and span.valid_from = given.valid_from
        returning span.product_id, span.valid_from, span.valid_to
    ),
    reopened as (
        update {table} span set valid_to = gone.valid_to from gone
        where span.tenant_id = :tenant_id and span.product_id = gone.product_id
          and span.valid_to = gone.valid_from
    )
    select product_id, valid_from from gone
"""
_LATEST = """
    select distinct on (product_id) product_id, valid_from, {value} as value, currency
    from {table} where tenant_id = :tenant_id and product_id = any(:product_ids)
    order by product_id, valid_from desc
"""
_AT = """
    select given.product_id, given.valid_from, held.value, held.currency, held.product_id is not null as known
    from {given}
    left join (select product_id, valid_from, {value} as value, currency from {table}
               where tenant_id = :tenant_id) held using (product_id, valid_from)
"""
_HELD = """
    select {value} as value, currency from {table}
    where tenant_id = :tenant_id and product_id = :product_id
      and valid_from <= :at and (valid_to is null or valid_to > :at)
"""


async def put(
    session: AsyncSession, tenant_id: int, history: History, points: Iterable[Mapping[str, Any]]
) -> None:
    """Say what holds from an instant on (`product_id, valid_from, value, currency`), once a product.

    The span that held then ends there. The products are held by the caller.
    """
    await session.execute(history.statement(_PUT), {"tenant_id": tenant_id, "rows": as_json(points)})


async def remove(
    session: AsyncSession, tenant_id: int, history: History, points: Iterable[Mapping[str, Any]]
) -> None:
    """Forget what was said of an instant, once a product: the span before goes on."""
    await session.execute(history.statement(_REMOVE), {"tenant_id": tenant_id, "rows": as_json(points)})


async def latest(
    session: AsyncSession, tenant_id: int, history: History, product_ids: Iterable[int]
) -> dict[int, Row]:
    """The last thing said of each product: `valid_from, value, currency`. It holds now."""
    rows = await session.execute(
        history.statement(_LATEST), {"tenant_id": tenant_id, "product_ids": list(product_ids)}
    )
    return {row["product_id"]: dict(row) for row in rows.mappings()}


async def said_at(
    session: AsyncSession, tenant_id: int, history: History, points: Iterable[Mapping[str, Any]]
) -> dict[tuple[int, datetime], Row]:
    """What was said of exactly these instants (`value, currency`), where anything was."""
    rows = await session.execute(history.statement(_AT), {"tenant_id": tenant_id, "rows": as_json(points)})
    return {(row["product_id"], row["valid_from"]): dict(row) for row in rows.mappings() if row["known"]}


async def held_at(
    session: AsyncSession, tenant_id: int, history: History, product_id: int, at: datetime
) -> Row | None:
    """What held for a product at an instant: `value, currency`; None where nothing was said before."""
    found = await session.execute(
        history.statement(_HELD), {"tenant_id": tenant_id, "product_id": product_id, "at": at}
    )
    row = found.mappings().one_or_none()
    return dict(row) if row is not None else None
