"""What is answered."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from souk.kernel.lists import Page
from souk.kernel.shapes import MoneyShape, Shape, UnitPriceShape
from souk.orders.drafts import LineKind, Outcome
from souk.orders.states import OrderStatus


class ContactRef(Shape):
    """E-mail addresses and phone numbers are masked for those who may not see them."""

    id: int
    name: str | None
    email: str | None
    phone: str | None


class OrderShape(Shape):
    """`status` is where the order stands; `progress` how far it had come, also while it is cancelled,
    refunded, or refunded in part. `net` is what was paid less what was refunded, `in_tenant_currency` the
    total at the rate of the day it was placed (null: none is known)."""

    id: int
    number: str
    marketplace: str
    external_id: str | None
    contact: ContactRef | None
    status: OrderStatus
    progress: OrderStatus
    placed_at: datetime
    total: MoneyShape
    discount: MoneyShape
    shipping: MoneyShape
    tax: MoneyShape | None
    tax_included: bool
    refunded: MoneyShape
    net: MoneyShape
    in_tenant_currency: MoneyShape | None
    exchange_rate: Annotated[str | None, Field(description="tenant currency for one of the order's")]
    country: str | None
    lines: int
    units: int
    unresolved_lines: int
    created_at: datetime
    updated_at: datetime


class OrderPage(Page[OrderShape]):
    """`total` is exact, or at least so many where `total_is_exact` is false: a long list narrowed by contact,
    product, country, currency, unresolved lines or words is counted up to 10,000."""

    total_is_exact: bool


class LineShape(Shape):
    id: int
    source_line_id: str
    line_no: int
    kind: LineKind
    product_id: int | None
    sku: str
    name: str
    batch_id: int | None
    batch: str | None
    quantity: int
    unit_price: UnitPriceShape
    total: MoneyShape
    discount: Annotated[MoneyShape, Field(description="its own and its part of the order's")]
    tax: MoneyShape | None
    unit_cost: Annotated[UnitPriceShape | None, Field(description="at the sale; null: not known")]
    refunded_quantity: int
    refunded_amount: Annotated[MoneyShape, Field(description="given back beyond returned units")]


class StatusChangeShape(Shape):
    """`before` null: the order came with it."""

    id: int
    before: OrderStatus | None
    after: OrderStatus
    progress: OrderStatus
    changed_at: datetime
    recorded_at: datetime
    why: str
    actor: str


class RefundItemShape(Shape):
    line_id: int
    quantity: int
    amount: MoneyShape
    restock: bool


class RefundShape(Shape):
    """One with `voided_at` counts no more: the order was reinstated. `of_all_that_was_left` stands for the
    status `refunded` alone; details that come later take their part of it."""

    id: int
    external_id: str | None
    refunded_at: datetime
    recorded_at: datetime
    reason: str
    amount: MoneyShape
    of_all_that_was_left: bool
    voided_at: datetime | None
    lines: list[RefundItemShape]


class ShipmentLineShape(Shape):
    line_id: int
    quantity: int
    serial_numbers: list[str]


class ShipmentShape(Shape):
    id: int
    external_id: str | None
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    shipped_at: datetime
    recorded_at: datetime
    lines: list[ShipmentLineShape]


class WholeOrderShape(OrderShape):
    """`possible` are the statuses it can be asked to take, `reinstate` among them."""

    items: list[LineShape]
    refunds: list[RefundShape]
    shipments: list[ShipmentShape]
    status_changes: list[StatusChangeShape]
    possible: list[str]
    note: str
    shipping_address: dict[str, Any] | None
    billing_address: dict[str, Any] | None
    souk_click: str | None
    source_updated_at: datetime | None


class PayloadShape(Shape):
    """The order as its source sent it, for as long as raw orders are kept."""

    order_id: int
    received_at: datetime
    payload: dict[str, Any]


class ProblemShape(Shape):
    code: str
    detail: str
    errors: list[dict[str, str]]
    details: dict[str, Any]


class PlacedShape(Shape):
    """What became of an order of a batch: placed, changed, unchanged, stale (Souk's is newer), or refused,
    with the reason."""

    outcome: Annotated[str, Field(examples=[Outcome.PLACED.value, "refused"])]
    order_id: int | None
    number: str | None
    unresolved_lines: int
    problem: ProblemShape | None


class PlacedPage(Shape):
    data: list[PlacedShape]


class StandingShape(Shape):
    order_id: int
    status: OrderStatus | None
    progress: OrderStatus | None
    problem: ProblemShape | None


class StandingPage(Shape):
    data: list[StandingShape]


class RefundedShape(Shape):
    """`refund_id` null: the order has not come yet and the refund waits for it."""

    refund_id: int | None
    order_id: int | None
    status: OrderStatus | None
    is_new: bool
    waits: bool


class WaitingRefundShape(Shape):
    id: int
    marketplace: str
    order_external_id: str
    external_id: str | None
    received_at: datetime
    refused_why: str | None
    draft: dict[str, Any]


class ShippedShape(Shape):
    shipment_id: int
    order_id: int
    status: OrderStatus
    is_new: bool


class UnresolvedShape(Shape):
    sku: str
    name: str | None
    lines: int
    orders: int
    units: int
    first_placed_at: datetime
    last_placed_at: datetime


class MappedShape(Shape):
    """What was resolved at once; where it `goes_on`, more follows in the background."""

    sku: str
    product_id: int
    orders: int
    lines: int
    goes_on: bool


class ReturnedLineShape(Shape):
    """A returned line of a file for which not enough sales were found."""

    id: int
    marketplace: str
    external_id: str
    source_line_id: str
    contact_id: int | None
    product_id: int | None
    sku: str
    name: str
    unit_price: UnitPriceShape
    quantity: int
    matched_quantity: int
    returned_at: datetime
