"""Cancelling, refunding, reinstating in any order and any number of times: one state, exact sums.

The ledger is held against plain arithmetic on the order as it stands, with nothing of the engine's SQL.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession
from tests.attribution.factories import books_agree, credited, days, running_campaign
from tests.orders.factories import PLACED, draft, item_rows, line, make_product, order_row

from souk.attribution.actions.credit import credit_orders
from souk.attribution.rules import Sold, kept_of, split_evenly
from souk.kernel.errors import SoukError
from souk.kernel.work import SYSTEM, Database, Work, enter_tenant
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import refund_order
from souk.orders.actions.status import Wish, change_status
from souk.orders.drafts import RefundDraft, RefundLineDraft
from souk.orders.states import OrderStatus

COUNTS = {"confirmed", "processing", "shipped", "delivered", "completed", "partially_refunded"}

happenings = st.lists(
    st.one_of(
        st.tuples(st.just("cancel"), st.integers(1, 20)),
        st.tuples(st.just("reinstate"), st.integers(1, 20)),
        st.tuples(st.just("refund all"), st.integers(1, 20)),
        st.tuples(st.just("complete"), st.integers(1, 20)),
        st.tuples(st.just("return"), st.integers(1, 20), st.integers(0, 1), st.integers(1, 3)),
        st.tuples(st.just("give back"), st.integers(1, 20), st.integers(0, 1), st.integers(1, 900)),
        st.tuples(st.just("credit")),
    ),
    min_size=1,
    max_size=9,
)
prices = st.decimals(Decimal("0.5"), Decimal(3000), places=2)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=happenings,
    twice=st.booleans(),
    campaigns=st.integers(1, 4),
    price=prices,
    discount=st.integers(0, 300),
)
async def test_whatever_happens_the_ledger_is_what_is_kept(
    database: Database,
    tenant_id: int,
    told: Sequence[tuple[Any, ...]],
    twice: bool,
    campaigns: int,
    price: Decimal,
    discount: int,
) -> None:
    async with AsyncSession(database.app, expire_on_commit=False) as session:
        await session.begin()
        work = Work(session, await enter_tenant(session, tenant_id), SYSTEM, database.clock.now())
        first = await make_product(work, "FIRST", cost="120.5")
        second = await make_product(work, "SECOND")
        ids = [await running_campaign(work, f"Campaign {n}", [first, second]) for n in range(campaigns)]
        own = min(discount, int(3 * price))
        lines = [line("FIRST", 3, price, discount_minor=own), line("SECOND", 2, 1999)]
        (placed,) = await place_orders(work, [draft(*lines, status=OrderStatus.CONFIRMED)])
        for number, happening in enumerate(told):
            for _ in range(2 if twice else 1):
                await _let_happen(work, placed.order_id, number, happening)
        await credit_orders(work, [placed.order_id])
        await _agrees(work, placed.order_id, ids)
        await books_agree(work)
        await session.rollback()


async def _let_happen(work: Work, order_id: int, number: int, happening: tuple[Any, ...]) -> None:
    """What the order refuses in its present state has not happened."""
    if happening[0] == "credit":
        await credit_orders(work, [order_id])
        return
    what, day, *rest = happening
    at = PLACED + days(day)
    goals = {
        "cancel": OrderStatus.CANCELLED,
        "refund all": OrderStatus.REFUNDED,
        "complete": OrderStatus.COMPLETED,
    }
    try:
        if what == "reinstate":
            await change_status(work, [Wish(order_id, None, at=at)])
        elif what in goals:
            await change_status(work, [Wish(order_id, goals[what], at=at)])
        else:
            place, count = rest
            given_back = {"quantity": count} if what == "return" else {"amount_minor": count}
            back = RefundLineDraft(source_line_id=str(place + 1), **given_back)
            await refund_order(
                work, order_id, RefundDraft(lines=(back,), external_id=f"R{number}", refunded_at=at)
            )
    except SoukError:
        return


async def _agrees(work: Work, order_id: int, campaign_ids: Sequence[int]) -> None:
    counts = (await order_row(work, order_id)).status in COUNTS
    expected = {campaign: {"revenue": 0, "units": 0, "profit": 0} for campaign in campaign_ids}
    full = 0
    for item in await item_rows(work, order_id):
        kept = kept_of(
            Sold(item.quantity, item.unit_price_minor, item.discount_minor, 0, item.unit_cost_minor),
            returned=item.refunded_quantity,
            given_back_minor=item.refunded_amount_minor,
            counts=counts,
        )
        full += kept.revenue_minor
        parts = len(campaign_ids)
        shares = zip(
            campaign_ids,
            split_evenly(kept.revenue_minor, parts),
            split_evenly(kept.units * 10_000, parts),
            split_evenly(kept.profit_minor or 0, parts),
            strict=True,
        )
        for campaign, revenue, units, profit in shares:
            expected[campaign]["revenue"] += revenue
            expected[campaign]["units"] += units
            expected[campaign]["profit"] += profit
    found = await credited(work, order_id)
    for campaign in campaign_ids:
        sums = found.get(campaign, {})
        assert (sums.get("revenue_split") or 0) == expected[campaign]["revenue"]
        assert (sums.get("units_split_e4") or 0) == expected[campaign]["units"]
        assert (sums.get("profit_split") or 0) == expected[campaign]["profit"]
        assert (sums.get("revenue_full") or 0) == full
