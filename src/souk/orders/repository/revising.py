"""Bringing orders that are there up to date, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import Work
from souk.orders.repository.given import LINE_COLUMNS
from souk.orders.repository.resolving import BATCHES, COST_WHEN_PLACED, sold_products


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line as it is now."""

    item_id: int
    source_line_id: str
    line_no: int
    kind: str
    sku_given: str
    name_given: str
    batch_given: str | None
    quantity: int
    unit_price_minor: Decimal
    discount_minor: int
    tax_minor: int | None
    product_id: int | None


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """An order as it is now, locked. `head` is what may be different when it comes again."""

    order_id: int
    number: str
    marketplace: str
    external_id: str
    fingerprint: str
    source_updated_at: datetime | None
    status_told: str | None
    unresolved_lines: int
    head: Mapping[str, Any]


HEAD = {
    "currency": "text",
    "placed_at": "timestamptz",
    "tax_included": "boolean",
    "total_minor": "bigint",
    "discount_minor": "bigint",
    "shipping_minor": "bigint",
    "tax_minor": "bigint",
    "country": "text",
    "shipping_address": "jsonb",
    "billing_address": "jsonb",
    "note": "text",
    "souk_click": "text",
    "contact_id": "bigint",
    "exchange_rate": "numeric",
}
"""The columns an order that comes again may change, and their SQL types."""

_LOCK = text(f"""
    select o.id, o.number, o.marketplace, o.external_id, o.fingerprint, o.source_updated_at, o.status_told,
           o.unresolved_lines, {", ".join(f"o.{name}" for name in HEAD)}
    from {recordset({"marketplace": "text", "external_id": "text"})}
    join sales_order o on o.tenant_id = :tenant_id and o.marketplace = given.marketplace
         and o.external_id = given.external_id
    order by o.id for no key update of o
""")
_PRINTS = text(f"""
    select o.marketplace, o.external_id, o.id, o.number, o.fingerprint, o.unresolved_lines, o.placed_at
    from {recordset({"marketplace": "text", "external_id": "text"})}
    join sales_order o on o.tenant_id = :tenant_id and o.marketplace = given.marketplace
         and o.external_id = given.external_id
""")
_LINES = text("""
    select order_id, id, source_line_id, line_no, kind, sku_given, name_given, batch_given, quantity,
           unit_price_minor, discount_minor, tax_minor, product_id
    from order_item where tenant_id = :tenant_id and order_id = any(:ids)
    order by order_id, line_no, id
""")
_LINE = {
    "order_id": "bigint",
    "placed_at": "timestamptz",
    **LINE_COLUMNS,
}
# A line that somebody mapped keeps its product as long as it is of the same SKU.
_LINES_WRITTEN = text(f"""
    with told as materialized (select * from {recordset(_LINE)}),
    sold as materialized ({sold_products("select distinct sku_key from told where kind = 'product'")})
    insert into order_item as item (
        tenant_id, order_id, placed_at, source_line_id, line_no, kind, product_id, sku_given, sku_key,
        name_given, batch_id, batch_given, quantity, unit_price_minor, line_total_minor, discount_minor,
        tax_minor, unit_cost_minor, cost_currency)
    select :tenant_id, told.order_id, told.placed_at, told.source_line_id, told.line_no, told.kind,
           sold.product_id, told.sku_given, told.sku_key, told.name_given, batch.batch_id, told.batch_given,
           told.quantity, told.unit_price_minor, told.line_total_minor, told.discount_minor, told.tax_minor,
           cost.unit_cost_minor, cost.currency
    from told
    left join sold on told.kind = 'product' and sold.sku_key = told.sku_key
    left join ({BATCHES}) batch on batch.product_id = sold.product_id and batch.code = told.batch_given
    left join lateral {COST_WHEN_PLACED} cost on sold.product_id is not null
    order by told.order_id, told.line_no
    on conflict (tenant_id, order_id, source_line_id) do update
    set line_no = excluded.line_no, kind = excluded.kind, placed_at = excluded.placed_at,
        product_id = case when item.sku_key = excluded.sku_key and item.kind = excluded.kind
                          then coalesce(item.product_id, excluded.product_id)
                          else excluded.product_id end,
        unit_cost_minor = case when item.sku_key = excluded.sku_key and item.product_id is not null
                                    and item.batch_given is not distinct from excluded.batch_given
                               then item.unit_cost_minor else excluded.unit_cost_minor end,
        cost_currency = case when item.sku_key = excluded.sku_key and item.product_id is not null
                                  and item.batch_given is not distinct from excluded.batch_given
                             then item.cost_currency else excluded.cost_currency end,
        sku_given = excluded.sku_given, sku_key = excluded.sku_key, name_given = excluded.name_given,
        batch_id = excluded.batch_id, batch_given = excluded.batch_given, quantity = excluded.quantity,
        unit_price_minor = excluded.unit_price_minor, line_total_minor = excluded.line_total_minor,
        discount_minor = excluded.discount_minor, tax_minor = excluded.tax_minor,
        refunded_quantity = least(item.refunded_quantity, excluded.quantity)
    returning id, order_id, source_line_id, product_id
""")
_VANISH = text("""
    update order_item
    set quantity = 0, line_total_minor = 0, discount_minor = 0,
        tax_minor = case when tax_minor is not null then 0 end, refunded_quantity = 0
    where tenant_id = :tenant_id and id = any(:ids)
""")
_HEADS = text(f"""
    update sales_order o
    set {", ".join(f"{name} = given.{name}" for name in HEAD)}, fingerprint = given.fingerprint,
        source_updated_at = given.source_updated_at, status_told = given.status_told, updated_at = :now,
        unresolved_lines = (
            select count(*) from order_item i
            where i.tenant_id = :tenant_id and i.order_id = o.id and i.kind = 'product'
              and i.product_id is null and i.quantity > 0)
    from {
    recordset(
        {
            "id": "bigint",
            "fingerprint": "text",
            "source_updated_at": "timestamptz",
            "status_told": "text",
            **HEAD,
        }
    )
}
    where o.tenant_id = :tenant_id and o.id = given.id
    returning o.id, o.unresolved_lines
""")
_MOVE_LINES = text("""
    update order_item i set placed_at = o.placed_at
    from sales_order o
    where o.tenant_id = :tenant_id and o.id = any(:ids) and i.tenant_id = o.tenant_id and i.order_id = o.id
      and i.placed_at <> o.placed_at
""")
_PAYLOADS = text(f"""
    insert into order_payload (tenant_id, order_id, payload, received_at)
    select :tenant_id, order_id, payload, :now
    from {recordset({"order_id": "bigint", "payload": "jsonb"})}
""")


