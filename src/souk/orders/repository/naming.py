"""What orders are called, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from souk.kernel.work import ReadWork
from souk.orders.models import Order


@dataclass(frozen=True, slots=True)
class OrderName:
    number: str
    status: str
    progress: str
    currency: str


async def order_names(work: ReadWork, order_ids: Sequence[int]) -> dict[int, OrderName]:
    """Those there are of `order_ids`."""
    rows = await work.session.execute(
        select(Order.id, Order.number, Order.status, Order.progress, Order.currency).where(
            Order.tenant_id == work.tenant_id, Order.id.in_(order_ids)
        )
    )
    return {row[0]: OrderName(*row[1:]) for row in rows}
