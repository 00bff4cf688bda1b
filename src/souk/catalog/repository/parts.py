"""SELECTs that other domains use as a part of their own statements. Their columns are promises."""

from typing import Any

from sqlalchemy import Select, select

from souk.catalog.models import Category, Product, ProductBatch, ProductCost, ProductPrice


def product_rows() -> Select[*tuple[Any, ...]]:
    """One row per product.

    tenant_id, product_id, sku, sku_key (as compared, see `sku_key`), name, brand, barcode, category_id,
    parent_id (null: no variant), active, base_price_minor and unit_cost_minor (now; null: none, unknown;
    minor units of `currency`), currency, tax_rate (percent, null: unknown), stock_alert_threshold,
    created_at.
    """
    return select(
        Product.tenant_id,
        Product.id.label("product_id"),
        Product.sku,
        Product.sku_key,
        Product.name,
        Product.brand,
        Product.barcode,
        Product.category_id,
        Product.parent_id,
        Product.active,
        Product.base_price_minor,
        Product.unit_cost_minor,
        Product.currency,
        Product.tax_rate,
        Product.stock_alert_threshold,
        Product.created_at,
    )


def product_parents() -> Select[*tuple[Any, ...]]:
    """One row per variant: tenant_id, product_id, parent_id."""
    return select(Product.tenant_id, Product.id.label("product_id"), Product.parent_id).where(
        Product.parent_id.is_not(None)
    )


def category_rows() -> Select[*tuple[Any, ...]]:
    """One row per category: tenant_id, category_id, parent_id (null: at the top), name."""
    return select(Category.tenant_id, Category.id.label("category_id"), Category.parent_id, Category.name)


def cost_spans() -> Select[*tuple[Any, ...]]:
    """What a unit of a product cost during `[valid_from, valid_to)`, one row a span, never overlapping.

    tenant_id, product_id, valid_from, valid_to (null: still), unit_cost_minor (decimal minor units; null:
    not known), currency.
    """
    return select(
        ProductCost.tenant_id,
        ProductCost.product_id,
        ProductCost.valid_from,
        ProductCost.valid_to,
        ProductCost.unit_cost_minor,
        ProductCost.currency,
    )


def price_spans() -> Select[*tuple[Any, ...]]:
    """What the base price of a product was during `[valid_from, valid_to)`, one row a span.

    tenant_id, product_id, valid_from, valid_to (null: still), price_minor (null: it had none), currency.
    """
    return select(
        ProductPrice.tenant_id,
        ProductPrice.product_id,
        ProductPrice.valid_from,
        ProductPrice.valid_to,
        ProductPrice.price_minor,
        ProductPrice.currency,
    )


def batch_rows() -> Select[*tuple[Any, ...]]:
    """One row per batch.

    tenant_id, batch_id, product_id, code, unit_cost_minor (decimal minor units; null: not known),
    currency, received_at.
    """
    return select(
        ProductBatch.tenant_id,
        ProductBatch.id.label("batch_id"),
        ProductBatch.product_id,
        ProductBatch.code,
        ProductBatch.unit_cost_minor,
        ProductBatch.currency,
        ProductBatch.received_at,
    )


def cost_at(product_id: str, batch_id: str, at: str) -> str:
    """What a unit cost at an instant: a subquery to be joined LATERALly, with one row or none.

    unit_cost_minor (decimal minor units, never null), currency. The batch's own cost counts, where it has
    one; else the product's at that instant. The arguments are columns of the statement it is put in
    (`"i.product_id"`), or casts of its parameters.
    """
    return f"""(
        select unit_cost_minor, currency from (
            (select unit_cost_minor, currency, 1 as rank from product_batch
             where id = {batch_id} and product_id = {product_id})
            union all
            (select unit_cost_minor, currency, 2 from product_cost
             where product_id = {product_id} and valid_from <= {at} and (valid_to is null or valid_to > {at}))
        ) known where unit_cost_minor is not null order by rank limit 1
    )"""
