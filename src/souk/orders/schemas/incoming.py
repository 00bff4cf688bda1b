"""What can be sent."""

from typing import Annotated, Any

from pydantic import Field

from souk.kernel.shapes import CurrencyCode, Draft, Id, Instant, Prose, UnitPriceShape, Words
from souk.orders.drafts import LineKind
from souk.orders.rules.pricing import LINES_MAX, QUANTITY_MAX
from souk.orders.schemas.fields import Amount, Count, Country, Reference, Slug, WebAddress
from souk.orders.states import PROGRESS, OrderStatus

BATCH_MAX = 200
BULK_MAX = 1_000


class AddressDraft(Draft):
    name: Words | None = None
    company: Words | None = None
    line1: Words | None = None
    line2: Words | None = None
    city: Words | None = None
    region: Words | None = None
    postcode: Words | None = None
    country: Country | None = None
    phone: Annotated[str | None, Field(max_length=40)] = None


class BuyerShape(Draft):
    """Found by external id (of the order's marketplace), then phone, then e-mail, else made."""

    external_id: Reference | None = None
    name: Words | None = None
    email: Annotated[str | None, Field(max_length=320)] = None
    phone: Annotated[str | None, Field(max_length=40)] = None
    country: Country | None = None
    locale: Annotated[str | None, Field(max_length=35)] = None


class LineIn(Draft):
    """Without a `source_line_id` its place in the order is its identity (`1`, `2`, …)."""

    sku: Annotated[str, Field(max_length=255)] = ""
    quantity: Count
    unit_price: UnitPriceShape
    source_line_id: Reference | None = None
    name: Annotated[str, Field(max_length=1000)] = ""
    kind: LineKind = LineKind.PRODUCT
    discount: Amount | None = None
    tax: Amount | None = None
    batch: Words | None = None


class RefundLineIn(Draft):
    """A line by its id here or its source's: units, an amount beyond what was paid for them, or both."""

    line_id: Id | None = None
    source_line_id: Reference | None = None
    quantity: Count = 0
    amount: Amount | None = None
    restock: bool = False


class RefundIn(Draft):
    """Of lines, of an amount of the whole order (spread over what is left of it), or both."""

    lines: Annotated[tuple[RefundLineIn, ...], Field(max_length=LINES_MAX)] = ()
    amount: Amount | None = None
    external_id: Reference | None = None
    refunded_at: Instant | None = None
    reason: Annotated[Prose, Field(max_length=1000)] = ""


class OrderIn(Draft):
    """An order as its source tells it. Amounts are in `currency` (default: the tenant's)."""

    lines: Annotated[list[LineIn], Field(max_length=LINES_MAX)]
    currency: CurrencyCode | None = None
    placed_at: Annotated[
        Instant | None, Field(description="default: now; an order that comes again keeps its time")
    ] = None
    marketplace: Slug = "direct"
    external_id: Reference | None = None
    number: Reference | None = None
    status: Annotated[
        OrderStatus | None, Field(description="default: pending; partially_refunded follows from refunds")
    ] = None
    status_changed_at: Instant | None = None
    source_updated_at: Annotated[
        Instant | None, Field(description="what is older than this by the source's time changes nothing")
    ] = None
    buyer: BuyerShape | None = None
    contact_id: Id | None = None
    tax_included: Annotated[bool | None, Field(description="default: as the tenant's prices are")] = None
    discount: Annotated[Amount | None, Field(description="the order's own; spread over its lines")] = None
    shipping: Annotated[Amount | None, Field(description="becomes a line of its own")] = None
    tax: Annotated[Amount | None, Field(description="of the order, where lines do not tell theirs")] = None
    country: Country | None = None
    shipping_address: AddressDraft | None = None
    billing_address: AddressDraft | None = None
    note: Prose = ""
    souk_click: Annotated[str | None, Field(max_length=255)] = None
    refunds: Annotated[tuple[RefundIn, ...], Field(max_length=100)] = ()
    payload: Annotated[
        dict[str, Any] | None, Field(description="the order as its source sent it; kept for a time")
    ] = None


class OrdersIn(Draft):
    orders: Annotated[list[OrderIn], Field(min_length=1, max_length=BATCH_MAX)]


class StatusIn(Draft):
    """`changed_at` may be in the past: what came later by its own time stays."""

    status: OrderStatus
    changed_at: Instant | None = None
    why: Annotated[Prose, Field(max_length=1000)] = ""


class BulkStatusIn(StatusIn):
    order_ids: Annotated[list[Id], Field(min_length=1, max_length=BULK_MAX)]


class CancelIn(Draft):
    changed_at: Instant | None = None
    why: Annotated[Prose, Field(max_length=1000)] = ""


class ReinstateIn(CancelIn):
    status: Annotated[
        OrderStatus | None,
        Field(description=f"one of {', '.join(PROGRESS)}; default: where the order was before"),
    ] = None


class RefundByReferenceIn(RefundIn):
    """A refund of an order by its source's id; it waits where the order has not come yet."""

    marketplace: Slug
    order_external_id: Reference


class ShipmentLineIn(Draft):
    line_id: Id | None = None
    source_line_id: Reference | None = None
    quantity: Annotated[int, Field(ge=1, le=QUANTITY_MAX, strict=True)]
    serial_numbers: Annotated[tuple[Reference, ...], Field(max_length=1000)] = ()


class ShipmentIn(Draft):
    """Without lines the parcel holds everything that has not been shipped."""

    lines: Annotated[tuple[ShipmentLineIn, ...], Field(max_length=LINES_MAX)] = ()
    external_id: Reference | None = None
    carrier: Words | None = None
    tracking_number: Words | None = None
    tracking_url: WebAddress | None = None
    shipped_at: Instant | None = None


class OrderEdit(Draft):
    """Only what is sent is changed; null takes a contact or an address away."""

    contact_id: Id | None = None
    note: Prose | None = None
    country: Country | None = None
    shipping_address: AddressDraft | None = None
    billing_address: AddressDraft | None = None


class MapIn(Draft):
    sku: Annotated[str, Field(min_length=1, max_length=255)]
    product_id: Id
