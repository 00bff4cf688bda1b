"""One order with everything that belongs to it, and small lists beside it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from souk.kernel.work import ReadWork
from souk.orders.models import (
    Order,
    OrderItem,
    OrderPayload,
    OrderStatusChange,
    Refund,
    RefundItem,
    ReturnedLine,
    Shipment,
    ShipmentLine,
    WaitingRefund,
)


@dataclass(frozen=True, slots=True)
class WholeOrder:
    order: Order
    items: list[OrderItem]
    changes: list[OrderStatusChange]
    refunds: list[tuple[Refund, list[RefundItem]]]
    shipments: list[tuple[Shipment, list[ShipmentLine]]]


async def whole_order(work: ReadWork, order_id: int) -> WholeOrder | None:
    """An order, its lines, history, refunds and shipments, each in its own order."""
    mine = work.tenant_id
    order = await work.session.scalar(select(Order).where(Order.tenant_id == mine, Order.id == order_id))
    if order is None:
        return None
    items = await work.session.scalars(
        select(OrderItem)
        .where(OrderItem.tenant_id == mine, OrderItem.order_id == order_id)
        .order_by(OrderItem.line_no, OrderItem.id)
    )
    changes = await work.session.scalars(
        select(OrderStatusChange)
        .where(OrderStatusChange.tenant_id == mine, OrderStatusChange.order_id == order_id)
        .order_by(OrderStatusChange.changed_at, OrderStatusChange.id)
    )
    refunds = await work.session.scalars(
        select(Refund)
        .where(Refund.tenant_id == mine, Refund.order_id == order_id)
        .order_by(Refund.refunded_at, Refund.id)
    )
    shipments = await work.session.scalars(
        select(Shipment)
        .where(Shipment.tenant_id == mine, Shipment.order_id == order_id)
        .order_by(Shipment.shipped_at, Shipment.id)
    )
    given, sent = refunds.all(), shipments.all()
    refund_items = await _children(work, RefundItem, RefundItem.refund_id, [one.id for one in given])
    sent_lines = await _children(work, ShipmentLine, ShipmentLine.shipment_id, [one.id for one in sent])
    return WholeOrder(
        order,
        list(items),
        list(changes),
        [(refund, refund_items[refund.id]) for refund in given],
        [(shipment, sent_lines[shipment.id]) for shipment in sent],
    )


async def _children(work: ReadWork, model: Any, parent: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if ids:
        rows = await work.session.scalars(
            select(model).where(model.tenant_id == work.tenant_id, parent.in_(ids)).order_by(model.id)
        )
        for row in rows:
            found[getattr(row, parent.key)].append(row)
    return found


async def line_counts(work: ReadWork, order_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Lines and units of orders, without lines that vanished."""
    if not order_ids:
        return {}
    rows = await work.session.execute(
        select(OrderItem.order_id, func.count(), func.sum(OrderItem.quantity))
        .where(
            OrderItem.tenant_id == work.tenant_id,
            OrderItem.order_id.in_(order_ids),
            OrderItem.quantity > 0,
            OrderItem.kind == "product",
        )
        .group_by(OrderItem.order_id)
    )
    return {order_id: (lines, int(units)) for order_id, lines, units in rows}


async def latest_payload(work: ReadWork, order_id: int) -> OrderPayload | None:
    """The order as its source sent it last, while that is kept."""
    payload: OrderPayload | None = await work.session.scalar(
        select(OrderPayload)
        .where(OrderPayload.tenant_id == work.tenant_id, OrderPayload.order_id == order_id)
        .order_by(OrderPayload.id.desc())
        .limit(1)
    )
    return payload


async def waiting_refunds(work: ReadWork, *, limit: int, offset: int) -> tuple[list[WaitingRefund], int]:
    """Refunds whose order has not come, or that could not be given; the oldest first."""
    mine = WaitingRefund.tenant_id == work.tenant_id
    total = await work.session.scalar(select(func.count()).select_from(WaitingRefund).where(mine))
    rows = await work.session.scalars(
        select(WaitingRefund).where(mine).order_by(WaitingRefund.id).limit(limit).offset(offset)
    )
    return list(rows), total or 0


async def open_returns(work: ReadWork, *, limit: int, offset: int) -> tuple[list[ReturnedLine], int]:
    """Returned lines for which no sale was found, or not enough; the oldest first."""
    mine = (
        ReturnedLine.tenant_id == work.tenant_id,
        ReturnedLine.matched_quantity < ReturnedLine.quantity,
    )
    total = await work.session.scalar(select(func.count()).select_from(ReturnedLine).where(*mine))
    rows = await work.session.scalars(
        select(ReturnedLine).where(*mine).order_by(ReturnedLine.id).limit(limit).offset(offset)
    )
    return list(rows), total or 0
