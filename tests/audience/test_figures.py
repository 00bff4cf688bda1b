"""Orders and spend of a contact follow its orders, whatever comes twice or late."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.audience.factories import make_contact, reread
from tests.orders.factories import draft, line

from souk.audience.actions.merging import merge_contacts
from souk.audience.handlers import on_purchases
from souk.events import Event
from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import refund_order, refund_orders
from souk.orders.actions.status import Wish, change_status, change_status_where_possible
from souk.orders.drafts import RefundDraft
from souk.orders.handlers import on_contacts
from souk.orders.states import OrderStatus
from souk.readmodels.purchases import COUNTING


async def heard(work: Work, *, twice: bool = False) -> None:
    """What the subscriber does after commit, with everything told so far."""
    told = [fact for fact in work.facts if isinstance(fact, Event)]
    await on_purchases(work, told)
    if twice:
        await on_purchases(work, told)


async def figures(work: Work, contact_id: int) -> tuple[int, int]:
    contact = await reread(work, contact_id)
    return contact.orders_count, contact.spent_minor


async def test_orders_and_spend_are_kept_up(work: Work) -> None:
    ana = await make_contact(work)
    first, second = await place_orders(
        work,
        [
            draft(line(unit_price=1000), contact_id=ana, external_id="1", status=OrderStatus.COMPLETED),
            draft(line(unit_price=500), contact_id=ana, external_id="2", status=OrderStatus.CONFIRMED),
        ],
    )
    await heard(work, twice=True)
    assert await figures(work, ana) == (2, 1500)
    contact = await reread(work, ana)
    assert contact.last_order_at == datetime(2026, 3, 14, 10, 30, tzinfo=UTC)
    await refund_order(work, first.order_id, RefundDraft(amount_minor=300))
    await heard(work)
    assert await figures(work, ana) == (2, 1200)
    await change_status(work, [Wish(second.order_id, OrderStatus.CANCELLED)])
    await heard(work)
    assert await figures(work, ana) == (1, 700)


async def test_another_currency_without_a_rate_stands_beside(work: Work) -> None:
    ana = await make_contact(work)
    await place_orders(
        work,
        [
            draft(contact_id=ana, external_id="1", currency="JPY", status=OrderStatus.COMPLETED),
            draft(contact_id=ana, external_id="2", status=OrderStatus.COMPLETED),
        ],
    )
    await heard(work)
    contact = await reread(work, ana)
    assert (contact.orders_count, contact.spent_minor, contact.spent_beside) == (2, 1000, {"JPY": 1000})
    await work.session.execute(
        text("update sales_order set exchange_rate = 0.006 where tenant_id = :t and currency = 'JPY'"),
        {"t": work.tenant_id},
    )
    await heard(work)
    contact = await reread(work, ana)
    assert (contact.spent_minor, contact.spent_beside) == (1600, {})  # 1000 yen are six euros


async def test_a_merged_contact_brings_its_figures(work: Work) -> None:
    ana, anita = await make_contact(work), await make_contact(work, "Anita")
    await place_orders(work, [draft(contact_id=anita, external_id="1", status=OrderStatus.COMPLETED)])
    await heard(work)
    await merge_contacts(work, ana, anita)
    await on_contacts(work, work.facts)
    await heard(work)
    assert await figures(work, ana) == (1, 1000)
    assert await figures(work, anita) == (0, 0)


GOALS = {
    "confirm": OrderStatus.CONFIRMED,
    "ship": OrderStatus.SHIPPED,
    "cancel": OrderStatus.CANCELLED,
    "reinstate": None,
}
STEPS = st.lists(st.sampled_from([*GOALS, "refund", "again", "tell"]), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
async def test_whatever_happens_the_figures_are_those_of_the_orders(work: Work, steps: list[str]) -> None:
    ana = await make_contact(work)
    made = draft(line(unit_price=1000), contact_id=ana, external_id=f"o-{ana}")
    (placed,) = await place_orders(work, [made])
    for step in steps:
        if step in GOALS:
            await change_status_where_possible(work, [Wish(placed.order_id, GOALS[step])])
        elif step == "refund":
            await refund_orders(work, [(placed.order_id, RefundDraft(amount_minor=100))])
        elif step == "again":
            await place_orders(work, [made])
        else:
            await heard(work)
    await heard(work, twice=True)
    rows = await work.session.execute(
        text(
            "select count(*), coalesce(sum(total_minor - refunded_minor), 0) from sales_order"
            " where tenant_id = :t and contact_id = :c and status = any(:counting)"
        ),
        {"t": work.tenant_id, "c": ana, "counting": [status.value for status in COUNTING]},
    )
    assert await figures(work, ana) == tuple(rows.one())
