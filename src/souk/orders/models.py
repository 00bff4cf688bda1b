"""Orders, their lines, what happened to them, refunds, shipments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Numeric, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow, Timestamps, tenant_fk

_TOLD_NO = text("nextval('order_told_seq')")
"""Status changes and refunds are numbered together, in the order in which they arrived."""


class Order(TenantRow, Timestamps, Base):
    """What somebody bought. Sums are minor units of `currency`, and always those of the lines.

    `status` is what people see; `progress` is how far the order has come on its way, which stays known
    while it is cancelled or refunded: a reinstated order goes on from there.
    """

    __tablename__ = "sales_order"
    __table_args__ = (tenant_fk("contact_id", "contact"),)

    number: Mapped[str]
    marketplace: Mapped[str] = mapped_column(server_default="direct")
    external_id: Mapped[str | None]
    contact_id: Mapped[int | None]
    status: Mapped[str]
    progress: Mapped[str]
    status_told: Mapped[str | None]
    """What the source said last: only when it says something else is that news."""
    currency: Mapped[str]
    placed_at: Mapped[datetime]
    source_updated_at: Mapped[datetime | None]
    tax_included: Mapped[bool]
    total_minor: Mapped[int]
    discount_minor: Mapped[int]
    shipping_minor: Mapped[int]
    tax_minor: Mapped[int | None]
    refunded_minor: Mapped[int] = mapped_column(server_default="0")
    tenant_currency: Mapped[str]
    exchange_rate: Mapped[Decimal | None] = mapped_column(Numeric(24, 12))
    country: Mapped[str | None]
    shipping_address: Mapped[dict[str, Any] | None]
    billing_address: Mapped[dict[str, Any] | None]
    note: Mapped[str] = mapped_column(server_default="")
    souk_click: Mapped[str | None]
    unresolved_lines: Mapped[int] = mapped_column(server_default="0")
    fingerprint: Mapped[str]


class OrderItem(TenantRow, Base):
    """One line. `source_line_id` is its identity when the order comes again: equal lines are legitimate."""

    __tablename__ = "order_item"
    __table_args__ = (
        tenant_fk("order_id", "sales_order"),
        tenant_fk("product_id", "product"),
        tenant_fk("batch_id", "product_batch"),
    )

    order_id: Mapped[int]
    placed_at: Mapped[datetime]
    source_line_id: Mapped[str]
    line_no: Mapped[int]
    kind: Mapped[str] = mapped_column(server_default="product")
    product_id: Mapped[int | None]
    sku_given: Mapped[str]
    sku_key: Mapped[str]
    name_given: Mapped[str]
    batch_id: Mapped[int | None]
    batch_given: Mapped[str | None]
    quantity: Mapped[int]
    unit_price_minor: Mapped[Decimal]
    line_total_minor: Mapped[int]
    discount_minor: Mapped[int] = mapped_column(server_default="0")
    tax_minor: Mapped[int | None]
    unit_cost_minor: Mapped[Decimal | None]
    cost_currency: Mapped[str | None]
    refunded_quantity: Mapped[int] = mapped_column(server_default="0")
    refunded_amount_minor: Mapped[int] = mapped_column(server_default="0")


class OrderStatusChange(TenantRow, Base):
    """One thing that was said about an order's status; append-only.

    `asked` is what was said (a status, or `reinstate`), `after` the status that followed from it.
    The status at any time is `after` of the last row by (changed_at, id).
    """

    __tablename__ = "order_status_change"
    __table_args__ = (tenant_fk("order_id", "sales_order"),)

    order_id: Mapped[int]
    before: Mapped[str | None]
    after: Mapped[str]
    asked: Mapped[str]
    progress: Mapped[str]
    changed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(server_default="")
    actor: Mapped[str]
    told_no: Mapped[int] = mapped_column(server_default=_TOLD_NO)


class OrderPayload(TenantRow, Base):
    """The order as its source sent it, for as long as raw payloads are kept."""

    __tablename__ = "order_payload"
    __table_args__ = (tenant_fk("order_id", "sales_order"),)

    order_id: Mapped[int]
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]


class OrderTally(TenantRow, Base):
    """How many orders there are by day (UTC), marketplace and status: the sum of all rows.

    Written by a trigger as differences and folded together in the background, so that counting ten
    million orders is a sum of few rows and no two orders wait for each other to be counted.
    """

    __tablename__ = "order_tally"

    day: Mapped[date]
    marketplace: Mapped[str]
    status: Mapped[str]
    orders: Mapped[int]


class Refund(TenantRow, Base):
    """Money given back. One that is voided counts no more.

    `takes_rest` marks the refund that stands for a status: of all that was left when the source said
    nothing but `refunded`. It makes room for what is told in detail later.
    """

    __tablename__ = "refund"
    __table_args__ = (
        tenant_fk("order_id", "sales_order"),
        tenant_fk("status_change_id", "order_status_change"),
    )

    order_id: Mapped[int]
    external_id: Mapped[str | None]
    refunded_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(server_default="")
    amount_minor: Mapped[int]
    takes_rest: Mapped[bool] = mapped_column(server_default="false")
    status_change_id: Mapped[int | None]
    voided_at: Mapped[datetime | None]
    actor: Mapped[str]
    told_no: Mapped[int] = mapped_column(server_default=_TOLD_NO)


class RefundItem(TenantRow, Base):
    """What a refund takes back of one line: units at what was paid for them, and money beyond that."""

    __tablename__ = "refund_item"
    __table_args__ = (
        tenant_fk("refund_id", "refund"),
        tenant_fk("order_item_id", "order_item"),
    )

    refund_id: Mapped[int]
    order_item_id: Mapped[int]
    quantity: Mapped[int] = mapped_column(server_default="0")
    amount_minor: Mapped[int] = mapped_column(server_default="0")
    restock: Mapped[bool] = mapped_column(server_default="false")


class WaitingRefund(TenantRow, Base):
    """A refund that came before its order. It is applied when the order comes.

    One that cannot be applied then stays, with `refused_why`, until somebody looks at it.
    """

    __tablename__ = "waiting_refund"

    marketplace: Mapped[str]
    order_external_id: Mapped[str]
    external_id: Mapped[str | None]
    draft: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    refused_why: Mapped[str | None]


class ReturnedLine(TenantRow, Base):
    """A line of a file that takes back: it is matched to sales of the same customer, product and price.

    What no sale was found for (`quantity` − `matched_quantity`) is kept, listed, and tried again when
    older sales come in.
    """

    __tablename__ = "returned_line"
    __table_args__ = (
        tenant_fk("contact_id", "contact"),
        tenant_fk("product_id", "product"),
    )

    marketplace: Mapped[str]
    external_id: Mapped[str]
    source_line_id: Mapped[str]
    contact_id: Mapped[int | None]
    kind: Mapped[str]
    product_id: Mapped[int | None]
    sku_given: Mapped[str]
    sku_key: Mapped[str]
    name_given: Mapped[str]
    currency: Mapped[str]
    unit_price_minor: Mapped[Decimal]
    quantity: Mapped[int]
    matched_quantity: Mapped[int] = mapped_column(server_default="0")
    returned_at: Mapped[datetime]
    restock: Mapped[bool]
    recorded_at: Mapped[datetime]
    import_run_id: Mapped[int | None]
    file_line: Mapped[int | None]
    """Where it was said last: what is left over is listed there."""


class Shipment(TenantRow, Base):
    """A parcel that left."""

    __tablename__ = "shipment"
    __table_args__ = (tenant_fk("order_id", "sales_order"),)

    order_id: Mapped[int]
    external_id: Mapped[str | None]
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    tracking_url: Mapped[str | None]
    shipped_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ShipmentLine(TenantRow, Base):
    """How many of a line were in the parcel, and which, where they have serial numbers."""

    __tablename__ = "shipment_line"
    __table_args__ = (
        tenant_fk("shipment_id", "shipment"),
        tenant_fk("order_item_id", "order_item"),
    )

    shipment_id: Mapped[int]
    order_item_id: Mapped[int]
    quantity: Mapped[int]
    serial_numbers: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")


class SkuMapping(TenantRow, Base):
    """A foreign SKU somebody mapped to a product: the next order with it finds the product by itself."""

    __tablename__ = "sku_mapping"
    __table_args__ = (tenant_fk("product_id", "product", ondelete="CASCADE"),)

    sku_given: Mapped[str]
    sku_key: Mapped[str]
    product_id: Mapped[int] = mapped_column(BigInteger)
    mapped_at: Mapped[datetime]
    mapped_by: Mapped[str]
