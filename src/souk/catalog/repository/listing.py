"""Lists of products, batches, tags and brands, with what they can be narrowed down by."""

from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, exists, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from souk.catalog.models import Product, ProductBatch, ProductTag, ProductWord, Tag
from souk.catalog.repository.categories import below
from souk.catalog.rules.names import name_key, sku_key, words_sought
from souk.catalog.schemas import BatchQuery, BulkSelection, ProductFilter, ProductKind

LAST_CHARACTER = "\U0010ffff"
"""Comes after every character there is: the end of the range of text that begins with a word."""

PRODUCT_SORT: dict[str, SQLColumnExpression[Any]] = {
    "id": Product.id,
    "sku": Product.sku_key,
    "name": Product.name,
    "brand": Product.brand,
    "price": Product.base_price_minor,
    "cost": Product.unit_cost_minor,
    "active": Product.active,
    "created_at": Product.created_at,
    "updated_at": Product.updated_at,
}
BATCH_SORT: dict[str, SQLColumnExpression[Any]] = {
    "id": ProductBatch.id,
    "code": ProductBatch.code,
    "cost": ProductBatch.unit_cost_minor,
    "received_at": ProductBatch.received_at,
    "sku": Product.sku_key,
}


def found_by(query: str) -> list[ColumnElement[bool]]:
    """Products with words that begin with each word of `query`; none where it has no word at all.

    A range of text, because `like` could not use the index ahead of the row-level policy.
    """
    words = words_sought(query)
    if not words:
        return [false()]
    return [
        Product.id.in_(
            select(ProductWord.product_id).where(
                ProductWord.word >= word, ProductWord.word < word + LAST_CHARACTER
            )
        )
        for word in words
    ]


def exact_first(query: str) -> ColumnElement[int]:
    """The product whose SKU was typed comes ahead of those that contain it."""
    return case((Product.sku_key == sku_key(query), 0), else_=1)


def has_variants() -> ColumnElement[bool]:
    variant = aliased(Product)
    return exists().where(variant.parent_id == Product.id)


def product_conditions(given: ProductFilter) -> list[ColumnElement[bool]]:
    """The filters that are set, as conditions on `product`."""
    conditions: list[ColumnElement[bool]] = []
    plain: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (given.id, Product.id.in_(given.id or [])),
        (given.sku, Product.sku_key == sku_key(given.sku or "")),
        (given.barcode, Product.barcode == given.barcode),
        (given.brand, Product.brand == given.brand),
        (given.active, Product.active == given.active),
        (given.parent_id, Product.parent_id == given.parent_id),
        (given.category_id, Product.category_id.in_(below([given.category_id or 0]))),
        (given.tag, Product.id.in_(_carriers(given.tag or ""))),
        (given.created_from, Product.created_at >= given.created_from),
        (given.created_before, Product.created_at < given.created_before),
        (given.updated_from, Product.updated_at >= given.updated_from),
    )
    conditions += [condition for value, condition in plain if value is not None]
    for wanted, column in (
        (given.has_category, Product.category_id),
        (given.has_price, Product.base_price_minor),
        (given.has_cost, Product.unit_cost_minor),
    ):
        if wanted is not None:
            conditions.append(column.is_not(None) if wanted else column.is_(None))
    if given.sellable is not None:
        sellable = Product.active & ~has_variants()
        conditions.append(sellable if given.sellable else ~sellable)
    if given.kind is not None:
        conditions.append(_of_kind(given.kind))
    return conditions


def _of_kind(kind: ProductKind) -> ColumnElement[bool]:
    if kind is ProductKind.VARIANT:
        return Product.parent_id.is_not(None)
    if kind is ProductKind.PARENT:
        return has_variants()
    return Product.parent_id.is_(None) & ~has_variants()


def _carriers(tag: str) -> Select[int]:
    return (
        select(ProductTag.product_id)
        .join(Tag, (Tag.tenant_id == ProductTag.tenant_id) & (Tag.id == ProductTag.tag_id))
        .where(Tag.name_key == name_key(tag))
    )


def batches_listed(given: BatchQuery) -> Select[ProductBatch, str]:
    """Batches with the SKU of their product."""
    statement = select(ProductBatch, Product.sku).join(
        Product, (Product.tenant_id == ProductBatch.tenant_id) & (Product.id == ProductBatch.product_id)
    )
    plain: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (given.product_id, ProductBatch.product_id == given.product_id),
        (given.code, ProductBatch.code == given.code),
        (given.received_from, ProductBatch.received_at >= given.received_from),
        (given.received_before, ProductBatch.received_at < given.received_before),
    )
    conditions = [condition for value, condition in plain if value is not None]
    if given.has_cost is not None:
        known = ProductBatch.unit_cost_minor.is_not(None)
        conditions.append(known if given.has_cost else ~known)
    if given.q is not None:
        conditions += found_by(given.q)
    return statement.where(*conditions)


def tags_listed(q: str | None) -> Select[Tag, int]:
    """Tags with how many products carry each; `q` is the beginning of a name."""
    carried = (
        select(func.count())
        .where(ProductTag.tenant_id == Tag.tenant_id, ProductTag.tag_id == Tag.id)
        .scalar_subquery()
        .label("products")
    )
    statement = select(Tag, carried)
    if q is None:
        return statement
    return statement.where(Tag.name_key.startswith(name_key(q), autoescape=True))


def brands_listed(q: str | None) -> Select[str | None, int]:
    """Brands with how many products are of each; `q` is found anywhere in it."""
    statement = (
        select(Product.brand, func.count().label("products"))
        .where(Product.brand.is_not(None))
        .group_by(Product.brand)
    )
    return statement if q is None else statement.where(Product.brand.icontains(q, autoescape=True))


async def selected_ids(session: AsyncSession, given: BulkSelection, *, limit: int) -> list[int]:
    """The ids of the products that the filters leave, ascending, `limit` at most."""
    conditions = product_conditions(given)
    if given.q is not None:
        conditions += found_by(given.q)
    rows = await session.execute(select(Product.id).where(*conditions).order_by(Product.id).limit(limit))
    return list(rows.scalars())
