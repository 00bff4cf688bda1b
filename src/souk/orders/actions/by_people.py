"""What a person or a program does with orders over the API: the actions, and who did them written down.

Files and marketplaces call the actions themselves: what they bring is not audited row by row.
"""

from collections.abc import Sequence

from souk.kernel.errors import SoukError
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import Refunded, refund_by_reference, refund_order
from souk.orders.actions.ship import Shipped, ship_order
from souk.orders.actions.status import Wish, change_status_where_possible
from souk.orders.drafts import OrderDraft, Outcome, Placed, RefundDraft, ShipmentDraft
from souk.orders.errors import OrderInvalid
from souk.orders.repository.naming import order_names
from souk.orders.rules.history import Standing
from souk.orders.rules.pricing import complaints
from souk.tenancy.public import record_audits


async def place(work: Work, drafts: Sequence[OrderDraft]) -> list[Placed]:
    """`place_orders`, audited. Raises OrderInvalid, ContactUnknown."""
    placed = await place_orders(work, drafts)
    for action, outcome in (("order.placed", Outcome.PLACED), ("order.changed", Outcome.CHANGED)):
        changes = [
            (
                ("order", one.order_id, one.number),
                None,
                {"marketplace": draft.marketplace, "external_id": draft.external_id},
            )
            for one, draft in zip(placed, drafts, strict=True)
            if one.outcome is outcome
        ]
        await record_audits(work, action, changes)
    return placed


async def place_each(work: Work, drafts: Sequence[OrderDraft | SoukError]) -> list[Placed | SoukError]:
    """Place those that can be; the others come back as their refusals, in the order given."""
    refusals = {
        place: refusal
        for place, draft in enumerate(drafts)
        if (refusal := draft if isinstance(draft, SoukError) else _refusal(work, draft)) is not None
    }
    good = [
        draft
        for place, draft in enumerate(drafts)
        if place not in refusals and not isinstance(draft, SoukError)
    ]
    placed = iter(await place(work, good))
    return [refusals.get(place) or next(placed) for place in range(len(drafts))]


def _refusal(work: Work, draft: OrderDraft) -> SoukError | None:
    wrong = complaints(draft, now=work.now)
    return OrderInvalid(f"{wrong[0].field}: {wrong[0].message}.", fields=wrong) if wrong else None


async def move(work: Work, wishes: Sequence[Wish]) -> tuple[dict[int, Standing], dict[int, SoukError]]:
    """Fulfil the wishes that can be, audited. Returns where orders stand, and the refusals by order."""
    names = await order_names(work, [wish.order_id for wish in wishes])
    standings, refused = await change_status_where_possible(work, wishes)
    await record_audits(
        work,
        "order.status_changed",
        [
            (
                ("order", order_id, names[order_id].number),
                {"status": names[order_id].status, "progress": names[order_id].progress},
                {"status": standing.status.value, "progress": standing.progress.value},
            )
            for order_id, standing in standings.items()
            if (names[order_id].status, names[order_id].progress)
            != (standing.status.value, standing.progress.value)
        ],
    )
    return standings, refused


async def move_one(work: Work, wish: Wish) -> Standing:
    """Raises OrderMissing, IllegalMove, NothingToReinstate, OrderInvalid."""
    standings, refused = await move(work, [wish])
    if wish.order_id in refused:
        raise refused[wish.order_id]
    return standings[wish.order_id]


async def refund(work: Work, order_id: int, draft: RefundDraft) -> Refunded:
    """`refund_order`, audited."""
    refunded = await refund_order(work, order_id, draft)
    await _audit_refund(work, order_id, refunded)
    return refunded


async def refund_referenced(
    work: Work, marketplace: str, order_external_id: str, draft: RefundDraft
) -> Refunded | None:
    """`refund_by_reference`, audited."""
    refunded = await refund_by_reference(work, marketplace, order_external_id, draft)
    if refunded is not None:
        await _audit_refund(work, refunded.order_id, refunded)
    return refunded


async def _audit_refund(work: Work, order_id: int, refunded: Refunded) -> None:
    if refunded.is_new:
        names = await order_names(work, [order_id])
        await record_audits(
            work,
            "order.refunded",
            [
                (
                    ("order", order_id, names[order_id].number),
                    None,
                    {"refund_id": refunded.refund_id, "amount_minor": refunded.amount_minor},
                )
            ],
        )


async def ship(work: Work, order_id: int, draft: ShipmentDraft) -> Shipped:
    """`ship_order`, audited."""
    shipped = await ship_order(work, order_id, draft)
    if shipped.is_new:
        names = await order_names(work, [order_id])
        after = {"shipment_id": shipped.shipment_id, "tracking_number": draft.tracking_number}
        await record_audits(
            work, "order.shipped", [(("order", order_id, names[order_id].number), None, after)]
        )
    return shipped
