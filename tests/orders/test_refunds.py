"""Money is given back: lines, amounts, twice, too much, too early."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.orders.factories import PLACED, draft, facts, item_rows, line, order_row, rows

from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import refund_by_reference, refund_order, refund_orders
from souk.orders.drafts import RefundDraft, RefundLineDraft
from souk.orders.errors import OrderMissing, RefundInvalid, RefundTooLarge
from souk.orders.states import OrderStatus

S = OrderStatus


async def shipped(work: Work, *lines, **rest) -> int:
    told = {"external_id": "B-1", "status": S.SHIPPED, **rest}
    (placed,) = await place_orders(work, [draft(*(lines or (line(quantity=3), line("OIL-5", 2))), **told)])
    return placed.order_id


def of(line_id: str, quantity: int = 0, amount_minor: int = 0, *, restock: bool = False) -> RefundLineDraft:
    return RefundLineDraft(
        source_line_id=line_id, quantity=quantity, amount_minor=amount_minor, restock=restock
    )


async def test_a_part_then_the_rest(work: Work) -> None:
    order_id = await shipped(work)
    some = await refund_order(
        work, order_id, RefundDraft(lines=(of("1", 1, restock=True),), external_id="r1")
    )
    assert some.status is S.PARTIALLY_REFUNDED
    rest = await refund_order(work, order_id, RefundDraft(lines=(of("1", 2), of("2", 2)), external_id="r2"))
    assert rest.status is S.REFUNDED
    assert [told.amount_minor for told in facts(work, "order.refunded")] == [1000, 4000]
    assert (await order_row(work, order_id)).refunded_minor == 5000
    restocked = await rows(work, "select restock from refund_item order by id")
    assert [row.restock for row in restocked] == [True, False, False]


async def test_the_same_refund_twice_is_one(work: Work) -> None:
    order_id = await shipped(work)
    once = await refund_order(work, order_id, RefundDraft(lines=(of("1", 2),), external_id="r1"))
    again = await refund_order(work, order_id, RefundDraft(lines=(of("1", 2),), external_id="r1"))
    assert (once.refund_id, once.is_new, again.is_new) == (again.refund_id, True, False)
    assert (await item_rows(work, order_id))[0].refunded_quantity == 2


async def test_an_amount_of_the_whole_order_is_spread_over_what_is_left(work: Work) -> None:
    order_id = await shipped(
        work, line(quantity=1, unit_price=100), line("OIL-5", 1, 200), line("SOAP", 1, 0)
    )
    await refund_order(work, order_id, RefundDraft(amount_minor=100))
    amounts = [item.refunded_amount_minor for item in await item_rows(work, order_id)]
    assert amounts == [33, 67, 0]


@pytest.mark.parametrize(
    "asked",
    [
        RefundDraft(lines=(of("1", 4),)),
        RefundDraft(lines=(of("1", 2), of("1", 2))),
        RefundDraft(lines=(of("1", 0, 3001),)),
        RefundDraft(lines=(of("1", 2, 1001),)),
        RefundDraft(amount_minor=5001),
        RefundDraft(lines=(of("1", 3),), amount_minor=2001),
    ],
)
async def test_more_than_is_left_is_refused_and_changes_nothing(work: Work, asked: RefundDraft) -> None:
    order_id = await shipped(work)
    with pytest.raises(RefundTooLarge):
        await refund_order(work, order_id, asked)
    assert (await order_row(work, order_id)).status == "shipped"
    assert not await rows(work, "select 1 from refund")


@pytest.mark.parametrize(
    "asked",
    [
        RefundDraft(),
        RefundDraft(lines=(of("9", 1),)),
        RefundDraft(lines=(of("1", -1),)),
        RefundDraft(amount_minor=-1),
        RefundDraft(lines=(of("1", 1),), refunded_at=PLACED - timedelta(days=1)),
    ],
)
async def test_what_cannot_be_meant_is_refused(work: Work, asked: RefundDraft) -> None:
    order_id = await shipped(work)
    with pytest.raises(RefundInvalid):
        await refund_order(work, order_id, asked)


async def test_no_such_order(work: Work) -> None:
    with pytest.raises(OrderMissing):
        await refund_order(work, 999_999_999, RefundDraft(amount_minor=1))


async def test_a_refund_that_comes_before_its_order_waits_for_it(work: Work) -> None:
    early = RefundDraft(
        lines=(of("2", 1),), external_id="r1", refunded_at=PLACED + timedelta(days=1), reason="broken"
    )
    for _ in range(2):
        assert await refund_by_reference(work, "bazaar", "B-1", early) is None
    order_id = await shipped(work)
    order = await order_row(work, order_id)
    assert (order.status, order.refunded_minor) == ("partially_refunded", 1000)
    (refund,) = await rows(work, "select * from refund")
    assert (refund.refunded_at, refund.reason, refund.external_id) == (early.refunded_at, "broken", "r1")
    assert not await rows(work, "select 1 from waiting_refund")
    again = await refund_by_reference(work, "bazaar", "B-1", early)
    assert again is not None
    assert not again.is_new


async def test_a_waiting_refund_of_too_much_is_kept_with_the_reason(work: Work) -> None:
    await refund_by_reference(work, "bazaar", "B-1", RefundDraft(amount_minor=999_999, external_id="r1"))
    order_id = await shipped(work)
    assert (await order_row(work, order_id)).status == "shipped"
    (waiting,) = await rows(work, "select refused_why from waiting_refund")
    assert "5000 of the order is left" in waiting.refused_why


async def test_refunds_that_come_with_their_order(work: Work) -> None:
    order_id = await shipped(
        work, status=S.PARTIALLY_REFUNDED, refunds=(RefundDraft(lines=(of("1", 1),), external_id="r1"),)
    )
    order = await order_row(work, order_id)
    assert (order.status, order.progress) == ("partially_refunded", "completed")


async def test_details_that_come_after_the_status_take_their_part_of_it(work: Work) -> None:
    order_id = await shipped(work)
    await place_orders(
        work, [draft(line(quantity=3), line("OIL-5", 2), external_id="B-1", status=S.REFUNDED)]
    )
    await refund_order(work, order_id, RefundDraft(lines=(of("1", 2),), external_id="r1"))
    order = await order_row(work, order_id)
    assert (order.status, order.refunded_minor) == ("refunded", 5000)
    counted = await rows(
        work, "select takes_rest, amount_minor from refund where voided_at is null order by takes_rest"
    )
    assert [tuple(row) for row in counted] == [(False, 2000), (True, 3000)]


async def test_a_line_that_shrinks_below_what_was_refunded(work: Work) -> None:
    order_id = await shipped(work)
    await refund_order(work, order_id, RefundDraft(lines=(of("1", 3),)))
    await place_orders(work, [draft(line(quantity=2), line("OIL-5", 2), external_id="B-1", status=S.SHIPPED)])
    first, _ = await item_rows(work, order_id)
    assert (first.quantity, first.refunded_quantity) == (2, 2)
    order = await order_row(work, order_id)
    assert (order.total_minor, order.refunded_minor, order.status) == (4000, 2000, "partially_refunded")


async def test_many_refunds_of_one_order_at_once_see_each_other(work: Work) -> None:
    order_id = await shipped(work)
    two = RefundDraft(lines=(of("1", 2),))
    refused = await refund_orders(
        work, [(order_id, two), (order_id, two), (order_id, RefundDraft(amount_minor=1))]
    )
    assert list(refused) == [1]
    assert (await order_row(work, order_id)).refunded_minor == 2001


async def test_the_database_itself_keeps_refunds_within_the_line(work: Work) -> None:
    order_id = await shipped(work)
    with pytest.raises(Exception, match="order_item_refunded_check"):
        await work.session.execute(
            text("update order_item set refunded_quantity = 9 where order_id = :id"), {"id": order_id}
        )


async def test_money_told_after_the_status_takes_its_part_of_the_rest_too(work: Work) -> None:
    """The refund of the rest kept its old amount when only money, and no unit, was told in detail."""
    order_id = await shipped(work)
    await place_orders(
        work, [draft(line(quantity=3), line("OIL-5", 2), external_id="B-1", status=S.REFUNDED)]
    )
    await refund_order(work, order_id, RefundDraft(amount_minor=150, external_id="r1"))
    counted = await rows(
        work, "select takes_rest, amount_minor from refund where voided_at is null order by takes_rest"
    )
    assert [tuple(row) for row in counted] == [(False, 150), (True, 4850)]
    assert (await order_row(work, order_id)).refunded_minor == 5000
