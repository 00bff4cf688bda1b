"""Tags and which products carry them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.catalog.rules.names import name_key
from souk.kernel.db.recordset import as_json, recordset

_ENSURE = text(f"""
    insert into tag (tenant_id, name, name_key)
    select :tenant_id, name, name_key from {recordset({"name": "text", "name_key": "text"})} order by name_key
    on conflict (tenant_id, name_key) do nothing
    returning id, name
""")
_FIND = text("select id, name_key from tag where tenant_id = :tenant_id and name_key = any(:keys)")
_OF_PRODUCTS = text("""
    select product_tag.product_id, tag.id, tag.name
    from product_tag join tag on tag.tenant_id = product_tag.tenant_id and tag.id = product_tag.tag_id
    where product_tag.tenant_id = :tenant_id and product_tag.product_id = any(:product_ids)
    order by product_tag.product_id, tag.name_key
""")
_PAIRS = recordset({"product_id": "bigint", "tag_id": "bigint"})
_ADD = text(f"""
    insert into product_tag (tenant_id, product_id, tag_id)
    select :tenant_id, product_id, tag_id from {_PAIRS} order by product_id, tag_id
    on conflict do nothing
""")
_TAKE = text(f"""
    delete from product_tag using {_PAIRS}
    where product_tag.tenant_id = :tenant_id
      and product_tag.product_id = given.product_id and product_tag.tag_id = given.tag_id
""")


async def ensure_tags(
    session: AsyncSession, tenant_id: int, names: Iterable[str]
) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """The ids of tags by their key, and those (id, name) that had to be made, named as first written."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(name_key(name), name)
    if not wanted:
        return {}, []
    ids = await _find(session, tenant_id, wanted)
    missing = [{"name": wanted[key], "name_key": key} for key in wanted if key not in ids]
    if not missing:
        return ids, []
    made = await session.execute(_ENSURE, {"tenant_id": tenant_id, "rows": as_json(missing)})
    return await _find(session, tenant_id, wanted), [(row.id, row.name) for row in made]


async def _find(session: AsyncSession, tenant_id: int, keys: Iterable[str]) -> dict[str, int]:
    found = await session.execute(_FIND, {"tenant_id": tenant_id, "keys": list(keys)})
    return {row.name_key: row.id for row in found}


async def tags_of(
    session: AsyncSession, tenant_id: int, product_ids: Iterable[int]
) -> dict[int, dict[int, str]]:
    """The tags (id to name, in the order of names) of those products that have any."""
    rows = await session.execute(_OF_PRODUCTS, {"tenant_id": tenant_id, "product_ids": list(product_ids)})
    tags: dict[int, dict[int, str]] = {}
    for row in rows:
        tags.setdefault(row.product_id, {})[row.id] = row.name
    return tags


async def add_tags(session: AsyncSession, tenant_id: int, pairs: Iterable[tuple[int, int]]) -> None:
    """Let products carry tags, as pairs of product and tag."""
    await session.execute(_ADD, {"tenant_id": tenant_id, "rows": as_json(_named(pairs))})


async def take_tags(session: AsyncSession, tenant_id: int, pairs: Iterable[tuple[int, int]]) -> None:
    """Take tags off products, as pairs of product and tag."""
    await session.execute(_TAKE, {"tenant_id": tenant_id, "rows": as_json(_named(pairs))})


def _named(pairs: Iterable[tuple[int, int]]) -> Iterable[Mapping[str, int]]:
    return ({"product_id": product_id, "tag_id": tag_id} for product_id, tag_id in pairs)


async def carriers(session: AsyncSession, tenant_id: int, tag_id: int) -> int:
    """How many products carry a tag."""
    counted = await session.execute(
        text("select count(*) from product_tag where tenant_id = :tenant_id and tag_id = :tag_id"),
        {"tenant_id": tenant_id, "tag_id": tag_id},
    )
    return int(counted.scalar_one())
