"""What is done with orders that are there. Addresses with words come before those with ids."""

from typing import Annotated

from fastapi import Response

from souk.kernel.shapes import Instant
from souk.kernel.work import Work
from souk.orders.actions import by_people
from souk.orders.actions.edit import edit_order
from souk.orders.actions.status import Wish
from souk.orders.routes.incoming import address, refund_draft, shipment_draft
from souk.orders.routes.outgoing import known_already, problem_shape
from souk.orders.routes.reading import OrderId, shown
from souk.orders.schemas.incoming import (
    BulkStatusIn,
    CancelIn,
    OrderEdit,
    RefundIn,
    ReinstateIn,
    ShipmentIn,
    StatusIn,
)
from souk.orders.schemas.outgoing import (
    RefundedShape,
    ShippedShape,
    StandingPage,
    StandingShape,
    WholeOrderShape,
)
from souk.orders.states import OrderStatus
from souk.tenancy.http import api_router, writing

router = api_router("/orders", tag="Orders")

Editing = Annotated[Work, writing("orders.edit")]
Refunding = Annotated[Work, writing("orders.refund")]


@router.patch("/status")
async def change_many(work: Editing, told: BulkStatusIn) -> StandingPage:
    """Ask up to 1,000 orders to take a status. Each has its own outcome; one that cannot stops no other."""
    wanted = list(dict.fromkeys(told.order_ids))
    standings, refused = await by_people.move(
        work, [Wish(order_id, told.status, told.changed_at, told.why) for order_id in wanted]
    )
    return StandingPage(
        data=[
            StandingShape(
                order_id=order_id,
                status=standings[order_id].status if order_id in standings else None,
                progress=standings[order_id].progress if order_id in standings else None,
                problem=problem_shape(refused[order_id]) if order_id in refused else None,
            )
            for order_id in wanted
        ]
    )


@router.patch("/{order_id}")
async def edit(work: Editing, order_id: OrderId, told: OrderEdit) -> WholeOrderShape:
    """Change whose order it is, its note, country or addresses."""
    changes = told.model_dump(exclude_unset=True)
    for name in ("shipping_address", "billing_address"):
        if name in changes:
            changes[name] = address(getattr(told, name))
    if "note" in changes and changes["note"] is None:
        changes["note"] = ""
    await edit_order(work, order_id, changes)
    return await shown(work, order_id)


@router.patch("/{order_id}/status")
async def change(work: Editing, order_id: OrderId, told: StatusIn) -> WholeOrderShape:
    """Ask an order to take a status: any step forward, cancelled, refunded, or back from those two.

    Asking for what it has already changes nothing. `refunded` gives back all that is left; going back from
    it takes that back. With a `changed_at` in the past the history is corrected: what came later stays.
    """
    return await _move(work, order_id, told.status, told.changed_at, told.why)


@router.post("/{order_id}/cancel")
async def cancel(work: Editing, order_id: OrderId, told: CancelIn | None = None) -> WholeOrderShape:
    """Cancel an order. It can be reinstated."""
    told = told or CancelIn()
    return await _move(work, order_id, OrderStatus.CANCELLED, told.changed_at, told.why)


@router.post("/{order_id}/reinstate")
async def reinstate(work: Editing, order_id: OrderId, told: ReinstateIn | None = None) -> WholeOrderShape:
    """Set a cancelled or refunded order going again, from where it was or from `status`.

    The refund that made it refunded is taken back; refunds given before stay.
    """
    told = told or ReinstateIn()
    return await _move(work, order_id, told.status, told.changed_at, told.why, reinstates=True)


async def _move(
    work: Work,
    order_id: int,
    goal: OrderStatus | None,
    at: Instant | None,
    why: str,
    *,
    reinstates: bool = False,
) -> WholeOrderShape:
    await by_people.move_one(work, Wish(order_id, goal, at, why, reinstates))
    return await shown(work, order_id)


@router.post("/{order_id}/refunds", status_code=201, responses=known_already(RefundedShape))
async def refund(work: Refunding, order_id: OrderId, told: RefundIn, response: Response) -> RefundedShape:
    """Give back lines, amounts or both. 200 where a refund of this external id is there already."""
    refunded = await by_people.refund(work, order_id, refund_draft(told))
    if not refunded.is_new:
        response.status_code = 200
    return RefundedShape(
        refund_id=refunded.refund_id,
        order_id=order_id,
        status=refunded.status,
        is_new=refunded.is_new,
        waits=False,
    )


@router.post("/{order_id}/shipments", status_code=201, responses=known_already(ShippedShape))
async def ship(work: Editing, order_id: OrderId, told: ShipmentIn, response: Response) -> ShippedShape:
    """Record a parcel. When everything has left, the order is shipped; before that, in processing."""
    shipped = await by_people.ship(work, order_id, shipment_draft(told))
    if not shipped.is_new:
        response.status_code = 200
    return ShippedShape(
        shipment_id=shipped.shipment_id,
        order_id=order_id,
        status=shipped.status,
        is_new=shipped.is_new,
    )
