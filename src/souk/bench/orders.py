"""`souk bench orders`: orders placed through the one intake, against bare inserts of the same rows."""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import set_json_loads

from souk.bench.rows import Goal, Row, paired, spread_of
from souk.bench.scratch import CURRENCY, Scratch, scratch
from souk.bench.shop import BEGINS, PRODUCTS, stock_up
from souk.orders.public import LineDraft, OrderDraft, OrderStatus, place_orders

ORDERS = 1_000
"""At 1 ×."""
LINES = 5
BATCH = 20
RUNS = 3
_WRITTEN = ("sales_order", "order_item", "order_status_change", "event_log")

Say = Callable[[str], None]


async def bench(admin_url: str, scales: Sequence[int], *, say: Say, orders: int = ORDERS) -> list[Row]:
    rows = []
    for scale in scales:
        say(f"orders: {orders * scale:,} of {LINES} lines, {BATCH} a transaction")
        async with scratch(admin_url) as made:
            await stock_up(made)
            rows.append(await _measure(made, scale, orders * scale))
    return rows


async def _measure(made: Scratch, scale: int, count: int) -> Row:
    ours: list[float] = []
    theirs: list[float] = []
    await _place(made, BATCH, run=0)
    for run in range(1, RUNS + 1):
        before = _highest(made)
        begun = time.perf_counter()
        await _place(made, count, run=run)
        ours.append(count / (time.perf_counter() - begun))
        theirs.append(count / await asyncio.to_thread(_bare_inserts, made, before))
    return Row(
        f"order ingestion, {BATCH} a transaction, events included",
        f"{scale} × ({count:,} orders of {LINES} lines)",
        statistics.median(ours),
        "orders/s",
        f"bare inserts of the same rows: {statistics.median(theirs):,.0f} orders/s",
        paired(ours, theirs),
        (Goal(0.3, at_most=False, of="ratio"),),
        spread_of(ours),
    )


async def _place(made: Scratch, count: int, *, run: int) -> None:
    for first in range(0, count, BATCH):
        drafts = [_draft(run, number) for number in range(first, min(first + BATCH, count))]
        async with made.database.work(made.tenant_id) as work:
            await place_orders(work, drafts)


def _draft(run: int, number: int) -> OrderDraft:
    return OrderDraft(
        currency=CURRENCY,
        placed_at=BEGINS + timedelta(seconds=number),
        marketplace="bench",
        external_id=f"{run}-{number}",
        status=OrderStatus.CONFIRMED,
        lines=tuple(
            LineDraft(
                sku=f"sku-{1 + (number * LINES + line) * 7 % PRODUCTS}",
                quantity=1 + line,
                unit_price_minor=Decimal(995),
            )
            for line in range(LINES)
        ),
    )


def _highest(made: Scratch) -> dict[str, int]:
    with psycopg.connect(made.urls.backup) as reader:
        found = {
            table: reader.execute(
                sql.SQL("select coalesce(max(id), 0) from {}").format(sql.Identifier(table))
            ).fetchone()
            for table in _WRITTEN
        }
    return {table: row[0] if row else 0 for table, row in found.items()}


def _bare_inserts(made: Scratch, before: dict[str, int]) -> float:
    """Insert the rows of the last run into tables like theirs, with their indexes and without foreign keys,
    triggers and policies, in as many transactions. Returns the seconds of it.
    """
    with psycopg.connect(made.urls.backup) as reader:
        set_json_loads(_as_it_is, reader)
        rows = {table: _rows_after(reader, table, before[table]) for table in _WRITTEN}
    transactions = max(1, len(rows["sales_order"]) // BATCH)
    with psycopg.connect(made.urls.owner) as owner:
        inserts = {table: _copy_of(owner, table, rows[table]) for table in _WRITTEN}
        owner.commit()
        begun = time.perf_counter()
        parts = {table: _parts(rows[table], transactions) for table in _WRITTEN}
        with owner.cursor() as cursor:
            for _ in range(transactions):
                for table in _WRITTEN:
                    cursor.executemany(inserts[table], next(parts[table]))
                owner.commit()
        seconds = time.perf_counter() - begun
        for table in _WRITTEN:
            owner.execute(sql.SQL("drop table {}").format(sql.Identifier(f"bench_{table}")))
        owner.commit()
    return seconds


def _as_it_is(json: str | bytes) -> str:
    return json if isinstance(json, str) else json.decode()


def _rows_after(reader: psycopg.Connection, table: str, highest: int) -> list[tuple[Any, ...]]:
    statement = sql.SQL("select * from {} where id > %s order by id").format(sql.Identifier(table))
    return reader.execute(statement, [highest]).fetchall()


def _copy_of(owner: psycopg.Connection, table: str, rows: Sequence[Sequence[Any]]) -> sql.Composed:
    """Make the table to insert into. Returns the statement that inserts a row."""
    mine = sql.Identifier(f"bench_{table}")
    owner.execute(sql.SQL("create table {} (like {} including all)").format(mine, sql.Identifier(table)))
    places = sql.SQL(", ").join([sql.Placeholder()] * len(rows[0]))
    return sql.SQL("insert into {} overriding system value values ({})").format(mine, places)


def _parts(rows: Sequence[Any], count: int) -> Iterator[Sequence[Any]]:
    """`rows` in so many parts of nearly the same size."""
    for part in range(count):
        yield rows[len(rows) * part // count : len(rows) * (part + 1) // count]
