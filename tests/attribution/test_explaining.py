"""Why a real line has the credits it has: how its order stands, and what was made of it."""

import pytest
from sqlalchemy import text
from tests.attribution.factories import running_campaign, sell
from tests.orders.factories import draft, item_rows, line, make_product

from souk.attribution.actions.credit import credit_orders
from souk.attribution.actions.explain import explain_line
from souk.attribution.errors import LineNotCredited
from souk.attribution.rules import Standing
from souk.attribution.schemas_reports import LineStanding
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.actions.status import Wish, change_status
from souk.orders.states import OrderStatus
from souk.tenancy.actions.settings import switch_feature


async def standing(work: Work, order_id: int) -> LineStanding:
    told = await explain_line(work, (await item_rows(work, order_id))[0].id)
    assert told.line is not None
    return told.line


async def test_an_order_that_does_not_count_is_named_as_the_reason(work: Work) -> None:
    await running_campaign(work, "Spring", [await make_product(work, "OLIVE-1")])
    pending = await sell(work, status=OrderStatus.PENDING)
    told = await standing(work, pending)
    assert told.standing == [Standing.DOES_NOT_COUNT]
    assert told.explanation == "Its order is pending, which does not count as sold."


async def test_a_line_nobody_has_looked_at_says_how_it_would_be(work: Work) -> None:
    campaign = await running_campaign(work, "Spring", [await make_product(work, "OLIVE-1")])
    (placed,) = await place_orders(work, [draft(status=OrderStatus.CONFIRMED)])
    assert (await standing(work, placed.order_id)).standing == [Standing.NOT_LOOKED_AT]
    await credit_orders(work, [placed.order_id])
    told = await standing(work, placed.order_id)
    assert (told.standing, told.credited_campaigns) == ([], [campaign])
    assert told.looked_at is not None


async def test_what_was_matched_otherwise_than_it_would_be_now_is_told(work: Work) -> None:
    campaign = await running_campaign(work, "Spring", [await make_product(work, "OLIVE-1")])
    order = await sell(work)
    await work.session.execute(text("delete from ad_campaign_product"))
    told = await standing(work, order)
    assert (told.standing, told.credited_campaigns) == ([Standing.MATCHED_OTHERWISE], [campaign])


async def test_a_cancelled_order_and_a_switched_off_attribution_are_both_told(work: Work) -> None:
    await running_campaign(work, "Spring", [await make_product(work, "OLIVE-1")])
    order = await sell(work)
    await change_status(work, [Wish(order, OrderStatus.CANCELLED)])
    await switch_feature(work, "attribution", is_on=False)
    assert (await standing(work, order)).standing == [Standing.SWITCHED_OFF, Standing.DOES_NOT_COUNT]


async def test_shipping_is_nobodys_sale(work: Work) -> None:
    await make_product(work, "OLIVE-1")
    order = await sell(work, line(), shipping_minor=450)
    shipping = next(item for item in await item_rows(work, order) if item.kind == "shipping")
    with pytest.raises(LineNotCredited):
        await explain_line(work, shipping.id)
