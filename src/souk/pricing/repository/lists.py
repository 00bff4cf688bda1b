"""Price lists: listed, cloned, their content told apart."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.pricing.models import PriceList, PriceListItem
from souk.pricing.rules.names import list_key
from souk.pricing.schemas import PriceListQuery

# A hash of products and prices in the order of products: two lists are priced alike when it is the same.
_CONTENT = """
    select encode(sha256(convert_to(
        coalesce(string_agg(product_id || ':' || price_minor, ',' order by product_id), ''), 'UTF8')), 'hex')
    from price_list_item where tenant_id = :tenant_id and price_list_id = :price_list_id
"""
_TOUCH = text(f"""
    update price_list set version = version + 1, content_hash = ({_CONTENT}), updated_at = now()
    where tenant_id = :tenant_id and id = :price_list_id
    returning version
""")
_CLONE = text("""
    with source as (
        select * from price_list where tenant_id = :tenant_id and id = :source_id
    ),
    list as (
        insert into price_list (tenant_id, name, name_key, currency, kind, source_id, content_hash)
        select tenant_id, :name, :name_key, currency, coalesce(:kind, kind), id, content_hash from source
        returning tenant_id, id
    ),
    items as (
        insert into price_list_item (tenant_id, price_list_id, product_id, price_minor, valid_from)
        select list.tenant_id, list.id, item.product_id, item.price_minor, :now
        from list, price_list_item item
        where item.tenant_id = :tenant_id and item.price_list_id = :source_id
    )
    select id from list
""")
EMPTY_CONTENT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of nothing: a list without prices."""


def lists_listed(query: PriceListQuery) -> Select[PriceList, int]:
    """Price lists with how many products each prices."""
    priced = (
        select(func.count())
        .where(PriceListItem.tenant_id == PriceList.tenant_id, PriceListItem.price_list_id == PriceList.id)
        .scalar_subquery()
        .label("products")
    )
    conditions: list[ColumnElement[bool]] = []
    if query.kind is not None:
        conditions.append(PriceList.kind == query.kind.value)
    if query.currency is not None:
        conditions.append(PriceList.currency == query.currency)
    if query.source_id is not None:
        conditions.append(PriceList.source_id == query.source_id)
    if query.q is not None:
        conditions.append(PriceList.name_key.contains(list_key(query.q), autoescape=True))
    return select(PriceList, priced).where(*conditions)


async def clone_list(session: AsyncSession, tenant_id: int, values: dict[str, Any]) -> int:
    """Copy a list (`source_id`) with its prices under another name, in one statement. Returns the new id."""
    made = await session.execute(_CLONE, {"tenant_id": tenant_id, **values})
    return int(made.scalar_one())


async def lists_named(session: AsyncSession, tenant_id: int, names: Iterable[str]) -> dict[str, PriceList]:
    """The lists there are, by `list_key` of their names."""
    keys = {list_key(name) for name in names}
    rows = await session.execute(
        select(PriceList).where(PriceList.tenant_id == tenant_id, PriceList.name_key.in_(keys))
    )
    return {found.name_key: found for found in rows.scalars()}


async def touch_list(session: AsyncSession, tenant_id: int, price_list_id: int) -> int:
    """Count its version up and take its content's hash anew. Returns the version."""
    touched = await session.execute(_TOUCH, {"tenant_id": tenant_id, "price_list_id": price_list_id})
    return int(touched.scalar_one())
