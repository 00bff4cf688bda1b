"""What comes in, before it is an order: the same from a person, a program, a file or a marketplace.

Plain values, built by the thousand. Amounts are minor units of the order's currency; instants are aware.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from souk.orders.states import OrderStatus

DIRECT = "direct"
"""The marketplace of orders that came by none."""


class LineKind(StrEnum):
    PRODUCT = "product"
    SHIPPING = "shipping"
    FEE = "fee"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """One line. Without a `source_line_id` its place in the order is its identity (`1`, `2`, …).

    `discount_minor` is the line's own; `tax_minor` is null where the source does not tell it.
    """

    sku: str
    quantity: int
    unit_price_minor: Decimal
    source_line_id: str | None = None
    name: str = ""
    kind: LineKind = LineKind.PRODUCT
    discount_minor: int = 0
    tax_minor: int | None = None
    batch_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundLineDraft:
    """What is taken back of one line: units, money beyond what was paid for those units, or both.

    The line is named by Souk's own id or by its source's.
    """

    source_line_id: str | None = None
    item_id: int | None = None
    quantity: int = 0
    amount_minor: int = 0
    restock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundDraft:
    """Money given back. `amount_minor` is of the order as a whole and is spread over what is left of it.

    The same `external_id` twice is one refund. Without a `refunded_at` it happens now. `currency`, where it
    is told, must be the order's.
    """

    lines: tuple[RefundLineDraft, ...] = ()
    amount_minor: int = 0
    external_id: str | None = None
    refunded_at: datetime | None = None
    reason: str = ""
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerDraft:
    """Who bought: found by external id (of the order's marketplace), then phone, then e-mail, else made."""

    external_id: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    country: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """An order as its source tells it.

    `status` None: the source tells none, and the order begins as `status_if_new`. `partially_refunded`
    follows from refunds and is taken as completed. `discount_minor` is the order's own and is spread over
    its lines; `shipping_minor` becomes a line of its own; `tax_minor` is the whole order's, where lines do
    not tell theirs. `tax_included` None: as the tenant's prices are.
    """

    currency: str
    placed_at: datetime
    lines: tuple[LineDraft, ...]
    marketplace: str = DIRECT
    external_id: str | None = None
    number: str | None = None
    status: OrderStatus | None = None
    status_if_new: OrderStatus = OrderStatus.PENDING
    status_at: datetime | None = None
    source_updated_at: datetime | None = None
    buyer: BuyerDraft | None = None
    contact_id: int | None = None
    tax_included: bool | None = None
    discount_minor: int = 0
    shipping_minor: int = 0
    tax_minor: int | None = None
    country: str | None = None
    shipping_address: dict[str, str] | None = None
    billing_address: dict[str, str] | None = None
    note: str = ""
    souk_click: str | None = None
    refunds: tuple[RefundDraft, ...] = ()
    refunded_total_minor: int = 0
    """All that was given back so far, where the source tells no refunds: what is not known is refunded."""
    payload: dict[str, Any] | None = field(default=None, repr=False)


class Outcome(StrEnum):
    PLACED = "placed"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    STALE = "stale"
    """What Souk has is newer by the source's own time; nothing was taken."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a draft."""

    order_id: int
    number: str
    outcome: Outcome
    unresolved_lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentLineDraft:
    """How many of a line are in the parcel, named by Souk's own id or by its source's."""

    quantity: int
    source_line_id: str | None = None
    item_id: int | None = None
    serial_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentDraft:
    """A parcel. Without lines it holds everything that has not been shipped yet."""

    lines: tuple[ShipmentLineDraft, ...] = ()
    external_id: str | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    shipped_at: datetime | None = None
