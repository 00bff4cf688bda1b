"""What happens when: who hears which event. docs/flows.md is made from this table.

A handler in the transaction is pure database work that cannot be refused. A subscriber after commit has
a position of its own in the log under its name; renaming it makes a new one.
"""

from souk.attribution import handlers as attribution
from souk.audience.handlers import on_purchases
from souk.events.audience import ContactErased, ContactMerged
from souk.events.catalog import ProductCreated, ProductUpdated
from souk.events.log import Reactions
from souk.events.orders import OrderChanged, OrderPlaced, OrderRefunded, OrderStatusChanged
from souk.events.pricing import ExchangeRatesChanged
from souk.events.published import published
from souk.events.subscriber import Subscriber
from souk.events.tenancy import SettingsChanged
from souk.events.trackers import TrackerEvents
from souk.jobs.trackers import announce_through
from souk.notices import handlers as notices
from souk.orders import handlers as orders
from souk.webhooks.handlers import send_webhooks

announce_through(TrackerEvents())

IN_TRANSACTION: Reactions = {
    ContactMerged: (orders.on_contacts,),
    ContactErased: (orders.on_contacts,),
}

AFTER_COMMIT: tuple[Subscriber, ...] = (
    Subscriber(
        "attribution",
        (OrderPlaced, OrderChanged, OrderStatusChanged, OrderRefunded),
        attribution.on_order_events,
        starts_at="start",
    ),
    Subscriber("attribution: new rates", (ExchangeRatesChanged,), attribution.on_rates_changed),
    Subscriber("attribution: time zone", (SettingsChanged,), attribution.on_settings_changed),
    Subscriber(
        "audience: orders and spend",
        (OrderPlaced, OrderChanged, OrderStatusChanged, OrderRefunded, ContactMerged),
        on_purchases,
        starts_at="start",
    ),
    Subscriber("orders: late refunds", (OrderPlaced,), orders.on_placed),
    Subscriber("orders: new products", (ProductCreated, ProductUpdated), orders.on_products),
    Subscriber("orders: new rates", (ExchangeRatesChanged,), orders.on_rates_changed),
    Subscriber("notices", notices.HEARD, notices.post_notices),
    Subscriber("webhooks", tuple(published().values()), send_webhooks),
)
