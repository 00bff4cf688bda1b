"""What the audience does when something has happened elsewhere."""

from collections.abc import Sequence

from souk.audience.ports import purchases
from souk.audience.repository.figures import recount
from souk.events import Event
from souk.events.audience import ContactMerged
from souk.events.orders import OrderEvent
from souk.kernel.work import Work


async def on_purchases(work: Work, events: Sequence[Event]) -> None:
    """Count the orders and spend of those whose orders have changed, or who have become one, anew."""
    orders = sorted({event.order_id for event in events if isinstance(event, OrderEvent)})
    touched = await purchases().contacts_of_orders(work, orders) if orders else set()
    for event in events:
        if isinstance(event, ContactMerged):
            touched |= {event.contact_id, event.merged_id}
    await recount(work, sorted(touched))
