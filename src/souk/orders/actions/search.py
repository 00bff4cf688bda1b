"""What a person means by words typed into the search of orders."""

from dataclasses import dataclass

from souk.catalog.public import products_by_sku, sku_key
from souk.kernel.work import ReadWork


@dataclass(frozen=True, slots=True)
class ProductsMeant:
    product_ids: tuple[int, ...]
    sku_key: str


async def products_meant(work: ReadWork, q: str) -> ProductsMeant:
    """The product whose SKU it is, and the SKU itself for lines that have no product yet."""
    found = await products_by_sku(work, [q])
    return ProductsMeant(tuple(product.product_id for product in found.values()), sku_key(q))
