"""What people correct on an order that is there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from souk.events import emit
from souk.events.orders import OrderChanged
from souk.kernel.work import Work
from souk.orders.actions.buyers import unknown_contact_refused
from souk.orders.errors import OrderMissing
from souk.orders.models import Order
from souk.tenancy.public import record_audit

EDITABLE = ("contact_id", "note", "country", "shipping_address", "billing_address")


async def edit_order(work: Work, order_id: int, changes: Mapping[str, Any]) -> Order:
    """Change whose order it is, its note or its addresses. Raises OrderMissing, ContactUnknown."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"orders have no editable {', '.join(sorted(unknown))}")
    order = await work.session.scalar(
        select(Order)
        .where(Order.tenant_id == work.tenant_id, Order.id == order_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if order is None:
        raise OrderMissing("There is no such order.")
    before = {name: getattr(order, name) for name in changes if getattr(order, name) != changes[name]}
    if not before:
        return order
    for name in before:
        setattr(order, name, changes[name])
    order.updated_at = work.now
    async with unknown_contact_refused():
        await work.session.flush()
    what = sorted({"contact" if name == "contact_id" else name for name in before})
    emit(work, OrderChanged(order_id=order.id, number=order.number, what=what, lines=[]))
    await record_audit(
        work,
        "order.edited",
        subject=("order", order.id, order.number),
        before=before,
        after={name: changes[name] for name in before},
    )
    return order
