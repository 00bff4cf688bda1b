"""Orders move along, are stopped, and set going again."""

from datetime import timedelta

import pytest
from tests.orders.factories import PLACED, draft, facts, item_rows, line, order_row, rows

from souk.kernel.states import IllegalMove
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import refund_order
from souk.orders.actions.status import Wish, change_status
from souk.orders.drafts import Outcome, RefundDraft, RefundLineDraft
from souk.orders.errors import NothingToReinstate, OrderInvalid, OrderMissing
from souk.orders.states import ORDER, OrderStatus

S = OrderStatus


async def confirmed(work: Work, **rest) -> int:
    given = draft(line(quantity=3), line("OIL-5", 2), external_id="B-1", status=S.CONFIRMED, **rest)
    (placed,) = await place_orders(work, [given])
    return placed.order_id


async def history(work: Work, order_id: int) -> list[tuple[str | None, str]]:
    found = await rows(
        work, "select before, after from order_status_change where order_id = :id order by id", id=order_id
    )
    return [(row.before, row.after) for row in found]


async def test_marketplaces_skip_steps(work: Work) -> None:
    order_id = await confirmed(work)
    await change_status(work, [Wish(order_id, S.DELIVERED)])
    assert (await order_row(work, order_id)).status == "delivered"
    assert await history(work, order_id) == [(None, "confirmed"), ("confirmed", "delivered")]
    (told,) = facts(work, "order.status_changed")
    assert (told.before, told.after) == ("confirmed", "delivered")


async def test_there_is_no_way_back(work: Work) -> None:
    order_id = await confirmed(work)
    with pytest.raises(IllegalMove) as refused:
        await change_status(work, [Wish(order_id, S.PENDING)])
    assert refused.value.details["state"] == "confirmed"


async def test_saying_it_twice_is_saying_it_once(work: Work) -> None:
    order_id = await confirmed(work)
    for _ in range(2):
        await change_status(work, [Wish(order_id, S.CANCELLED)])
    for _ in range(2):
        await change_status(work, [Wish(order_id, None)])
    assert await history(work, order_id) == [
        (None, "confirmed"),
        ("confirmed", "cancelled"),
        ("cancelled", "confirmed"),
    ]


async def test_an_order_that_goes_well_is_not_reinstated(work: Work) -> None:
    with pytest.raises(NothingToReinstate):
        await change_status(work, [Wish(await confirmed(work), None)])


async def test_partially_refunded_is_not_asked_for_but_follows(work: Work) -> None:
    with pytest.raises(OrderInvalid):
        await change_status(work, [Wish(await confirmed(work), S.PARTIALLY_REFUNDED)])


async def test_nothing_happens_to_an_order_before_it_was_placed_nor_in_the_future(work: Work) -> None:
    order_id = await confirmed(work)
    for at in (PLACED - timedelta(seconds=1), work.now + timedelta(days=2)):
        with pytest.raises(OrderInvalid):
            await change_status(work, [Wish(order_id, S.SHIPPED, at)])


async def test_a_bulk_change_is_all_or_nothing(work: Work) -> None:
    order_id = await confirmed(work)
    with pytest.raises(OrderMissing):
        await change_status(work, [Wish(order_id, S.SHIPPED), Wish(999_999_999, S.SHIPPED)])
    assert (await order_row(work, order_id)).status == "confirmed"


async def test_refunded_at_once_gives_back_all_that_is_left_and_reinstating_takes_it_back(work: Work) -> None:
    order_id = await confirmed(work)
    first, _ = await item_rows(work, order_id)
    await refund_order(work, order_id, RefundDraft(lines=(RefundLineDraft(item_id=first.id, quantity=1),)))
    await change_status(work, [Wish(order_id, S.REFUNDED)])
    order = await order_row(work, order_id)
    assert (order.status, order.refunded_minor) == ("refunded", 5000)
    assert [item.refunded_quantity for item in await item_rows(work, order_id)] == [3, 2]
    assert [told.amount_minor for told in facts(work, "order.refunded")] == [1000, 4000]

    await change_status(work, [Wish(order_id, None)])
    order = await order_row(work, order_id)
    assert (order.status, order.refunded_minor) == ("partially_refunded", 1000)
    assert [item.refunded_quantity for item in await item_rows(work, order_id)] == [1, 0]
    refunds = await rows(work, "select voided_at is null as counts, status_change_id from refund order by id")
    assert [row.counts for row in refunds] == [True, False]
    assert refunds[1].status_change_id is not None


