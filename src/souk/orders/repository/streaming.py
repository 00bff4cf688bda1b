"""All orders that a filter leaves, a few hundred at a time."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence

from sqlalchemy import select

from souk.kernel.work import ReadWork
from souk.orders.models import Order, OrderItem
from souk.orders.repository.lists import OrderFilter, conditions, has_product

ORDERS_PER_STEP = 500

Step = tuple[Sequence[Order], Mapping[int, Sequence[OrderItem]]]


async def stream_orders(work: ReadWork, wanted: OrderFilter) -> AsyncIterator[Step]:
    """Orders by id with their lines, without those that vanished. Memory holds one step."""
    last = 0
    while True:
        statement = select(Order).where(*conditions(work, wanted), Order.id > last)
        if wanted.product_id is not None:
            statement = statement.where(has_product(work, wanted.product_id))
        found = await work.session.scalars(statement.order_by(Order.id).limit(ORDERS_PER_STEP))
        orders = list(found)
        if not orders:
            return
        last = orders[-1].id
        yield orders, await _items(work, [order.id for order in orders])
        work.session.expunge_all()


async def _items(work: ReadWork, order_ids: Sequence[int]) -> Mapping[int, Sequence[OrderItem]]:
    items: dict[int, list[OrderItem]] = defaultdict(list)
    found = await work.session.scalars(
        select(OrderItem)
        .where(
            OrderItem.tenant_id == work.tenant_id,
            OrderItem.order_id.in_(order_ids),
            OrderItem.quantity > 0,
        )
        .order_by(OrderItem.order_id, OrderItem.line_no, OrderItem.id)
    )
    for item in found:
        items[item.order_id].append(item)
    return items
