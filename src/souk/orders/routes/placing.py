"""Orders come in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import Response

from souk.kernel.errors import SoukError
from souk.kernel.work import Work
from souk.orders.actions import by_people
from souk.orders.actions.resolve import go_on_resolving, map_sku
from souk.orders.drafts import OrderDraft, Outcome, Placed
from souk.orders.routes.incoming import order_draft, refund_draft, times_placed
from souk.orders.routes.outgoing import known_already, problem_shape
from souk.orders.routes.reading import shown
from souk.orders.schemas.incoming import MapIn, OrderIn, OrdersIn, RefundByReferenceIn
from souk.orders.schemas.outgoing import (
    MappedShape,
    PlacedPage,
    PlacedShape,
    RefundedShape,
    WholeOrderShape,
)
from souk.tenancy.http import api_router, writing

router = api_router("/orders", tag="Orders")


@router.post("", status_code=201, responses=known_already(WholeOrderShape))
async def place(
    work: Annotated[Work, writing("orders.create")], told: OrderIn, response: Response
) -> WholeOrderShape:
    """Place an order, or bring the one with the same marketplace and external id up to date.

    201 where it is new, 200 where it was there; one that comes again unchanged changes nothing. Products
    that are not known are no error: their lines wait to be mapped.
    """
    (placed,) = await by_people.place(work, [order_draft(work, told, await times_placed(work, [told]))])
    if placed.outcome is not Outcome.PLACED:
        response.status_code = 200
    response.headers["Location"] = f"/api/v1/orders/{placed.order_id}"
    return await shown(work, placed.order_id)


@router.post("/batch")
async def place_batch(work: Annotated[Work, writing("orders.create")], told: OrdersIn) -> PlacedPage:
    """Place up to 200 orders. Each has its own outcome, in the order given; a refused one stops no other."""
    placed = await times_placed(work, told.orders)
    drafts = [_draft(work, order, placed) for order in told.orders]
    return PlacedPage(data=[_answer(answer) for answer in await by_people.place_each(work, drafts)])


def _draft(work: Work, order: OrderIn, placed: Mapping[tuple[str, str], datetime]) -> OrderDraft | SoukError:
    try:
        return order_draft(work, order, placed)
    except SoukError as refusal:
        return refusal


def _answer(answer: Placed | SoukError) -> PlacedShape:
    if isinstance(answer, SoukError):
        return PlacedShape(
            outcome="refused", order_id=None, number=None, unresolved_lines=0, problem=problem_shape(answer)
        )
    return PlacedShape(
        outcome=answer.outcome.value,
        order_id=answer.order_id,
        number=answer.number,
        unresolved_lines=answer.unresolved_lines,
        problem=None,
    )


@router.post("/unresolved/map")
async def map_unresolved(work: Annotated[Work, writing("orders.edit")], told: MapIn) -> MappedShape:
    """Let a foreign SKU be one of your products: for every line that waits with it, and orders to come.

    Some thousand lines are resolved at once; where there are more, it `goes_on` in the background.
    """
    resolved = await map_sku(work, told.sku, told.product_id)
    await go_on_resolving(work, [told.sku], resolved)
    return MappedShape(
        sku=told.sku,
        product_id=told.product_id,
        orders=resolved.orders,
        lines=resolved.lines,
        goes_on=resolved.goes_on,
    )


@router.post(
    "/refunds",
    status_code=201,
    responses={
        **known_already(RefundedShape),
        202: {"model": RefundedShape, "description": "The order has not come yet: the refund waits for it."},
    },
)
async def refund_by_reference(
    work: Annotated[Work, writing("orders.refund")], told: RefundByReferenceIn, response: Response
) -> RefundedShape:
    """Refund an order by its source's id. 202 where the order has not come yet: the refund waits for it."""
    refunded = await by_people.refund_referenced(
        work, told.marketplace, told.order_external_id, refund_draft(told)
    )
    if refunded is None:
        response.status_code = 202
        return RefundedShape(refund_id=None, order_id=None, status=None, is_new=True, waits=True)
    if not refunded.is_new:
        response.status_code = 200
    return RefundedShape(
        refund_id=refunded.refund_id,
        order_id=refunded.order_id,
        status=refunded.status,
        is_new=refunded.is_new,
        waits=False,
    )
