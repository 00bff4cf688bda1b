"""Parcels that leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from souk.events import emit
from souk.events.orders import OrderChanged
from souk.kernel.errors import FieldError
from souk.kernel.states import IllegalMove
from souk.kernel.work import Work
from souk.orders.actions.standing import News, settle
from souk.orders.actions.status import AHEAD_MAX
from souk.orders.drafts import ShipmentDraft
from souk.orders.errors import OrderMissing, ShipmentInvalid, ShipmentTooLarge
from souk.orders.repository.histories import History, lock_histories
from souk.orders.repository.shipping import (
    ShippableLine,
    insert_shipment,
    known_shipment,
    shippable_lines,
)
from souk.orders.states import HALTED, OrderStatus, is_forward


@dataclass(frozen=True, slots=True)
class Shipped:
    shipment_id: int
    is_new: bool
    status: OrderStatus


async def ship_order(work: Work, order_id: int, draft: ShipmentDraft) -> Shipped:
    """Record a parcel. When everything has left the order is shipped, before that in processing.

    The same external id again is a no-op. Raises OrderMissing, ShipmentInvalid, ShipmentTooLarge,
    IllegalMove for an order that is cancelled or refunded.
    """
    histories = await lock_histories(work, [order_id])
    if order_id not in histories:
        raise OrderMissing("There is no such order.")
    history = histories[order_id]
    if draft.external_id is not None:
        known = await known_shipment(work, order_id, draft.external_id)
        if known is not None:
            return Shipped(known, is_new=False, status=history.status)
    if history.status in HALTED:
        raise IllegalMove(
            f"The order is {history.status.value}; reinstate it before anything is shipped.",
            details={"state": history.status.value, "legal": ["reinstate"]},
        )
    at = _shipped_at(draft, history, work.now)
    lines = await shippable_lines(work, order_id)
    packed = _packed(draft, lines)
    shipment_id = await insert_shipment(
        work,
        order_id,
        external_id=draft.external_id,
        carrier=draft.carrier,
        tracking_number=draft.tracking_number,
        tracking_url=draft.tracking_url,
        shipped_at=at,
        lines=[
            {"item_id": item_id, "quantity": quantity, "serial_numbers": list(serials)}
            for item_id, (quantity, serials) in packed.items()
        ],
    )
    emit(work, OrderChanged(order_id=order_id, number=history.number, what=["shipment"], lines=[]))
    standings = await settle(work, histories, _news(history, lines, packed, at))
    return Shipped(shipment_id, is_new=True, status=standings[order_id].status)


def _shipped_at(draft: ShipmentDraft, history: History, now: datetime) -> datetime:
    at = draft.shipped_at or now
    if not history.placed_at <= at <= now + AHEAD_MAX:
        raise ShipmentInvalid(
            f"A parcel leaves after the order was placed ({history.placed_at.isoformat()}) and not in the"
            " future.",
            fields=[FieldError("shipped_at", "before the order or in the future")],
        )
    return at


Packed = dict[int, tuple[int, tuple[str, ...]]]
"""Units and serial numbers, by line."""


def _packed(draft: ShipmentDraft, lines: Sequence[ShippableLine]) -> Packed:
    if not draft.lines:
        left = {line.item_id: (_left(line), ()) for line in lines if _left(line) > 0}
        if not left:
            raise ShipmentTooLarge("Everything has been shipped.", details={"left": 0})
        return dict(left)
    by_name = {line.source_line_id: line.item_id for line in lines}
    by_id = {line.item_id: line for line in lines}
    packed: Packed = {}
    for place, part in enumerate(draft.lines):
        item_id = part.item_id if part.item_id is not None else by_name.get(part.source_line_id or "")
        if item_id is None or item_id not in by_id:
            raise ShipmentInvalid(
                "A line of the shipment is not a product line of the order.",
                fields=[FieldError(f"lines.{place}", "no such line in this order")],
            )
        before, serials = packed.get(item_id, (0, ()))
        packed[item_id] = before + part.quantity, (*serials, *part.serial_numbers)
        _refuse_odd(place, by_id[item_id], *packed[item_id])
    return packed


def _left(line: ShippableLine) -> int:
    return line.quantity - line.shipped


def _refuse_odd(place: int, line: ShippableLine, quantity: int, serials: Sequence[str]) -> None:
    if quantity < 1:
        raise ShipmentInvalid(
            "A shipped line has at least one unit.",
            fields=[FieldError(f"lines.{place}.quantity", "must be 1 or more")],
        )
    if quantity > _left(line):
        raise ShipmentTooLarge(
            f"{_left(line)} of line {place + 1} are left to ship, not {quantity}.",
            fields=[FieldError(f"lines.{place}.quantity", f"at most {_left(line)}")],
            details={"line_id": line.item_id, "left": _left(line)},
        )
    if len(serials) > quantity or len(set(serials)) < len(serials):
        raise ShipmentInvalid(
            "There are more serial numbers than units, or one is there twice.",
            fields=[FieldError(f"lines.{place}.serial_numbers", "one for each unit at most")],
        )


def _news(
    history: History, lines: Sequence[ShippableLine], packed: Mapping[int, tuple[int, object]], at: datetime
) -> list[News]:
    # What was refunded before it left is not waited for.
    is_whole = all(
        line.shipped + packed.get(line.item_id, (0, ()))[0] >= line.quantity - line.refunded_quantity
        for line in lines
    )
    goal = OrderStatus.SHIPPED if is_whole else OrderStatus.PROCESSING
    if not is_forward(history.progress, goal):
        return []
    latest = max([at, *(told.at for told in history.told)])
    return [News(history.order_id, goal.value, latest)]
