"""Which product a SKU is, which batch a code is, and what one unit cost at the time of the sale."""

from souk.catalog.public import batch_rows, cost_at, product_parents, product_rows
from souk.kernel.db.parts import as_part

_PRODUCTS = as_part(product_rows())
_PARENTS = as_part(product_parents())

BATCHES = as_part(batch_rows())
"""All batches; to be joined by product_id and code."""

COST_WHEN_PLACED = cost_at("sold.product_id", "batch.batch_id", "told.placed_at")
"""What a unit of a `sold` product of a `batch` cost when the `told` order was placed."""


def sold_products(keys: str) -> str:
    """SQL for (sku_key, product_id) of the SKUs in `keys` that are known, by themselves or by a mapping.

    A product with variants is not sold itself: a line of it stays open until somebody says which variant.
    """
    return f"""
        select key.sku_key, coalesce(p.product_id, m.product_id) as product_id
        from ({keys}) key
        left join ({_PRODUCTS}) p on p.sku_key = key.sku_key
             and not exists (select from ({_PARENTS}) v where v.parent_id = p.product_id)
        left join sku_mapping m on m.tenant_id = :tenant_id and m.sku_key = key.sku_key
             and not exists (select from ({_PARENTS}) v where v.parent_id = m.product_id)
        where p.product_id is not null or m.product_id is not null
    """
