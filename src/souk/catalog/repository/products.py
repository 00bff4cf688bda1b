"""Products by id and SKU, and the two statements that write them, with the words they are found by."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Table,
    Text,
    any_,
    exists,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from souk.catalog.models import Product
from souk.kernel.db.recordset import as_json, recordset

K = TypeVar("K")
Row = dict[str, Any]
Found = dict[K, Row]
PRODUCT: Table = Product.__table__  # type: ignore[assignment]

WRITTEN = {
    "sku": "text",
    "sku_key": "text",
    "name": "text",
    "description": "text",
    "brand": "text",
    "category_id": "bigint",
    "image_url": "text",
    "barcode": "text",
    "attributes": "jsonb",
    "base_price_minor": "bigint",
    "unit_cost_minor": "numeric",
    "currency": "text",
    "tax_rate": "numeric",
    "active": "boolean",
    "parent_id": "bigint",
    "option_values": "jsonb",
    "stock_alert_threshold": "integer",
}
"""The columns a product is written with, and their SQL types."""

_NAMES = ", ".join(WRITTEN)
_GIVEN = recordset({"id": "bigint", **WRITTEN, "words": "jsonb"})

# Rows are written in the order of their keys, so that two writers of the same SKUs wait for one another
# instead of deadlocking; the ids were drawn before, in the order the products were given.
_INSERT = text(f"""
    with given as materialized (select * from {_GIVEN}),
    written as (
        insert into product (tenant_id, id, {_NAMES})
        select :tenant_id, id, {_NAMES} from given order by sku_key
        on conflict (tenant_id, sku_key) do nothing
        returning id
    ),
    found_by as (
        insert into product_word (tenant_id, word, product_id)
        select :tenant_id, word, given.id
        from given join written using (id), jsonb_array_elements_text(given.words) as word
    )
    select id from written
""")

_UPDATE = text(f"""
    with given as materialized (select * from {_GIVEN}),
    written as (
        update product
        set {", ".join(f"{name} = given.{name}" for name in WRITTEN)},
            version = product.version + 1, updated_at = now()
        from given where product.tenant_id = :tenant_id and product.id = given.id
        returning product.id
    ),
    lost as (
        delete from product_word using given
        where product_word.tenant_id = :tenant_id and product_word.product_id = given.id
          and not given.words ? product_word.word
    ),
    found_by as (
        insert into product_word (tenant_id, word, product_id)
        select :tenant_id, word, given.id from given, jsonb_array_elements_text(given.words) as word
        on conflict do nothing
    )
    select id from written
""")


_DELETE = text("""
    with gone as (
        delete from product where tenant_id = :tenant_id and id = any(:ids) returning id
    )
    delete from product_word using gone
    where product_word.tenant_id = :tenant_id and product_word.product_id = gone.id
""")


async def draw_ids(session: AsyncSession, count: int) -> list[int]:
    """Ids for new products, ascending."""
    drawn = await session.execute(
        text("select nextval('product_id_seq') from generate_series(1, :count)"), {"count": count}
    )
    return sorted(drawn.scalars())


async def insert_products(
    session: AsyncSession, tenant_id: int, rows: Iterable[Mapping[str, Any]]
) -> set[int]:
    """Write new products with their `words`. Returns the ids written: a SKU there is already is left out."""
    written = await session.execute(_INSERT, {"tenant_id": tenant_id, "rows": as_json(rows)})
    return set(written.scalars())


async def update_products(session: AsyncSession, tenant_id: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write whole products, each row one that is locked and has changed, and the words they are found by."""
    await session.execute(_UPDATE, {"tenant_id": tenant_id, "rows": as_json(rows)})


async def products_by_id(session: AsyncSession, ids: Iterable[int], *, lock: bool = False) -> Found[int]:
    """The products there are of `ids`; with `lock`, held against other writers until the end."""
    rows = await _fetch(session, PRODUCT.c.id == any_(literal(list(ids), ARRAY(BigInteger))), lock=lock)
    return {row["id"]: row for row in rows}


async def products_by_key(session: AsyncSession, keys: Iterable[str], *, lock: bool = False) -> Found[str]:
    """The products there are of the SKUs as compared."""
    rows = await _fetch(session, PRODUCT.c.sku_key == any_(literal(list(keys), ARRAY(Text))), lock=lock)
    return {row["sku_key"]: row for row in rows}


async def _fetch(session: AsyncSession, which: ColumnElement[bool], *, lock: bool) -> list[Row]:
    statement = select(PRODUCT).where(which).order_by(PRODUCT.c.id)
    if lock:
        statement = statement.with_for_update(key_share=True)
    return [dict(row) for row in (await session.execute(statement)).mappings()]


def _refs(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    variant = aliased(Product)
    return select(
        Product.sku_key,
        Product.id.label("product_id"),
        Product.sku,
        Product.name,
        Product.active,
        Product.parent_id,
        exists().where(variant.parent_id == Product.id).label("has_variants"),
        Product.base_price_minor,
        Product.unit_cost_minor,
        Product.currency,
        Product.tax_rate,
    ).where(which)


async def refs_by_key(session: AsyncSession, keys: Iterable[str]) -> list[Row]:
    """The columns of `_refs` of the products there are of the SKUs as compared."""
    statement = _refs(Product.sku_key == any_(literal(list(keys), ARRAY(Text))))
    return [dict(row) for row in (await session.execute(statement)).mappings()]


async def refs_by_id(session: AsyncSession, ids: Iterable[int]) -> list[Row]:
    """The columns of `_refs` of the products there are of `ids`."""
    statement = _refs(Product.id == any_(literal(list(ids), ARRAY(BigInteger))))
    return [dict(row) for row in (await session.execute(statement)).mappings()]


async def parents_among(session: AsyncSession, ids: Iterable[int]) -> dict[int, int]:
    """How many variants those of `ids` have that have any."""
    counted = await session.execute(
        select(PRODUCT.c.parent_id, func.count())
        .where(PRODUCT.c.parent_id == any_(literal(list(ids), ARRAY(BigInteger))))
        .group_by(PRODUCT.c.parent_id)
    )
    return {row[0]: row[1] for row in counted}


async def delete_products(session: AsyncSession, tenant_id: int, ids: Iterable[int]) -> None:
    """With their words, tags, history and batches. Raises IntegrityError while something refers to one."""
    await session.execute(_DELETE, {"tenant_id": tenant_id, "ids": list(ids)})


async def variants_of(session: AsyncSession, parent_ids: Iterable[int]) -> dict[int, list[int]]:
    """The ids of the variants of each of `parent_ids` that has any, ascending."""
    rows = await session.execute(
        select(PRODUCT.c.parent_id, func.array_agg(aggregate_order_by(PRODUCT.c.id, PRODUCT.c.id)))
        .where(PRODUCT.c.parent_id == any_(literal(list(parent_ids), ARRAY(BigInteger))))
        .group_by(PRODUCT.c.parent_id)
    )
    return {parent_id: list(ids) for parent_id, ids in rows}
