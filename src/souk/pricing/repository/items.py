"""The prices of lists: set now, set in the past, made from one another, read at any time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.db.recordset import as_json, recordset
from souk.pricing.rules.timelines import Kept

TOLD_MAX = 100
"""Changed prices that are named one by one in the audit log and the event."""


@dataclass(frozen=True, slots=True)
class Change:
    """A price before and after; None: not in the list."""

    product_id: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Changes:
    """How many prices changed; `named` are the first TOLD_MAX of them, by product."""

    total: int
    named: tuple[Change, ...]


# What holds until now goes to the past; where it began only now, it never held and is replaced.
_SET = """
    with given as materialized ({given}),
    changed as materialized (
        select given.product_id, given.price_minor, item.price_minor as before, item.valid_from,
               greatest(:now, item.valid_from) as since
        from given
        left join price_list_item item
          on item.tenant_id = :tenant_id and item.price_list_id = :price_list_id
         and item.product_id = given.product_id
        where item.price_minor is distinct from given.price_minor
    ),
    past as (
        insert into price_list_item_past (tenant_id, price_list_id, product_id, valid_from, price_minor)
        select :tenant_id, :price_list_id, product_id, valid_from, before
        from changed where before is not null and valid_from < since
        union all
        select :tenant_id, :price_list_id, product_id, since, null
        from changed where price_minor is null
        on conflict (tenant_id, price_list_id, product_id, valid_from) do update
        set price_minor = excluded.price_minor, recorded_at = now()
    ),
    written as (
        update price_list_item item set price_minor = changed.price_minor, valid_from = changed.since
        from changed
        where item.tenant_id = :tenant_id and item.price_list_id = :price_list_id
          and item.product_id = changed.product_id
          and changed.before is not null and changed.price_minor is not null
    ),
    added as (
        insert into price_list_item (tenant_id, price_list_id, product_id, price_minor, valid_from)
        select :tenant_id, :price_list_id, product_id, price_minor, since
        from changed where before is null order by product_id
    ),
    removed as (
        delete from price_list_item item using changed
        where item.tenant_id = :tenant_id and item.price_list_id = :price_list_id
          and item.product_id = changed.product_id and changed.price_minor is null
    )
    select count(*) over () as total, product_id, before, price_minor as after
    from changed order by product_id limit :told_max
"""
_GIVEN = recordset({"product_id": "bigint", "price_minor": "bigint"})
_SET_GIVEN = text(_SET.format(given=f"select product_id, price_minor from {_GIVEN}"))

_TIMELINES = text("""
select product_id, valid_from, price_minor, 1 as rank from price_list_item_past
    where tenant_id = :tenant_id and price_list_id = :price_list_id and product_id = any(:product_ids)
    union all
    select product_id, valid_from, price_minor, 2 from price_list_item
    where tenant_id = :tenant_id and price_list_id = :price_list_id and product_id = any(:product_ids)
    order by rank
""")
_KEEP_PAST = text(f"""
    insert into price_list_item_past as past (tenant_id, price_list_id, product_id, valid_from, price_minor)
    select :tenant_id, :price_list_id, product_id, valid_from, price_minor
    from {recordset({"product_id": "bigint", "valid_from": "timestamptz", "price_minor": "bigint"})}
    on conflict (tenant_id, price_list_id, product_id, valid_from) do update
    set price_minor = excluded.price_minor, recorded_at = now()
    where past.price_minor is distinct from excluded.price_minor
""")
_NOT_PRESENT = text("""
    delete from price_list_item
    where tenant_id = :tenant_id and price_list_id = :price_list_id and product_id = any(:product_ids)
""")
_KEEP_PRESENT = text(f"""
    insert into price_list_item as item (tenant_id, price_list_id, product_id, price_minor, valid_from)
    select :tenant_id, :price_list_id, product_id, price_minor, valid_from
    from {recordset({"product_id": "bigint", "valid_from": "timestamptz", "price_minor": "bigint"})}
    order by product_id
    on conflict (tenant_id, price_list_id, product_id) do update
    set price_minor = excluded.price_minor, valid_from = excluded.valid_from
    where (item.price_minor, item.valid_from) is distinct from (excluded.price_minor, excluded.valid_from)
""")


async def set_prices(
    session: AsyncSession,
    tenant_id: int,
    price_list_id: int,
    prices: Mapping[int, int | None],
    now: datetime,
) -> Changes:
    """Set prices by product from now on; None takes a product out. What is so already is not written."""
    given = as_json({"product_id": each, "price_minor": price} for each, price in prices.items())
    return await _changes(session, _SET_GIVEN, tenant_id, price_list_id, now, {"rows": given})


async def set_prices_from(
    session: AsyncSession,
    tenant_id: int,
    price_list_id: int,
    select: str,
    parameters: Mapping[str, Any],
    now: datetime,
) -> Changes:
    """The same for what a SELECT of (product_id, price_minor) says, however many."""
    return await _changes(session, text(_SET.format(given=select)), tenant_id, price_list_id, now, parameters)


async def _changes(
    session: AsyncSession,
    statement: Any,
    tenant_id: int,
    price_list_id: int,
    now: datetime,
    parameters: Mapping[str, Any],
) -> Changes:
    known = {"tenant_id": tenant_id, "price_list_id": price_list_id, "now": now, "told_max": TOLD_MAX}
    rows = (await session.execute(statement, {**known, **parameters})).all()
    named = tuple(Change(row.product_id, row.before, row.after) for row in rows)
    return Changes(rows[0].total if rows else 0, named)


async def timelines_of(
    session: AsyncSession, tenant_id: int, price_list_id: int, product_ids: Sequence[int]
) -> dict[int, dict[datetime, int | None]]:
    """Everything that is known of the prices of products in a list; what is in force has the last word."""
    rows = await session.execute(
        _TIMELINES,
        {"tenant_id": tenant_id, "price_list_id": price_list_id, "product_ids": list(product_ids)},
    )
    timelines: dict[int, dict[datetime, int | None]] = {each: {} for each in product_ids}
    for row in rows:
        timelines[row.product_id][row.valid_from] = row.price_minor
    return timelines


async def keep_timelines(
    session: AsyncSession, tenant_id: int, price_list_id: int, timelines: Mapping[int, Kept]
) -> None:
    """Write whole timelines. Nothing that was known may be missing from them: rows are added, not removed."""
    parameters = {"tenant_id": tenant_id, "price_list_id": price_list_id}
    past = [
        {"product_id": each, "valid_from": instant, "price_minor": price}
        for each, kept in timelines.items()
        for instant, price in kept.past.items()
    ]
    present = [
        {"product_id": each, "valid_from": kept.valid_from, "price_minor": kept.price_minor}
        for each, kept in timelines.items()
        if kept.valid_from is not None
    ]
    await session.execute(_KEEP_PAST, {**parameters, "rows": as_json(past)})
    gone = [each for each, kept in timelines.items() if kept.valid_from is None]
    await session.execute(_NOT_PRESENT, {**parameters, "product_ids": gone})
    await session.execute(_KEEP_PRESENT, {**parameters, "rows": as_json(present)})
