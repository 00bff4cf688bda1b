"""Lines of products nobody knew find their product."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from souk.catalog.public import products_by_ids, sku_key
from souk.events import emit
from souk.events.orders import OrderChanged
from souk.jobs.public import enqueue
from souk.kernel.errors import FieldError
from souk.kernel.work import Work
from souk.orders.errors import ProductNotSold
from souk.orders.repository.mapping import remember_mapping, resolve_lines
from souk.tenancy.public import record_audit

RESOLVE_WAITING = "orders.resolve_waiting"
LINES_PER_ROUND = 2_000
"""As many as a request, or a subscriber's turn that others wait for, may change at once."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """`goes_on`: there may be more lines, for another transaction."""

    orders: int
    lines: int
    goes_on: bool


async def map_sku(work: Work, sku: str, product_id: int) -> Resolved:
    """Let a foreign SKU be this product: for open lines with it (see `resolve_skus`), and for orders to come.

    Raises ProductNotSold for a product that is not there or is sold by its variants only.
    """
    product = (await products_by_ids(work, [product_id])).get(product_id)
    if product is None:
        raise ProductNotSold(
            "There is no such product.", fields=[FieldError("product_id", "no such product")]
        )
    if product.has_variants:
        raise ProductNotSold(
            f"'{product.sku}' is sold by its variants; map the line to one of them.",
            fields=[FieldError("product_id", "has variants")],
            details={"product_id": product_id},
        )
    await remember_mapping(work, sku, sku_key(sku), product_id)
    resolved = await resolve_skus(work, [sku])
    await record_audit(
        work,
        "order_sku.mapped",
        subject=("product", product_id, product.sku),
        after={
            "sku": sku,
            "lines": resolved.lines,
            "orders": resolved.orders,
            **({"goes_on": True} if resolved.goes_on else {}),
        },
    )
    return resolved


async def resolve_skus(work: Work, skus: Iterable[str]) -> Resolved:
    """Look again for the products of these SKUs, and tell of each order that has one more.

    At most LINES_PER_ROUND lines are resolved; where the outcome `goes_on`, call it again.
    """
    rows = await resolve_lines(work, sorted({sku_key(sku) for sku in skus}), limit=LINES_PER_ROUND)
    for row in rows:
        resolved = zip(row.item_ids, row.product_ids, row.quantities, strict=True)
        emit(
            work,
            OrderChanged(
                order_id=row.order_id,
                number=row.number,
                what=["products"],
                lines=[
                    {
                        "order_item_id": item_id,
                        "product_id": product_id,
                        "quantity_before": quantity,
                        "quantity_after": quantity,
                    }
                    for item_id, product_id, quantity in resolved
                ],
            ),
        )
    lines = sum(row.lines for row in rows)
    return Resolved(orders=len(rows), lines=lines, goes_on=lines == LINES_PER_ROUND)


async def start_resolving(work: Work, skus: Collection[str]) -> None:
    """Find the products of lines with these SKUs: of some now, of the rest in other transactions."""
    await go_on_resolving(work, skus, await resolve_skus(work, skus))


async def go_on_resolving(work: Work, skus: Collection[str], resolved: Resolved) -> None:
    """Have the rest resolved, where there is one."""
    if resolved.goes_on:
        await enqueue(work, RESOLVE_WAITING, skus=sorted(skus), lock="resolve SKUs")