@dataclass(frozen=True, slots=True)
class KnownPrint:
    """An order that is there, and what it was like when it came last."""

    order_id: int
    number: str
    fingerprint: str
    unresolved_lines: int
    placed_at: datetime


async def known_prints(work: Work, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], KnownPrint]:
    """The orders there are of (marketplace, external id)."""
    rows = as_json({"marketplace": marketplace, "external_id": external} for marketplace, external in keys)
    found = await work.session.execute(_PRINTS, {"tenant_id": work.tenant_id, "rows": rows})
    return {(row[0], row[1]): KnownPrint(*row[2:]) for row in found}


async def lock_known(work: Work, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], KnownOrder]:
    """The orders there are of (marketplace, external id), held until the end of the transaction."""
    rows = as_json({"marketplace": marketplace, "external_id": external} for marketplace, external in keys)
    found = await work.session.execute(_LOCK, {"tenant_id": work.tenant_id, "rows": rows})
    return {
        (row["marketplace"], row["external_id"]): KnownOrder(
            order_id=row["id"],
            number=row["number"],
            marketplace=row["marketplace"],
            external_id=row["external_id"],
            fingerprint=row["fingerprint"],
            source_updated_at=row["source_updated_at"],
            status_told=row["status_told"],
            unresolved_lines=row["unresolved_lines"],
            head={name: row[name] for name in HEAD},
        )
        for row in found.mappings()
    }


async def lines_of(work: Work, order_ids: Sequence[int]) -> dict[int, dict[str, KnownLine]]:
    """The lines of orders, by order and source line id."""
    lines: dict[int, dict[str, KnownLine]] = {order_id: {} for order_id in order_ids}
    for row in await work.session.execute(_LINES, {"tenant_id": work.tenant_id, "ids": list(order_ids)}):
        lines[row.order_id][row.source_line_id] = KnownLine(*row[1:])
    return lines


async def write_lines(
    work: Work, rows: Sequence[Mapping[str, Any]]
) -> dict[tuple[int, str], tuple[int, int | None]]:
    """Write new and changed lines. Returns (line id, product id) by order and source line id."""
    if not rows:
        return {}
    written = await work.session.execute(_LINES_WRITTEN, {"tenant_id": work.tenant_id, "rows": as_json(rows)})
    return {(row.order_id, row.source_line_id): (row.id, row.product_id) for row in written}


async def vanish_lines(work: Work, item_ids: Sequence[int]) -> None:
    """Lines that their source no longer has: they stay, with nothing in them."""
    if item_ids:
        await work.session.execute(_VANISH, {"tenant_id": work.tenant_id, "ids": list(item_ids)})


async def write_heads(work: Work, rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Write what belongs to whole orders. Returns their unresolved lines, by order."""
    written = await work.session.execute(
        _HEADS, {"tenant_id": work.tenant_id, "rows": as_json(rows), "now": work.now}
    )
    return {row.id: row.unresolved_lines for row in written}


async def move_lines(work: Work, order_ids: Sequence[int]) -> None:
    """Lines carry the time their order was placed; it has changed."""
    if order_ids:
        await work.session.execute(_MOVE_LINES, {"tenant_id": work.tenant_id, "ids": list(order_ids)})


async def keep_payloads(work: Work, payloads: Mapping[int, Mapping[str, Any]]) -> None:
    """The orders as their source sent them this time."""
    if payloads:
        rows = [{"order_id": order_id, "payload": payload} for order_id, payload in payloads.items()]
        await work.session.execute(
            _PAYLOADS, {"tenant_id": work.tenant_id, "rows": as_json(rows), "now": work.now}
        )
