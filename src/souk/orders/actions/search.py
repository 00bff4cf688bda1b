"""What a person means by the filters and the words of a list of orders."""

from datetime import date, datetime

from souk.catalog.public import products_by_sku, sku_key
from souk.kernel.clock import day_after, day_start
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.work import ReadWork
from souk.orders.actions.buyers import contacts_meant
from souk.orders.repository.lists import OrderFilter
from souk.orders.schemas.queries import OrderQuery


async def order_filter(work: ReadWork, query: OrderQuery) -> OrderFilter:
    """What a query means. Raises Invalid for days that no calendar has."""
    zone = work.scope.timezone
    q = query.q.strip() if query.q and query.q.strip() else None
    contact_ids = await contacts_meant(work, q) if q else ()
    products = await products_by_sku(work, [q]) if q else {}
    return OrderFilter(
        statuses=[status.value for status in query.status or ()],
        marketplace=query.marketplace,
        contact_id=query.contact_id,
        product_id=query.product_id,
        placed_from=_edge(query.start, zone, is_end=False, field="from"),
        placed_to=_edge(query.end, zone, is_end=True, field="to"),
        country=query.country,
        unresolved=query.unresolved,
        currency=query.currency,
        q=q,
        contact_ids=contact_ids,
        product_ids=tuple(product.product_id for product in products.values()),
        sku_key=sku_key(q) if q else None,
    )


def _edge(value: date | datetime | None, zone: str, *, is_end: bool, field: str) -> datetime | None:
    """A day's first instant (or, as an end, the first one after it); an instant as it is."""
    if value is None or isinstance(value, datetime):
        return value
    try:
        return day_after(value, zone) if is_end else day_start(value, zone)
    except OverflowError:
        raise Invalid("No calendar reaches that far.", fields=[FieldError(field, "out of range")]) from None
