"""What orders do when something has happened elsewhere, or when one has been committed."""

from collections.abc import Sequence
from datetime import date

from souk.events import Event
from souk.events.orders import OrderPlaced
from souk.events.pricing import ExchangeRatesChanged
from souk.kernel.work import Work
from souk.orders.actions.rates import rate_orders
from souk.orders.actions.refund import apply_waiting


async def on_placed(work: Work, events: Sequence[Event]) -> None:
    """Give refunds that were on their way while their order was: neither saw the other."""
    placed = list({event.order_id for event in events if isinstance(event, OrderPlaced)})
    if placed:
        await apply_waiting(work, placed)


async def on_rates_changed(work: Work, events: Sequence[Event]) -> None:
    """Rate the orders that were waiting for a rate of these days."""
    changed = [event for event in events if isinstance(event, ExchangeRatesChanged)]
    if changed:
        first = min(date.fromisoformat(event.first_day) for event in changed)
        last = max(date.fromisoformat(event.last_day) for event in changed)
        await rate_orders(work, first, last)
