"""What attribution does when something has happened to orders."""

from collections.abc import Sequence

from souk.attribution.actions.credit import credit_orders
from souk.events import Event, emit
from souk.events.attribution import SalesCredited
from souk.events.orders import OrderEvent
from souk.kernel.work import Work


async def on_order_events(work: Work, events: Sequence[Event]) -> None:
    """Credit the orders of a batch, each once: what is read is the order as it is now."""
    order_ids = list(dict.fromkeys(event.order_id for event in events if isinstance(event, OrderEvent)))
    if not order_ids:
        return
    computed = await credit_orders(work, order_ids)
    if computed.entries:
        emit(work, SalesCredited(orders=len(order_ids), entries=computed.entries))
