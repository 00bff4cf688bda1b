"""What happens to orders. Amounts are minor units of the order's currency; times are RFC 3339."""

from dataclasses import dataclass

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent(Event):
    capability = "orders.read"

    order_id: int

    @property
    def aggregate(self) -> str:
        return f"order:{self.order_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(OrderEvent):
    type = "order.placed"

    number: str
    marketplace: str
    status: str
    placed_at: str
    currency: str
    total_minor: int
    contact_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged(OrderEvent):
    """Lines or amounts were brought up to date, or an unresolved line was mapped.

    `lines` are the differences, at most 100 of them: `{"order_item_id", "product_id",
    "quantity_before", "quantity_after"}`; the order itself holds all.
    """

    type = "order.changed"

    number: str
    what: list[str]
    lines: list[dict[str, int | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatusChanged(OrderEvent):
    """Something was said about the status. `before` and `after` can be equal: an order that is refunded in
    part travels on (see `progress`), and what is said of a past time may be overtaken already.
    """

    type = "order.status_changed"

    number: str
    before: str
    after: str
    progress: str
    changed_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefunded(OrderEvent):
    type = "order.refunded"

    number: str
    refund_id: int
    refunded_at: str
    amount_minor: int
    currency: str
