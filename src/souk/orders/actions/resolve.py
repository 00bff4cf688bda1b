"""Lines of products nobody knew find their product."""

from collections.abc import Iterable
from dataclasses import dataclass

from souk.catalog.public import products_by_ids, sku_key
from souk.events import emit
from souk.events.orders import OrderChanged
from souk.kernel.errors import FieldError
from souk.kernel.work import Work
from souk.orders.errors import ProductNotSold
from souk.orders.repository.mapping import remember_mapping, resolve_lines
from souk.tenancy.public import record_audit


@dataclass(frozen=True, slots=True)
class Resolved:
    orders: int
    lines: int


async def map_sku(work: Work, sku: str, product_id: int) -> Resolved:
    """Let a foreign SKU be this product: for every open line with it, and for orders to come.

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
        after={"sku": sku, "lines": resolved.lines, "orders": resolved.orders},
    )
    return resolved


async def resolve_skus(work: Work, skus: Iterable[str]) -> Resolved:
    """Look again for the products of these SKUs, and tell of each order that has one more."""
    rows = await resolve_lines(work, sorted({sku_key(sku) for sku in skus}))
    for row in rows:
        lines = zip(row.item_ids, row.product_ids, row.quantities, strict=True)
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
                    for item_id, product_id, quantity in lines
                ],
            ),
        )
    return Resolved(orders=len(rows), lines=sum(row.lines for row in rows))
