"""Orders and spend of contacts, counted anew from the orders themselves.

Never added to: counting again gives the same, whatever came twice or in another order.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, cast, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import JSONB

from souk.audience.models import Contact
from souk.audience.ports import purchases
from souk.kernel.work import Work


async def recount(work: Work, contact_ids: Sequence[int]) -> int:
    """Bring the order figures of these contacts up to date. Returns how many changed."""
    if not contact_ids:
        return 0
    order = purchases().orders().subquery("counted")
    mine = (order.c.tenant_id == work.tenant_id) & order.c.contact_id.in_(contact_ids)
    sums = (
        select(
            order.c.contact_id,
            func.count().label("orders_count"),
            func.coalesce(func.sum(order.c.spent_minor), 0).label("spent_minor"),
            func.min(order.c.placed_at).label("first_order_at"),
            func.max(order.c.placed_at).label("last_order_at"),
        )
        .where(mine)
        .group_by(order.c.contact_id)
        .cte("sums")
    )
    by_currency = (
        select(
            order.c.contact_id,
            order.c.beside_currency,
            func.sum(order.c.beside_minor).label("beside_minor"),
        )
        .where(mine, order.c.beside_currency.is_not(None))
        .group_by(order.c.contact_id, order.c.beside_currency)
        .cte("by_currency")
    )
    beside = (
        select(
            by_currency.c.contact_id,
            func.jsonb_object_agg(by_currency.c.beside_currency, by_currency.c.beside_minor).label("amounts"),
        )
        .group_by(by_currency.c.contact_id)
        .cte("beside")
    )
    locked = (
        select(Contact.id)
        .where(Contact.tenant_id == work.tenant_id, Contact.id.in_(contact_ids))
        .order_by(Contact.id)
        .with_for_update()
        .cte("locked")
    )
    nothing = cast(literal({}, JSONB), JSONB)
    counted = (
        select(
            locked.c.id,
            func.coalesce(sums.c.orders_count, 0).label("orders_count"),
            func.coalesce(sums.c.spent_minor, 0).label("spent_minor"),
            func.coalesce(beside.c.amounts, nothing).label("spent_beside"),
            sums.c.first_order_at,
            sums.c.last_order_at,
        )
        .select_from(locked)
        .outerjoin(sums, sums.c.contact_id == locked.c.id)
        .outerjoin(beside, beside.c.contact_id == locked.c.id)
        .subquery("now_counted")
    )
    names = ("orders_count", "spent_minor", "spent_beside", "first_order_at", "last_order_at")
    differs: ColumnElement[bool] = literal(False)
    for name in names:
        differs = differs | getattr(Contact, name).is_distinct_from(counted.c[name])
    changed = await work.session.execute(
        update(Contact)
        .where(Contact.tenant_id == work.tenant_id, Contact.id == counted.c.id, differs)
        .values({name: counted.c[name] for name in names} | {"updated_at": Contact.updated_at})
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


_PAGE = text("""
    select id from contact where tenant_id = :tenant_id and id > :after order by id limit :limit
""")


async def contact_ids_after(work: Work, after: int, limit: int) -> list[int]:
    rows = await work.session.execute(_PAGE, {"tenant_id": work.tenant_id, "after": after, "limit": limit})
    return list(rows.scalars())
