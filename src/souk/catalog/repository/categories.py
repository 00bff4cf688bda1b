"""The tree of categories: paths upwards, everything below, levels made at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BigInteger, Integer, Select, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.ext.asyncio import AsyncSession

from souk.catalog.models import Category, Product
from souk.kernel.db.recordset import as_json, recordset


@dataclass(frozen=True, slots=True)
class Place:
    """Where a category is: the ids and names from the root down to itself."""

    ids: tuple[int, ...]
    names: tuple[str, ...]


_PATHS = text("""
    with recursive upward as (
        select id as start, id, parent_id, array[id] as ids, array[name] as names
        from category where tenant_id = :tenant_id and id = any(:ids)
        union all
        select upward.start, category.id, category.parent_id, category.id || ids, category.name || names
        from upward join category on category.tenant_id = :tenant_id and category.id = upward.parent_id
    )
    select start, ids, names from upward where parent_id is null
""")
_HOLD_TREE = text("""
    select id, parent_id from category where tenant_id = :tenant_id order by id for no key update
""")
_GIVEN = recordset({"parent_id": "bigint", "name": "text", "name_key": "text"})
_ENSURE_LEVEL = text(f"""
    insert into category (tenant_id, parent_id, name, name_key)
    select :tenant_id, parent_id, name, name_key from {_GIVEN} order by coalesce(parent_id, 0), name_key
    on conflict (tenant_id, coalesce(parent_id, 0), name_key) do nothing
    returning id, parent_id, name
""")
_FIND_LEVEL = text(f"""
    select category.id, category.parent_id, category.name_key
    from category join {_GIVEN}
      on category.name_key = given.name_key and coalesce(category.parent_id, 0) = coalesce(given.parent_id, 0)
    where category.tenant_id = :tenant_id
""")


async def places_of(session: AsyncSession, tenant_id: int, ids: Iterable[int]) -> dict[int, Place]:
    """Where each of the categories that are there is."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await session.execute(_PATHS, {"tenant_id": tenant_id, "ids": wanted})
    return {row.start: Place(tuple(row.ids), tuple(row.names)) for row in rows}


async def hold_tree(session: AsyncSession, tenant_id: int) -> dict[int, int | None]:
    """Every category and its parent, held against other changes of the tree until the end."""
    rows = await session.execute(_HOLD_TREE, {"tenant_id": tenant_id})
    return {row.id: row.parent_id for row in rows}


def below(category_ids: Iterable[int]) -> Select[int]:
    """The ids of categories and of everything below them."""
    tree = (
        select(Category.id)
        .where(Category.id == func.any(literal(sorted(category_ids), ARRAY(BigInteger))))
        .cte("below", recursive=True)
    )
    tree = tree.union(select(Category.id).join(tree, Category.parent_id == tree.c.id))
    return select(tree.c.id)


async def ensure_level(
    session: AsyncSession, tenant_id: int, wanted: Iterable[tuple[int | None, str, str]]
) -> tuple[dict[tuple[int | None, str], int], list[tuple[int, int | None, str]]]:
    """Categories of one level as (parent, name, key): their ids by parent and key, and those made
    (id, parent, name).
    """
    given = as_json({"parent_id": parent, "name": name, "name_key": key} for parent, name, key in wanted)
    parameters = {"tenant_id": tenant_id, "rows": given}
    made = [(row.id, row.parent_id, row.name) for row in await session.execute(_ENSURE_LEVEL, parameters)]
    found = await session.execute(_FIND_LEVEL, parameters)
    return {(row.parent_id, row.name_key): row.id for row in found}, made


def categories_listed() -> Select[Category, list[int], list[str], int]:
    """Every category with the ids and names of its path and its depth (1 for a root)."""
    down = (
        select(
            Category.id,
            array([Category.id]).label("ids"),
            array([Category.name]).label("names"),
            literal(1, Integer).label("depth"),
        )
        .where(Category.parent_id.is_(None))
        .cte("down", recursive=True)
    )
    down = down.union_all(
        select(
            Category.id,
            func.array_append(down.c.ids, Category.id),
            func.array_append(down.c.names, Category.name),
            down.c.depth + 1,
        ).join(down, Category.parent_id == down.c.id)
    )
    return select(Category, down.c.ids, down.c.names, down.c.depth).join(down, down.c.id == Category.id)


async def direct_counts(
    session: AsyncSession, tenant_id: int, category_ids: Iterable[int]
) -> dict[int, tuple[int, int]]:
    """How many products and how many categories lie directly in each of `category_ids`."""
    ids = list(category_ids)
    of_ids = func.any(literal(ids, ARRAY(BigInteger)))
    products = await session.execute(
        select(Product.category_id, func.count())
        .where(Product.tenant_id == tenant_id, Product.category_id == of_ids)
        .group_by(Product.category_id)
    )
    children = await session.execute(
        select(Category.parent_id, func.count())
        .where(Category.tenant_id == tenant_id, Category.parent_id == of_ids)
        .group_by(Category.parent_id)
    )
    in_products = {row[0]: row[1] for row in products}
    in_children = {row[0]: row[1] for row in children}
    return {each: (in_products.get(each, 0), in_children.get(each, 0)) for each in ids}
