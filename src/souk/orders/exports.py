"""Orders as a file: a row for each line. Columns are named as the import's fields: it can come back."""

from collections.abc import AsyncIterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from souk.kernel.lists import ListQuery
from souk.kernel.money import minor_digits
from souk.kernel.work import ReadWork
from souk.orders.actions.buyers import contacts_shown
from souk.orders.actions.search import order_filter
from souk.orders.models import Order, OrderItem
from souk.orders.repository.streaming import stream_orders
from souk.orders.schemas.outgoing import ContactRef
from souk.orders.schemas.queries import OrderQuery
from souk.tenancy.public import masks_personal_data
from souk.transfers.public import Column

_ADDRESS = ("name", "company", "line1", "line2", "city", "region", "postcode", "country", "phone")


class OrderExport:
    kind = "orders"
    title = "Orders"
    capability = "orders.read"
    query: type[ListQuery] = OrderQuery
    columns = (
        Column("order", "the order's id at its source"),
        Column("number"),
        Column("marketplace"),
        Column("line_id"),
        Column("placed_at"),
        Column("updated_at", "when the source changed it last"),
        Column("status"),
        Column("fulfilment", "how far it had come, also while cancelled or refunded"),
        Column("currency"),
        Column("sku"),
        Column("name"),
        Column("kind", "product, shipping, fee or adjustment"),
        Column("batch"),
        Column("quantity"),
        Column("unit_price", "in whole units of the currency"),
        Column("discount", "of the row, with its part of the order's"),
        Column("tax"),
        Column("tax_included"),
        Column("refunded", "all that was given back of the order"),
        Column("customer_name"),
        Column("email"),
        Column("phone"),
        Column("country"),
        *(Column(f"shipping_{part}") for part in _ADDRESS),
        *(Column(f"billing_{part}") for part in _ADDRESS),
        Column("note"),
        Column("souk_click"),
    )

    async def rows(self, work: ReadWork, query: Any) -> AsyncIterator[Sequence[Any]]:
        """In the order in which the orders came in, whatever the list is sorted by: it is streamed."""
        masked = masks_personal_data(work)
        async for orders, items in stream_orders(work, await order_filter(work, query)):
            contacts = await contacts_shown(work, [order.contact_id for order in orders])
            for order in orders:
                head, tail = _head(order), _tail(order, contacts, masked=masked)
                for item in items.get(order.id, ()):
                    yield (*head, *_line(item, order), *tail)


def _head(order: Order) -> tuple[Any, ...]:
    return (order.external_id, order.number, order.marketplace)


def _line(item: OrderItem, order: Order) -> tuple[Any, ...]:
    whole = -minor_digits(order.currency)
    tax = None if item.tax_minor is None else Decimal(item.tax_minor).scaleb(whole)
    return (
        item.source_line_id,
        order.placed_at,
        order.source_updated_at,
        order.status,
        order.progress,
        order.currency,
        item.sku_given,
        item.name_given,
        item.kind,
        item.batch_given,
        item.quantity,
        item.unit_price_minor.scaleb(whole).normalize(),
        Decimal(item.discount_minor).scaleb(whole),
        tax,
        order.tax_included,
        Decimal(order.refunded_minor).scaleb(whole),
    )


def _tail(order: Order, contacts: Mapping[int, ContactRef], *, masked: bool) -> tuple[Any, ...]:
    contact = contacts.get(order.contact_id) if order.contact_id is not None else None
    return (
        contact.name if contact else None,
        contact.email if contact else None,
        contact.phone if contact else None,
        order.country,
        *_address(order.shipping_address, masked=masked),
        *_address(order.billing_address, masked=masked),
        order.note,
        order.souk_click,
    )


def _address(address: Mapping[str, Any] | None, *, masked: bool) -> tuple[Any, ...]:
    known = address or {}
    return tuple(None if masked and part == "phone" else known.get(part) for part in _ADDRESS)