async def test_an_order_refunded_in_part_travels_on(work: Work) -> None:
    order_id = await confirmed(work)
    await refund_order(work, order_id, RefundDraft(amount_minor=10))
    await change_status(work, [Wish(order_id, S.SHIPPED)])
    order = await order_row(work, order_id)
    assert (order.status, order.progress) == ("partially_refunded", "shipped")


async def test_a_cancelled_order_that_was_refunded_in_part_is_so_again_when_reinstated(work: Work) -> None:
    order_id = await confirmed(work)
    await change_status(work, [Wish(order_id, S.CANCELLED)])
    await refund_order(work, order_id, RefundDraft(amount_minor=10))
    assert (await order_row(work, order_id)).status == "cancelled"
    await change_status(work, [Wish(order_id, None)])
    assert (await order_row(work, order_id)).status == "partially_refunded"


async def test_late_news_is_written_into_the_past_and_does_not_undo_what_is_newer(work: Work) -> None:
    order_id = await confirmed(work)
    await change_status(work, [Wish(order_id, S.DELIVERED, PLACED + timedelta(days=3))])
    await change_status(work, [Wish(order_id, S.SHIPPED, PLACED + timedelta(days=1))])
    assert (await order_row(work, order_id)).status == "delivered"
    found = await rows(
        work,
        "select after from order_status_change where order_id = :id order by changed_at, id",
        id=order_id,
    )
    assert [row.after for row in found] == ["confirmed", "shipped", "delivered"]


async def test_a_reinstatement_that_overtook_its_cancellation(work: Work) -> None:
    order_id = await confirmed(work)
    await change_status(work, [Wish(order_id, None, PLACED + timedelta(days=2))])
    await change_status(work, [Wish(order_id, S.CANCELLED, PLACED + timedelta(days=1))])
    assert (await order_row(work, order_id)).status == "confirmed"


async def test_a_source_that_says_nothing_new_does_not_undo_what_people_did(work: Work) -> None:
    order_id = await confirmed(work)
    await change_status(work, [Wish(order_id, S.CANCELLED)])
    again = draft(line(quantity=4), line("OIL-5", 2), external_id="B-1", status=S.CONFIRMED)
    (placed,) = await place_orders(work, [again])
    assert placed.outcome is Outcome.CHANGED
    assert (await order_row(work, order_id)).status == "cancelled"


async def test_a_source_moves_its_order_along(work: Work) -> None:
    order_id = await confirmed(work)
    for status, expected in [
        (S.SHIPPED, "shipped"),
        (S.CONFIRMED, "shipped"),
        (S.CANCELLED, "cancelled"),
        (S.DELIVERED, "delivered"),
        (S.REFUNDED, "refunded"),
    ]:
        again = draft(line(quantity=3), line("OIL-5", 2), external_id="B-1", status=status)
        await place_orders(work, [again])
        assert (await order_row(work, order_id)).status == expected


async def test_an_order_that_comes_refunded_or_cancelled(work: Work) -> None:
    refunded, cancelled = await place_orders(work, [draft(status=S.REFUNDED), draft(status=S.CANCELLED)])
    order = await order_row(work, refunded.order_id)
    assert (order.status, order.refunded_minor) == ("refunded", 1000)
    assert (await order_row(work, cancelled.order_id)).status == "cancelled"
    await change_status(work, [Wish(cancelled.order_id, S.SHIPPED), Wish(refunded.order_id, None)])
    assert (await order_row(work, cancelled.order_id)).status == "shipped"
    order = await order_row(work, refunded.order_id)
    assert (order.status, order.refunded_minor) == ("pending", 0)


def test_every_state_can_be_left_and_reached() -> None:
    assert ORDER.mermaid().startswith("stateDiagram-v2")
    assert not ORDER.terminal
