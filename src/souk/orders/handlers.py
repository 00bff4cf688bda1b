"""What orders do when something has happened elsewhere, or when one has been committed."""

from collections.abc import Sequence

from souk.events import Event
from souk.events.audience import ContactErased, ContactMerged
from souk.events.catalog import ProductCreated, ProductUpdated
from souk.events.orders import OrderPlaced
from souk.events.pricing import ExchangeRatesChanged
from souk.kernel.work import Work
from souk.orders.actions.rates import start_rating
from souk.orders.actions.resolve import start_resolving
from souk.orders.public import (
    apply_waiting,
    forget_contacts,
    move_contacts,
)


async def on_placed(work: Work, events: Sequence[Event]) -> None:
    """Give refunds that were on their way while their order was: neither saw the other."""
    placed = list({event.order_id for event in events if isinstance(event, OrderPlaced)})
    if placed:
        await apply_waiting(work, placed)


async def on_products(work: Work, events: Sequence[Event]) -> None:
    """Lines of an unknown SKU find the product that has it now."""
    skus = {
        event.sku
        for event in events
        if isinstance(event, ProductCreated)
        or (isinstance(event, ProductUpdated) and {"sku", "parent_id"} & set(event.changed))
    }
    if skus:
        await start_resolving(work, skus)


async def on_rates_changed(work: Work, events: Sequence[Event]) -> None:
    """Rate the orders that were waiting for a rate of these days."""
    days = ExchangeRatesChanged.days_of(events)
    if days is not None:
        await start_rating(work, *days)


async def on_contacts(work: Work, events: Sequence[Event]) -> None:
    """Orders follow contacts that are merged, and forget those that are erased."""
    # In the order in which it happened: a into b, then b into c, is a into c.
    for event in events:
        if isinstance(event, ContactMerged):
            await move_contacts(work, {event.merged_id: event.contact_id})
    erased = [event.contact_id for event in events if isinstance(event, ContactErased)]
    if erased:
        await forget_contacts(work, erased)
