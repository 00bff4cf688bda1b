"""Returned lines of files, and the sales they take back.

Within one customer, product and unit price, sales laid end to end in the order in which they were made are
a line of units, and so are returns in the order in which they came. A return takes the units that follow
those taken before it, as far as had been sold by then. With S the units sold up to a return and Q those
returned up to and with it, the returns reach `Q + min(0, min over all up to it of (S - Q))` units far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import Work

_GIVEN = {
    "place": "bigint",
    "marketplace": "text",
    "external_id": "text",
    "source_line_id": "text",
    "contact_id": "bigint",
    "kind": "text",
    "product_id": "bigint",
    "sku_given": "text",
    "sku_key": "text",
    "name_given": "text",
    "currency": "text",
    "unit_price_minor": "numeric",
    "quantity": "bigint",
    "returned_at": "timestamptz",
    "restock": "boolean",
    "import_run_id": "bigint",
    "file_line": "bigint",
}
_NAMES = [name for name in _GIVEN if name != "place"]
# One that is known and not wholly matched is listed by the file that said it last.
_INSERT = text(f"""
    insert into returned_line as known (tenant_id, {", ".join(_NAMES)}, recorded_at)
    select :tenant_id, {", ".join(_NAMES)}, :now from {recordset(_GIVEN)} order by place
    on conflict (tenant_id, marketplace, external_id, source_line_id) do update
    set import_run_id = excluded.import_run_id, file_line = excluded.file_line,
        quantity = greatest(excluded.quantity, known.matched_quantity)
    where known.matched_quantity < greatest(excluded.quantity, known.quantity)
    returning (xmax = 0) as is_new
""")
_OPEN = text("""
    select count(*) from returned_line where tenant_id = :tenant_id and matched_quantity < quantity
""")
# Three steps through temporary tables that are analysed: while much is being loaded, what the planner
# believes of the real ones is old, and a match believed to be of three rows takes minutes. For the same
# reason `offset 0` keeps each look-up where it stands. Every sale of a product is looked at once, however
# many returns there are of it.
_OPEN_LINES = text("""
    create temporary table return_open on commit drop as
    select id, marketplace, currency, coalesce(contact_id, 0) as contact, product_id, kind, sku_key,
           coalesce(product_id::text, kind || ':' || sku_key) as thing, unit_price_minor, returned_at,
           quantity - matched_quantity as units
    from returned_line
    where tenant_id = :tenant_id and matched_quantity < quantity
      and abs(hashtext(coalesce(product_id::text, sku_key))) % :buckets = :bucket
""")


def _sales(looked_for: str, items: str) -> str:
    return f"""
        select o.marketplace, o.currency, coalesce(o.contact_id, 0) as contact, looked_for.thing,
               i.unit_price_minor, i.placed_at, i.id, i.order_id,
               i.quantity - i.refunded_quantity as units
        from ({looked_for}) looked_for
        cross join lateral ({items} offset 0) i
        cross join lateral (
            select marketplace, currency, contact_id, status from sales_order
            where tenant_id = :tenant_id and id = i.order_id offset 0
        ) o
        where i.quantity > i.refunded_quantity and o.status not in ('cancelled', 'refunded')"""


_OF_PRODUCTS = _sales(
    "select distinct product_id, thing from pg_temp.return_open where product_id is not null",
    "select * from order_item where tenant_id = :tenant_id and product_id = looked_for.product_id",
)
_OF_CONTACTS = _sales(
    "select distinct contact, kind, sku_key, thing from pg_temp.return_open"
    " where product_id is null and contact <> 0",
    """select item.* from sales_order mine
       join order_item item on item.tenant_id = :tenant_id and item.order_id = mine.id
       where mine.tenant_id = :tenant_id and mine.contact_id = looked_for.contact
         and item.product_id is null and item.kind = looked_for.kind and item.sku_key = looked_for.sku_key""",
)
_OF_NOBODY = _sales(
    "select distinct kind, sku_key, thing from pg_temp.return_open where product_id is null and contact = 0",
    """select * from order_item
       where tenant_id = :tenant_id and product_id is null and kind = looked_for.kind
         and sku_key = looked_for.sku_key""",
)
_SALES = text(f"""
    create temporary table return_sale on commit drop as
    {_OF_PRODUCTS} union all {_OF_CONTACTS} union all {_OF_NOBODY} and o.contact_id is null
