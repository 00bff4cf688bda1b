"""What attribution does when something has happened to orders, settings or rates."""

from collections.abc import Sequence

from souk.attribution.actions.credit import credit_orders
from souk.attribution.actions.rebuild import rebuild_from_start
from souk.attribution.actions.runs import hand_to_worker
from souk.attribution.actions.spend import convert_spend
from souk.events import Event, emit
from souk.events.attribution import SalesCredited
from souk.events.orders import OrderEvent
from souk.events.pricing import ExchangeRatesChanged
from souk.events.tenancy import SettingsChanged
from souk.kernel.work import Work


async def on_order_events(work: Work, events: Sequence[Event]) -> None:
    """Credit the orders of a batch, each once: what is read is the order as it is now."""
    order_ids = list(dict.fromkeys(event.order_id for event in events if isinstance(event, OrderEvent)))
    if not order_ids:
        return
    computed = await credit_orders(work, order_ids)
    if computed.entries:
        emit(work, SalesCredited(orders=len(order_ids), entries=computed.entries))


async def on_settings_changed(work: Work, events: Sequence[Event]) -> None:
    """In another time zone sales fall on other days: the sums by day are made anew."""
    if any(isinstance(event, SettingsChanged) and "timezone" in event.changed for event in events):
        opened = await rebuild_from_start(work)
        if opened is not None:
            await hand_to_worker(work, opened[0])


async def on_rates_changed(work: Work, events: Sequence[Event]) -> None:
    """Convert the spend that was waiting for a rate of these days."""
    days = ExchangeRatesChanged.days_of(events)
    if days is not None:
        await convert_spend(work, *days)
