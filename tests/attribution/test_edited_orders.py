"""An order that is told otherwise later: credits follow its lines to where they belong now."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text
from tests.attribution.factories import books_agree, credited, running_campaign
from tests.orders.factories import PLACED, draft, line, make_product

from souk.attribution.actions.credit import credit_orders
from souk.attribution.reports.measures import Grain, Question, measure
from souk.attribution.reports.period import days_between
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.states import OrderStatus

MARCH = PLACED.date().replace(day=1), PLACED.date().replace(day=31)
APRIL = PLACED.date().replace(month=4, day=1), PLACED.date().replace(month=4, day=30)


async def told(work: Work, *lines: Any, **rest: Any) -> int:
    """The order W-1 as its shop tells it, credited."""
    order = draft(*lines, external_id="W-1", status=OrderStatus.CONFIRMED, **rest)
    (placed,) = await place_orders(work, [order])
    await credit_orders(work, [placed.order_id])
    return placed.order_id


async def revenue_of(work: Work, grain: Grain, days: Any, **which: int) -> dict[int | None, int]:
    """Net revenue by product, or of the whole campaign under None."""
    rows = await measure(work, grain, Question(days_between(*days, work.scope.timezone), **which))
    return {row.product_id: row.gross_revenue + row.back_revenue for row in rows}


async def test_a_line_that_turns_out_to_be_another_product_takes_its_credit_with_it(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1", cost=400)
    oil = await make_product(work, "OIL-1", cost=700)
    campaign = await running_campaign(work, "Both", [olives, oil])
    await told(work, line("OLIVE-1", 2, 1000, source_line_id="a"))
    await told(work, line("OIL-1", 2, 1000, source_line_id="a"))

    by_product = await revenue_of(work, Grain.PRODUCT, MARCH, campaign_id=campaign)
    assert {product: revenue for product, revenue in by_product.items() if revenue} == {oil: 2000}
    booked = await work.session.execute(
        text("select product_id, sum(revenue_full)::bigint as revenue from attribution_entry group by 1")
    )
    assert {row.product_id: row.revenue for row in booked} == {olives: 0, oil: 2000}
    assert (await credited(work))[campaign]["profit_full"] == 600
    await books_agree(work)

    await told(work, line("OLIVE-1", 2, 1000, source_line_id="a"))
    by_product = await revenue_of(work, Grain.PRODUCT, MARCH, campaign_id=campaign)
    assert {product: revenue for product, revenue in by_product.items() if revenue} == {olives: 2000}
    await books_agree(work)


async def test_an_order_that_was_placed_on_another_day_is_moved_there_with_its_refunds(work: Work) -> None:
    olives = await make_product(work, "OLIVE-1", cost=400)
    campaign = await running_campaign(work, "Spring", [olives])
    order_id = await told(work, line("OLIVE-1", 2, 1000, source_line_id="a"))
    await told(work, line("OLIVE-1", 2, 1000, source_line_id="a"), placed_at=PLACED + timedelta(days=30))

    assert await revenue_of(work, Grain.CAMPAIGN, MARCH) in ({}, {None: 0})
    assert await revenue_of(work, Grain.CAMPAIGN, APRIL) == {None: 2000}
    assert (await credited(work, order_id))[campaign]["revenue_full"] == 2000
    await books_agree(work)
