"""A shop out of arithmetic: the same rows for the same sizes, made by the server itself.

Everything that looks like chance is a hash of a row's number, so nothing is shipped and nothing is drawn.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import text

from souk.attribution.public import days_between
from souk.bench.scratch import CURRENCY, ZONE, Scratch, draw_on, fill, tidy
from souk.kernel.db.bulk import stage

BEGINS = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 365
YEAR = days_between(BEGINS.date(), (BEGINS + timedelta(days=DAYS + 20)).date(), ZONE)
"""With some days more: a real year out of a file is not exactly one."""
PRODUCTS = 3_800

_PRODUCTS = """
    insert into product (tenant_id, id, sku, sku_key, name, currency)
    overriding system value
    select :tenant_id, n, 'sku-' || n, 'sku-' || n, 'Product ' || n, :currency
    from generate_series(1, cast(:products as bigint)) n
"""
# One product in seven has no known cost, as in real shops.
_COSTS = """
    insert into product_cost (tenant_id, product_id, valid_from, unit_cost_minor, currency)
    select :tenant_id, n, timestamptz '2000-01-01 00:00Z', 30 + n % 500, :currency
    from generate_series(1, cast(:products as bigint)) n where n % 7 <> 0
"""
_ORDERS = """
    insert into sales_order (
        tenant_id, id, number, marketplace, external_id, status, progress, currency, placed_at, tax_included,
        total_minor, discount_minor, shipping_minor, tenant_currency, exchange_rate, fingerprint)
    overriding system value
    select :tenant_id, n, 'B-' || n, 'bench', 'B-' || n, 'completed', 'completed', :currency,
           cast(:begins as timestamptz) + n * (interval '1 day' * :days / cast(:orders as float)),
           true, 0, 0, 0, :currency, 1, ''
    from generate_series(1, cast(:orders as bigint)) n
"""
_STATUSES = """
    insert into order_status_change (
        tenant_id, order_id, after, asked, progress, changed_at, recorded_at, actor)
    select tenant_id, id, status, status, progress, placed_at, placed_at, 'bench' from sales_order order by id
"""
# Popular products sell more: the square of an even spread leans to the low numbers.
_LINES = """
    insert into order_item (
        tenant_id, id, order_id, placed_at, source_line_id, line_no, kind, product_id, sku_given, sku_key,
        name_given, quantity, unit_price_minor, line_total_minor, discount_minor)
    overriding system value
    select o.tenant_id, row_number() over (order by o.id, line), o.id, o.placed_at, line::text, line,
           'product', product, 'sku-' || product, 'sku-' || product, '', quantity, price, quantity * price, 0
    from sales_order o
    cross join generate_series(1, cast(:lines as bigint)) line
    cross join lateral (
        select abs(hashint8extended(o.id * 1000 + line, 1) % 1000000) / 1000000.0 as chance
    ) c
    cross join lateral (
        select 1 + floor(chance * chance * :products)::bigint as product,
               1 + abs(hashint8extended(o.id * 1000 + line, 2) % 12) as quantity
    ) p
    cross join lateral (select 95 + product % 1900 as price) v
"""
_CAMPAIGNS = """
    insert into ad_campaign (tenant_id, id, name, platform, status, starts_at, ends_at)
    overriding system value
    select :tenant_id, n, 'Campaign ' || n, 'google', 'ended', starts_at, ends_at
    from unnest(cast(:ids as bigint[]), cast(:starts as timestamptz[]), cast(:ends as timestamptz[]))
         as c (n, starts_at, ends_at)
"""
_SPANS = """
    insert into ad_campaign_status_span (tenant_id, campaign_id, status, valid_from, valid_to, actor)
    select tenant_id, id, 'running', starts_at, ends_at, 'bench' from ad_campaign
    union all
    select tenant_id, id, 'ended', ends_at, null, 'bench' from ad_campaign
"""
_OVERLAPPING = """
    insert into ad_campaign_product (tenant_id, campaign_id, product_id, effective_from)
    select distinct c.tenant_id, c.id, 1 + abs(hashint8extended(c.id * 1000 + n, 3) % :products), c.starts_at
    from ad_campaign c cross join generate_series(1, 220) n
"""
_THREE_EACH = """
    insert into ad_campaign_product (tenant_id, campaign_id, product_id, effective_from)
    select c.tenant_id, c.id, n, c.starts_at
    from ad_campaign c join generate_series(1, cast(:products as bigint)) n on n % :groups = c.id % :groups
