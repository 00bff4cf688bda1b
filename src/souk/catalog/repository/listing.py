"""Lists of products, batches, tags and brands, with what they can be narrowed down by."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, exists, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from souk.catalog.models import Product, ProductBatch, ProductTag, ProductWord, Tag
from souk.catalog.repository.categories import below
from souk.catalog.rules.names import name_key, sku_key, words_sought
from souk.catalog.schemas import BatchQuery, BulkSelection, ProductFilter, ProductKind

Filters = Mapping[str, Callable[[Any], ColumnElement[bool]]]
"""By field of the query, the condition that a value of it means."""

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
    return _conditions(_PRODUCT_FILTERS, given)


def _conditions(filters: Filters, given: BaseModel) -> list[ColumnElement[bool]]:
    return [
        condition(value) for name, condition in filters.items() if (value := getattr(given, name)) is not None
    ]


def _known(column: SQLColumnExpression[Any], wanted: bool) -> ColumnElement[bool]:
    return column.is_not(None) if wanted else column.is_(None)


def _sellable(wanted: bool) -> ColumnElement[bool]:
    sellable = Product.active & ~has_variants()
    return sellable if wanted else ~sellable


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
    conditions = _conditions(_BATCH_FILTERS, given)
    if given.q is not None:
        conditions += found_by(given.q)
    return (
        select(ProductBatch, Product.sku)
        .join(
            Product, (Product.tenant_id == ProductBatch.tenant_id) & (Product.id == ProductBatch.product_id)
        )
        .where(*conditions)
    )


_PRODUCT_FILTERS: Filters = {
    "id": lambda ids: Product.id.in_(ids),
    "sku": lambda sku: Product.sku_key == sku_key(sku),
    "barcode": lambda barcode: Product.barcode == barcode,
    "brand": lambda brand: Product.brand == brand,
    "active": lambda active: Product.active == active,
    "kind": _of_kind,
    "sellable": _sellable,
    "parent_id": lambda parent_id: Product.parent_id == parent_id,
    "category_id": lambda category_id: Product.category_id.in_(below([category_id])),
    "tag": lambda tag: Product.id.in_(_carriers(tag)),
    "has_category": lambda wanted: _known(Product.category_id, wanted),
    "has_price": lambda wanted: _known(Product.base_price_minor, wanted),
    "has_cost": lambda wanted: _known(Product.unit_cost_minor, wanted),
    "created_from": lambda instant: Product.created_at >= instant,
    "created_before": lambda instant: Product.created_at < instant,
    "updated_from": lambda instant: Product.updated_at >= instant,
}
_BATCH_FILTERS: Filters = {
    "product_id": lambda product_id: ProductBatch.product_id == product_id,
    "code": lambda code: ProductBatch.code == code,
    "has_cost": lambda wanted: _known(ProductBatch.unit_cost_minor, wanted),
    "received_from": lambda instant: ProductBatch.received_at >= instant,
    "received_before": lambda instant: ProductBatch.received_at < instant,
}


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


def product_ids_matching(given: BulkSelection) -> Select[int]:
    """The ids of the products that the filters leave, as a part of another statement."""
    conditions = product_conditions(given)
    if given.q is not None:
        conditions += found_by(given.q)
    return select(Product.id).where(*conditions)


async def selected_ids(session: AsyncSession, given: BulkSelection, *, limit: int) -> list[int]:
    """The ids of the products that the filters leave, ascending, `limit` at most."""
    rows = await session.execute(product_ids_matching(given).order_by(Product.id).limit(limit))
    return list(rows.scalars())
