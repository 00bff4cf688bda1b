"""Parcels leave: some, all, twice, too many."""

from datetime import timedelta

import pytest
from tests.orders.factories import PLACED, draft, line, order_row, rows

from souk.kernel.states import IllegalMove
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import refund_order
from souk.orders.actions.ship import ship_order
from souk.orders.actions.status import Wish, change_status
from souk.orders.drafts import (
    LineKind,
    RefundDraft,
    RefundLineDraft,
    ShipmentDraft,
    ShipmentLineDraft,
)
from souk.orders.errors import OrderMissing, ShipmentInvalid, ShipmentTooLarge
from souk.orders.states import OrderStatus

S = OrderStatus


async def confirmed(work: Work) -> int:
    given = draft(
        line(quantity=3), line("OIL-5", 2), line("POST", kind=LineKind.SHIPPING), status=S.CONFIRMED
    )
    (placed,) = await place_orders(work, [given])
    return placed.order_id


def of(line_id: str, quantity: int, *serials: str) -> ShipmentLineDraft:
    return ShipmentLineDraft(source_line_id=line_id, quantity=quantity, serial_numbers=serials)


async def test_a_first_parcel_and_the_rest(work: Work) -> None:
    order_id = await confirmed(work)
    some = await ship_order(
        work,
        order_id,
        ShipmentDraft(lines=(of("1", 2, "SN-1", "SN-2"),), carrier="SEUR", tracking_number="T1"),
    )
    assert some.status is S.PROCESSING
    rest = await ship_order(work, order_id, ShipmentDraft())
    assert rest.status is S.SHIPPED
    packed = await rows(work, "select quantity, serial_numbers from shipment_line order by id")
    assert [tuple(row) for row in packed] == [(2, ["SN-1", "SN-2"]), (1, []), (2, [])]
    with pytest.raises(ShipmentTooLarge):
        await ship_order(work, order_id, ShipmentDraft())


async def test_the_same_parcel_twice_is_one(work: Work) -> None:
    order_id = await confirmed(work)
    once = await ship_order(work, order_id, ShipmentDraft(lines=(of("1", 1),), external_id="p1"))
    again = await ship_order(work, order_id, ShipmentDraft(lines=(of("1", 1),), external_id="p1"))
    assert (again.shipment_id, again.is_new) == (once.shipment_id, False)


async def test_what_was_refunded_is_not_waited_for(work: Work) -> None:
    order_id = await confirmed(work)
    await refund_order(work, order_id, RefundDraft(lines=(RefundLineDraft(source_line_id="1", quantity=1),)))
    shipped = await ship_order(work, order_id, ShipmentDraft(lines=(of("1", 2), of("2", 2))))
    assert shipped.status is S.PARTIALLY_REFUNDED
    assert (await order_row(work, order_id)).progress == "shipped"


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (ShipmentDraft(lines=(of("1", 4),)), ShipmentTooLarge),
        (ShipmentDraft(lines=(of("1", 2), of("1", 2))), ShipmentTooLarge),
        (ShipmentDraft(lines=(of("1", 0),)), ShipmentInvalid),
        (ShipmentDraft(lines=(of("3", 1),)), ShipmentInvalid),
        (ShipmentDraft(lines=(of("1", 1, "SN-1", "SN-2"),)), ShipmentInvalid),
        (ShipmentDraft(lines=(of("1", 2, "SN-1", "SN-1"),)), ShipmentInvalid),
        (ShipmentDraft(shipped_at=PLACED - timedelta(days=1)), ShipmentInvalid),
    ],
)
async def test_what_cannot_be_shipped(work: Work, asked: ShipmentDraft, refusal: type[Exception]) -> None:
    order_id = await confirmed(work)
    with pytest.raises(refusal):
        await ship_order(work, order_id, asked)
    assert not await rows(work, "select 1 from shipment")


async def test_nothing_of_a_cancelled_order_leaves(work: Work) -> None:
    order_id = await confirmed(work)
    await change_status(work, [Wish(order_id, S.CANCELLED)])
    with pytest.raises(IllegalMove):
        await ship_order(work, order_id, ShipmentDraft())
    with pytest.raises(OrderMissing):
        await ship_order(work, 999_999_999, ShipmentDraft())
