"""Lines whose product is not known, by the SKU they came with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from souk.kernel.work import ReadWork, Work
from souk.orders.repository.resolving import BATCHES, COST_WHEN_PLACED, sold_products

_UNRESOLVED = text("""
    select i.sku_key, min(i.sku_given) as sku, min(i.name_given) filter (where i.name_given <> '') as name,
           count(*) as lines, count(distinct i.order_id) as orders, sum(i.quantity)::bigint as units,
           min(i.placed_at) as first_placed_at, max(i.placed_at) as last_placed_at,
           count(*) over () as total
    from order_item i
    where i.tenant_id = :tenant_id and i.product_id is null and i.kind = 'product' and i.quantity > 0
      and (cast(:prefix as text) is null or starts_with(i.sku_key, :prefix))
    group by i.sku_key
    order by count(*) desc, i.sku_key
    limit :limit offset :offset
""")
_REMEMBER = text("""
    insert into sku_mapping (tenant_id, sku_given, sku_key, product_id, mapped_at, mapped_by)
    values (:tenant_id, :sku, :key, :product_id, :now, :actor)
    on conflict (tenant_id, sku_key) do update
    set product_id = excluded.product_id, mapped_at = excluded.mapped_at, mapped_by = excluded.mapped_by
""")
# The orders are locked first, in the order of their ids, as everything that changes orders does.
_RESOLVE = text(f"""
    with sold as materialized ({sold_products("select unnest(cast(:keys as text[])) as sku_key")}),
    open_line as materialized (
        select i.id, i.order_id, i.batch_given, sold.product_id
        from order_item i join sold using (sku_key)
        where i.tenant_id = :tenant_id and i.product_id is null and i.kind = 'product'
        limit :limit
    ), told as materialized (
        select o.id, o.number, o.placed_at from sales_order o
        where o.tenant_id = :tenant_id and o.id in (select order_id from open_line)
        order by o.id for no key update
    ), resolved as (
        update order_item i
        set product_id = sold.product_id, batch_id = batch.batch_id, unit_cost_minor = cost.unit_cost_minor,
            cost_currency = cost.currency
        from open_line sold
        join told on told.id = sold.order_id
        left join ({BATCHES}) batch on batch.product_id = sold.product_id and batch.code = sold.batch_given
        left join lateral {COST_WHEN_PLACED} cost on true
        where i.tenant_id = :tenant_id and i.id = sold.id and i.product_id is null
        returning i.id, i.order_id, i.product_id, i.quantity
    ), counted as (
        update sales_order o
        set unresolved_lines = o.unresolved_lines - closed.lines, updated_at = :now
        from (select order_id, count(*) filter (where quantity > 0) as lines from resolved group by order_id)
             closed
        where o.tenant_id = :tenant_id and o.id = closed.order_id
    )
    select told.id as order_id, told.number, count(*) as lines,
           (array_agg(resolved.id order by resolved.id))[1:100] as item_ids,
           (array_agg(resolved.product_id order by resolved.id))[1:100] as product_ids,
           (array_agg(resolved.quantity order by resolved.id))[1:100] as quantities
    from resolved join told on told.id = resolved.order_id
    group by told.id, told.number order by told.id
""")


@dataclass(frozen=True, slots=True)
class UnresolvedSku:
    sku: str
    name: str | None
    lines: int
    orders: int
    units: int
    first_placed_at: datetime
    last_placed_at: datetime


async def unresolved_skus(
    work: ReadWork, *, prefix: str | None, limit: int, offset: int
) -> tuple[list[UnresolvedSku], int]:
    """The SKUs nobody knows, the most frequent first, and how many there are."""
    found = await work.session.execute(
        _UNRESOLVED, {"tenant_id": work.tenant_id, "prefix": prefix, "limit": limit, "offset": offset}
    )
    rows = found.all()
    skus = [
        UnresolvedSku(
            row.sku, row.name, row.lines, row.orders, row.units, row.first_placed_at, row.last_placed_at
        )
        for row in rows
    ]
    return skus, rows[0].total if rows else 0


async def remember_mapping(work: Work, sku: str, key: str, product_id: int) -> None:
    """From now on the foreign SKU is this product."""
    await work.session.execute(
        _REMEMBER,
        {
            "tenant_id": work.tenant_id,
            "sku": sku,
            "key": key,
            "product_id": product_id,
            "now": work.now,
            "actor": work.actor.label,
        },
    )


async def resolve_lines(work: Work, keys: Sequence[str], *, limit: int) -> list[Any]:
    """Give some open lines of these SKUs their product, batch and cost. Returns a row per order changed."""
    found = await work.session.execute(
        _RESOLVE, {"tenant_id": work.tenant_id, "keys": list(keys), "limit": limit, "now": work.now}
    )
    return list(found.all())
