"""What an adjustment makes of many prices: weighed in one statement, ahead of writing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.catalog.public import product_rows
from souk.kernel.db.parts import as_part
from souk.kernel.money import MAX_AMOUNT_MINOR
from souk.pricing.repository.items import TOLD_MAX, Change
from souk.pricing.rules.adjusting import Adjustment, adjusted

_PRODUCTS = as_part(product_rows())
_WANTED = "(cast(:product_ids as bigint[]) is null or product_id = any(:product_ids))"

OF_LIST = f"""
    select product_id, price_minor as before, {adjusted("price_minor")} as after,
           cast(:currency as text) as currency
    from price_list_item
    where tenant_id = :tenant_id and price_list_id = :price_list_id and {_WANTED}
"""
"""The prices of a list before and after."""
OF_PRODUCTS = f"""
    select product_id, base_price_minor as before, {adjusted("base_price_minor")} as after, currency
    from ({_PRODUCTS}) product
    where base_price_minor is not null and currency = :currency and {_WANTED}
"""
"""Products' own prices in one currency before and after."""

_WEIGH = """
    select count(*) as matched,
           count(*) filter (where before <> after) as changed,
           count(*) filter (where after < 0 or after > :highest) as out_of_range,
           coalesce(sum(before), 0) as total_before,
           coalesce(sum(after), 0) as total_after,
           count(*) filter (where after < product.unit_cost_minor) as below_cost
    from ({prices}) price
    left join ({products}) product
      on product.product_id = price.product_id and product.currency = price.currency
"""
_CHANGED = """
    select product_id, before, after from ({prices}) price where before <> after
    order by product_id limit :most
"""


@dataclass(frozen=True, slots=True)
class Weighed:
    """How many prices match, would change, and what they add up to, in minor units."""

    matched: int
    changed: int
    out_of_range: int
    total_before: int
    total_after: int
    below_cost: int


def parameters(
    tenant_id: int, currency: str, adjustment: Adjustment, product_ids: Sequence[int] | None
) -> dict[str, Any]:
    """What OF_LIST (with its price_list_id) and OF_PRODUCTS are asked with; no ids: all there are."""
    return {
        "tenant_id": tenant_id,
        "currency": currency,
        "percent": adjustment.percent,
        "amount_minor": adjustment.amount_minor,
        "step_minor": adjustment.step_minor,
        "ending_minor": adjustment.ending_minor,
        "product_ids": None if product_ids is None else list(product_ids),
    }


async def weigh(session: AsyncSession, prices: str, given: Mapping[str, Any]) -> Weighed:
    """What `prices` come to as a whole."""
    statement = text(_WEIGH.format(prices=prices, products=_PRODUCTS))
    row = (await session.execute(statement, {**given, "highest": MAX_AMOUNT_MINOR})).one()
    return Weighed(**{name: int(value) for name, value in row._mapping.items()})


async def changed(
    session: AsyncSession, prices: str, given: Mapping[str, Any], *, most: int | None = TOLD_MAX
) -> list[Change]:
    """The first `most` of `prices` that would change, by product; None: all."""
    rows = await session.execute(text(_CHANGED.format(prices=prices)), {**given, "most": most})
    return [Change(row.product_id, int(row.before), int(row.after)) for row in rows]