"""
_FILLED = (
    "product",
    "product_cost",
    "sales_order",
    "order_item",
    "order_status_change",
    "ad_campaign",
    "ad_campaign_status_span",
    "ad_campaign_product",
)


@dataclass(frozen=True, slots=True)
class Sales:
    """`orders` of `lines` each, evenly over a year."""

    orders: int
    lines: int
    products: int = PRODUCTS


async def stock_up(scratch: Scratch, *, products: int = PRODUCTS) -> None:
    """Products with costs."""
    await fill(scratch, _PRODUCTS, products=products, currency=CURRENCY)
    await fill(scratch, _COSTS, products=products, currency=CURRENCY)
    draw_on(scratch, product=products)


async def sell(scratch: Scratch, sales: Sales) -> None:
    """Products with costs, and a year of completed orders."""
    await stock_up(scratch, products=sales.products)
    await fill(scratch, _ORDERS, orders=sales.orders, begins=BEGINS, days=DAYS, currency=CURRENCY)
    await fill(scratch, _STATUSES)
    await fill(scratch, _LINES, lines=sales.lines, products=sales.products)
    draw_on(scratch, sales_order=sales.orders, order_item=sales.orders * sales.lines)


async def advertise_overlapping(scratch: Scratch, *, products: int = PRODUCTS) -> None:
    """200 campaigns of two to eight weeks, each of 220 products: a real year's overlap."""
    await _campaigns(scratch, [(BEGINS + _days(n * 83 % 340), 14 + n * 37 % 46) for n in range(200)])
    await fill(scratch, _OVERLAPPING, products=products)
    tidy(scratch, *_FILLED)


async def advertise_three_each(scratch: Scratch, *, products: int = PRODUCTS) -> None:
    """30 campaigns of the whole year; every product stands in three of them."""
    await _campaigns(scratch, [(BEGINS, DAYS + 1) for _ in range(30)])
    await fill(scratch, _THREE_EACH, products=products, groups=10)
    tidy(scratch, *_FILLED)


async def _campaigns(scratch: Scratch, windows: list[tuple[datetime, int]]) -> None:
    await fill(
        scratch,
        _CAMPAIGNS,
        ids=list(range(1, len(windows) + 1)),
        starts=[begins - _days(1) for begins, _ in windows],
        ends=[begins + _days(length) for begins, length in windows],
    )
    await fill(scratch, _SPANS)


def _days(count: int) -> timedelta:
    return timedelta(days=count)


_STAGED = {
    "invoice": "text",
    "sku": "text",
    "placed_at": "timestamptz",
    "quantity": "bigint",
    "price": "numeric",
}
_FROM_FILE = (
    """
    insert into product (tenant_id, id, sku, sku_key, name, currency)
    overriding system value
    select :tenant_id, row_number() over (order by sku), sku, sku, sku, :currency
    from (select distinct sku from bench_line) s
    """,
    """
    insert into sales_order (
        tenant_id, id, number, marketplace, external_id, status, progress, currency, placed_at, tax_included,
        total_minor, discount_minor, shipping_minor, tenant_currency, exchange_rate, fingerprint)
    overriding system value
    select :tenant_id, row_number() over (order by min(ordinal)), invoice, 'bench', invoice, 'completed',
           'completed', :currency,
           min(placed_at) + (cast(:begins as timestamptz) - (select min(placed_at) from bench_line)), true,
           0, 0, 0, :currency, 1, ''
    from bench_line group by invoice
    """,
    """
    insert into order_item (
        tenant_id, id, order_id, placed_at, source_line_id, line_no, kind, product_id, sku_given, sku_key,
        name_given, quantity, unit_price_minor, line_total_minor, discount_minor)
    overriding system value
    select o.tenant_id, l.ordinal, o.id, o.placed_at, l.ordinal::text, l.ordinal, 'product', p.id, l.sku,
           l.sku, '', l.quantity, l.price, round(l.quantity * l.price), 0
    from bench_line l join sales_order o on o.number = l.invoice join product p on p.sku = l.sku
    order by l.ordinal
    """,
)


async def sell_from_file(scratch: Scratch, path: Path) -> tuple[int, int]:
    """A real year out of a CSV file (InvoiceNo, StockCode, Quantity, InvoiceDate, UnitPrice; perhaps
    gzipped), moved to the benchmark's year. Returns how many lines and products; returns and lines without
    a price are left out.
    """
    values = {"tenant_id": scratch.tenant_id, "currency": CURRENCY, "begins": BEGINS}
    async with scratch.database.work(scratch.tenant_id) as work:
        lines = await stage(work.session, "bench_line", _STAGED, _lines_of(path))
        for statement in _FROM_FILE:
            await work.session.execute(text(statement), values)
        products = (await work.session.execute(text("select count(*) from product"))).scalar_one()
    await fill(scratch, _COSTS, products=products, currency=CURRENCY)
    await fill(scratch, _STATUSES)
    return lines, products


def _lines_of(path: Path) -> Iterator[tuple[Any, ...]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            quantity, price = int(row["Quantity"]), Decimal(row["UnitPrice"])
            if quantity > 0 and price >= 0:
                at = datetime.fromisoformat(row["InvoiceDate"]).replace(tzinfo=UTC)
                yield row["InvoiceNo"], row["StockCode"].lower(), at, quantity, price * 100