""")
_ALIKE = "marketplace, currency, contact, thing, unit_price_minor"
_MATCH = text(f"""
    with happening as (
        select {_ALIKE}, placed_at as at, 0 as turn, id, order_id, units as sold, 0::bigint as returned
        from pg_temp.return_sale
        where ({_ALIKE}) in (select {_ALIKE} from pg_temp.return_open)
        union all
        select {_ALIKE}, returned_at, 1, id, null, 0, units from pg_temp.return_open
    ), counted as (
        select *, sum(sold) over told as sold_by_now, sum(returned) over told as returned_by_now
        from happening
        window told as (partition by {_ALIKE} order by at, turn, id rows unbounded preceding)
    ), reached as (
        select {_ALIKE}, id, at,
               returned_by_now + least(0, min(sold_by_now - returned_by_now) over told) as upto
        from counted where turn = 1
        window told as (partition by {_ALIKE} order by at, id rows unbounded preceding)
    ), back as (
        select {_ALIKE}, id, upto,
               lag(upto, 1, 0::numeric) over (partition by {_ALIKE} order by at, id) as since
        from reached
    ), sale as (
        select {_ALIKE}, id, order_id, sold_by_now - sold as since, sold_by_now as upto
        from counted where turn = 0
    )
    select back.id as returned_id, sale.order_id, sale.id as item_id,
           (least(sale.upto, back.upto) - greatest(sale.since, back.since))::bigint as units
    from back join sale using ({_ALIKE})
    where back.upto > back.since and sale.since < back.upto and sale.upto > back.since
    order by back.id, sale.since
""")
_LINES = text("""
    select id, external_id, source_line_id, returned_at, restock from returned_line
    where tenant_id = :tenant_id and id = any(:ids)
""")
_KNOWN_REFUNDS = text("""
    select order_id, external_id from refund
    where tenant_id = :tenant_id and order_id = any(:order_ids) and external_id is not null
""")
_MATCHED = text(f"""
    update returned_line set matched_quantity = matched_quantity + given.units
    from {recordset({"id": "bigint", "units": "bigint"})}
    where returned_line.tenant_id = :tenant_id and returned_line.id = given.id
""")
_LEFT_OVER = text("""
    select file_line, external_id, sku_given, quantity, matched_quantity from returned_line
    where tenant_id = :tenant_id and import_run_id = :run_id and matched_quantity < quantity
      and file_line is not null
    order by file_line
""")


@dataclass(frozen=True, slots=True)
class Match:
    """So many units of a sale are taken back by a returned line."""

    returned_id: int
    order_id: int
    item_id: int
    units: int


@dataclass(frozen=True, slots=True)
class Returned:
    returned_id: int
    external_id: str
    source_line_id: str
    returned_at: datetime
    restock: bool


async def keep_returned(work: Work, rows: Sequence[Mapping[str, Any]]) -> int:
    """Keep returned lines, each once. Returns how many are new."""
    if not rows:
        return 0
    placed = as_json({"place": place, **row} for place, row in enumerate(rows))
    kept = await work.session.execute(_INSERT, {"tenant_id": work.tenant_id, "rows": placed, "now": work.now})
    return sum(1 for row in kept if row.is_new)


async def count_open(work: Work) -> int:
    """Returned lines that are not wholly matched."""
    count: int = (await work.session.execute(_OPEN, {"tenant_id": work.tenant_id})).scalar_one()
    return count


async def match_returns(work: Work, bucket: int, buckets: int) -> list[Match]:
    """What the open returned lines of one bucket of products take back."""
    await work.session.execute(text("drop table if exists pg_temp.return_open, pg_temp.return_sale"))
    which = {"tenant_id": work.tenant_id, "bucket": bucket, "buckets": buckets}
    await work.session.execute(_OPEN_LINES, which)
    await work.session.execute(text("analyze pg_temp.return_open"))
    await work.session.execute(_SALES, {"tenant_id": work.tenant_id})
    await work.session.execute(text("analyze pg_temp.return_sale"))
    found = await work.session.execute(_MATCH)
    return [Match(*row) for row in found]


async def returned_lines(work: Work, ids: Sequence[int]) -> dict[int, Returned]:
    found = await work.session.execute(_LINES, {"tenant_id": work.tenant_id, "ids": list(ids)})
    return {row.id: Returned(*row) for row in found}


async def refund_names(work: Work, order_ids: Sequence[int]) -> set[tuple[int, str]]:
    """(order, external id) of the refunds there are."""
    found = await work.session.execute(
        _KNOWN_REFUNDS, {"tenant_id": work.tenant_id, "order_ids": list(order_ids)}
    )
    return {(row.order_id, row.external_id) for row in found}


async def count_matched(work: Work, units: Mapping[int, int]) -> None:
    """So many more units of returned lines have found their sales."""
    rows = as_json({"id": returned_id, "units": count} for returned_id, count in units.items())
    await work.session.execute(_MATCHED, {"tenant_id": work.tenant_id, "rows": rows})


async def left_over(work: Work, run_id: int) -> list[Any]:
    """The returned lines of an import's file that found no sales, or not enough."""
    found = await work.session.execute(_LEFT_OVER, {"tenant_id": work.tenant_id, "run_id": run_id})
    return list(found.all())
