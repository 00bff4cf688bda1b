"""What other domains may use of orders.

The functions that end in `_rows` return a SELECT to be used as a part of the caller's own statement.
They read under the caller's row-level security and name every column they promise.
"""

from typing import Any

from sqlalchemy import Select, select

from souk.orders.actions.buyers import forget_contacts, move_contacts
from souk.orders.actions.place import ORDERS_MAX, place_orders
from souk.orders.actions.refund import apply_waiting, refund_by_reference, refund_order, refund_orders
from souk.orders.actions.ship import ship_order
from souk.orders.actions.status import Wish, change_status, change_status_where_possible
from souk.orders.drafts import (
    BuyerDraft,
    LineDraft,
    LineKind,
    OrderDraft,
    Outcome,
    Placed,
    RefundDraft,
    RefundLineDraft,
    ShipmentDraft,
    ShipmentLineDraft,
)
from souk.orders.models import Order, OrderItem, OrderStatusChange, Refund, RefundItem
from souk.orders.states import OrderStatus

__all__ = [
    "ORDERS_MAX",
    "BuyerDraft",
    "LineDraft",
    "LineKind",
    "OrderDraft",
    "OrderStatus",
    "Outcome",
    "Placed",
    "RefundDraft",
    "RefundLineDraft",
    "ShipmentDraft",
    "ShipmentLineDraft",
    "Wish",
    "apply_waiting",
    "change_status",
    "change_status_where_possible",
    "forget_contacts",
    "line_rows",
    "move_contacts",
    "order_rows",
    "place_orders",
    "refund_by_reference",
    "refund_order",
    "refund_orders",
    "refund_rows",
    "ship_order",
    "status_change_rows",
]


def order_rows() -> Select[*tuple[Any, ...]]:
    """One row per order.

    tenant_id, order_id, number, marketplace, external_id, contact_id, status, progress, currency,
    placed_at, tax_included, total_minor, discount_minor, shipping_minor, tax_minor (null: unknown),
    refunded_minor, tenant_currency, exchange_rate (tenant currency for one of the order's; null: none
    was known within 7 days; 1 for the tenant's own currency), country, souk_click, unresolved_lines,
    created_at. Amounts are minor units of `currency`.
    """
    return select(
        Order.tenant_id,
        Order.id.label("order_id"),
        Order.number,
        Order.marketplace,
        Order.external_id,
        Order.contact_id,
        Order.status,
        Order.progress,
        Order.currency,
        Order.placed_at,
        Order.tax_included,
        Order.total_minor,
        Order.discount_minor,
        Order.shipping_minor,
        Order.tax_minor,
        Order.refunded_minor,
        Order.tenant_currency,
        Order.exchange_rate,
        Order.country,
        Order.souk_click,
        Order.unresolved_lines,
        Order.created_at,
    )


def line_rows() -> Select[*tuple[Any, ...]]:
    """One row per order line.

    tenant_id, order_item_id, order_id, placed_at (the order's), source_line_id, line_no, kind (product,
    shipping, fee, adjustment), product_id (null while unresolved), sku_given, sku_key, name_given,
    batch_id, quantity, unit_price_minor (decimal), line_total_minor, discount_minor (own and the line's
    part of the order's), tax_minor (null: unknown), unit_cost_minor and cost_currency (at the sale; null:
    unknown), refunded_quantity, refunded_amount_minor (money given back beyond returned units).
    Amounts are minor units of the order's currency, costs of `cost_currency`.
    """
    return select(
        OrderItem.tenant_id,
        OrderItem.id.label("order_item_id"),
        OrderItem.order_id,
        OrderItem.placed_at,
        OrderItem.source_line_id,
        OrderItem.line_no,
        OrderItem.kind,
        OrderItem.product_id,
        OrderItem.sku_given,
        OrderItem.sku_key,
        OrderItem.name_given,
        OrderItem.batch_id,
        OrderItem.quantity,
        OrderItem.unit_price_minor,
        OrderItem.line_total_minor,
        OrderItem.discount_minor,
        OrderItem.tax_minor,
        OrderItem.unit_cost_minor,
        OrderItem.cost_currency,
        OrderItem.refunded_quantity,
        OrderItem.refunded_amount_minor,
    )


def refund_rows() -> Select[*tuple[Any, ...]]:
    """One row per refunded line of a refund, voided ones included.

    tenant_id, refund_id, refund_item_id, order_id, order_item_id, quantity (units taken back),
    amount_minor (money given beyond those units), restock, refunded_at, recorded_at, voided_at (null: it
    counts), reason, external_id, status_change_id.
    """
    return select(
        RefundItem.tenant_id,
        RefundItem.refund_id,
        RefundItem.id.label("refund_item_id"),
        Refund.order_id,
        RefundItem.order_item_id,
        RefundItem.quantity,
        RefundItem.amount_minor,
        RefundItem.restock,
        Refund.refunded_at,
        Refund.recorded_at,
        Refund.voided_at,
        Refund.reason,
        Refund.external_id,
        Refund.status_change_id,
    ).join(Refund, (Refund.tenant_id == RefundItem.tenant_id) & (Refund.id == RefundItem.refund_id))


def status_change_rows() -> Select[*tuple[Any, ...]]:
    """One row per change of status.

    tenant_id, change_id, order_id, before (null: the order came with it), after, changed_at (the
    source's time), recorded_at, why, actor. The status at an instant is `after` of the last row by
    (changed_at, change_id); rows are never changed.
    """
    return select(
        OrderStatusChange.tenant_id,
        OrderStatusChange.id.label("change_id"),
        OrderStatusChange.order_id,
        OrderStatusChange.before,
        OrderStatusChange.after,
        OrderStatusChange.changed_at,
        OrderStatusChange.recorded_at,
        OrderStatusChange.why,
        OrderStatusChange.actor,
    )
