"""Lists of orders, and one with everything that belongs to it."""

from typing import Annotated

from fastapi import Path, Query

from souk.kernel.lists import Page
from souk.kernel.shapes import UnitPriceShape
from souk.kernel.work import ReadWork
from souk.orders.actions.buyers import contacts_shown
from souk.orders.actions.search import order_filter
from souk.orders.errors import OrderMissing
from souk.orders.exports import OrderExport
from souk.orders.repository.lists import list_orders
from souk.orders.repository.mapping import unresolved_skus
from souk.orders.repository.reading import (
    latest_payload,
    line_counts,
    open_returns,
    waiting_refunds,
    whole_order,
)
from souk.orders.routes.outgoing import order_shape, whole_order_shape
from souk.orders.schemas.outgoing import (
    OrderPage,
    PayloadShape,
    ReturnedLineShape,
    UnresolvedShape,
    WaitingRefundShape,
    WholeOrderShape,
)
from souk.orders.schemas.queries import OrderQuery, PlainQuery, UnresolvedQuery
from souk.tenancy.http import Door, api_router, reading, streaming
from souk.tenancy.public import masks_personal_data
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, export_response
from souk.transfers.public import ExportQuery

router = api_router("/orders", tag="Orders")

Reading = Annotated[ReadWork, reading("orders.read")]
OrderId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("")
async def list_all(work: Reading, query: Annotated[OrderQuery, Query()]) -> OrderPage:
    """Orders, the newest first.

    `q` finds by the beginning of a number or external id, by SKU, and by the buyer's name or e-mail. Sorted
    by placed_at, number or id; by total as long as the list is not longer than 10,000.
    """
    wanted = await order_filter(work, query)
    found = await list_orders(work, wanted, sort=query.sort, page=query.page, per_page=query.per_page)
    counts = await line_counts(work, [order.id for order in found.orders])
    contacts = await contacts_shown(work, [order.contact_id for order in found.orders])
    return OrderPage(
        data=[order_shape(work, order, counts, contacts) for order in found.orders],
        total=found.total,
        total_is_exact=found.total_is_exact,
        page=query.page,
        per_page=query.per_page,
    )


class OrderExportQuery(OrderQuery, ExportQuery):
    """The list's own filters, and the format."""


@router.get("/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_orders(
    door: Annotated[Door, streaming("orders.read")], query: Annotated[OrderExportQuery, Query()]
) -> ExportResponse:
    """A row for each line of every order the filters leave, as a file that can be imported again."""
    return await export_response(door, OrderExport(), query)


@router.get("/unresolved")
async def list_unresolved(work: Reading, query: Annotated[UnresolvedQuery, Query()]) -> Page[UnresolvedShape]:
    """SKUs that came with orders and that no product has: the task is to map them."""
    skus, total = await unresolved_skus(
        work,
        prefix=query.q.strip().casefold() if query.q else None,
        limit=query.per_page,
        offset=(query.page - 1) * query.per_page,
    )
    return Page(
        data=[UnresolvedShape.model_validate(sku) for sku in skus],
        total=total,
        page=query.page,
        per_page=query.per_page,
    )


@router.get("/returns")
async def list_returns(work: Reading, query: Annotated[PlainQuery, Query()]) -> Page[ReturnedLineShape]:
    """Returned lines of imported files for which no sale was found, or not enough."""
    lines, total = await open_returns(work, limit=query.per_page, offset=(query.page - 1) * query.per_page)
    return Page(
        data=[
            ReturnedLineShape(
                id=line.id,
                marketplace=line.marketplace,
                external_id=line.external_id,
                source_line_id=line.source_line_id,
                contact_id=line.contact_id,
                product_id=line.product_id,
                sku=line.sku_given,
                name=line.name_given,
                unit_price=UnitPriceShape(amount=line.unit_price_minor, currency=line.currency),
                quantity=line.quantity,
                matched_quantity=line.matched_quantity,
                returned_at=line.returned_at,
            )
            for line in lines
        ],
        total=total,
        page=query.page,
        per_page=query.per_page,
    )


@router.get("/waiting-refunds")
async def list_waiting(work: Reading, query: Annotated[PlainQuery, Query()]) -> Page[WaitingRefundShape]:
    """Refunds whose order has not come yet, or that could not be given (`refused_why`)."""
    refunds, total = await waiting_refunds(
        work, limit=query.per_page, offset=(query.page - 1) * query.per_page
    )
    return Page(
        data=[WaitingRefundShape.model_validate(refund) for refund in refunds],
        total=total,
        page=query.page,
        per_page=query.per_page,
    )


@router.get("/{order_id}")
async def show(work: Reading, order_id: OrderId) -> WholeOrderShape:
    """One order with its lines, refunds, shipments and the history of its status."""
    return await shown(work, order_id)


async def shown(work: ReadWork, order_id: int) -> WholeOrderShape:
    """Raises OrderMissing."""
    whole = await whole_order(work, order_id)
    if whole is None:
        raise OrderMissing("There is no such order.")
    counts = await line_counts(work, [order_id])
    contacts = await contacts_shown(work, [whole.order.contact_id])
    return whole_order_shape(work, whole, counts, contacts, masked=masks_personal_data(work))


@router.get("/{order_id}/payload")
async def show_payload(work: Annotated[ReadWork, reading("orders.edit")], order_id: OrderId) -> PayloadShape:
    """The order as its source sent it last. Raw orders hold people's data and are kept for a time only."""
    payload = await latest_payload(work, order_id)
    if payload is None:
        raise OrderMissing("There is no such order, or it came without a payload, or that is kept no more.")
    return PayloadShape(order_id=order_id, received_at=payload.received_at, payload=payload.payload)
