"""Everything that adds up: spreading, chunking, and whatever happens to an order in whatever sequence."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import make_tenant
from tests.orders.factories import PLACED, draft, item_rows, line, order_row, rows

from souk.kernel.errors import SoukError
from souk.kernel.work import Database, Work
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import refund_order
from souk.orders.actions.status import Wish, change_status
from souk.orders.drafts import LineKind, OrderDraft, RefundDraft, RefundLineDraft
from souk.orders.rules.history import Line, kept_value
from souk.orders.rules.pricing import complaints, fingerprint, price
from souk.orders.states import OrderStatus

PRICES = st.decimals(min_value=0, max_value=10**6, places=3)
LINES = st.builds(
    lambda quantity, unit_price, kind: line(quantity=quantity, unit_price=unit_price, kind=kind),
    st.integers(0, 500),
    PRICES,
    st.sampled_from(list(LineKind)),
)


@given(st.lists(LINES, min_size=1, max_size=12), st.integers(0, 10**9), st.integers(0, 5000))
def test_a_discount_is_spread_to_the_last_cent(lines: list[Any], discount: int, shipping: int) -> None:
    plain = price(draft(*lines, shipping_minor=shipping), tax_included=True)
    given_draft = draft(*lines, shipping_minor=shipping, discount_minor=discount)
    if discount > plain.total_minor:
        assert complaints(given_draft, now=PLACED)
        return
    priced = price(given_draft, tax_included=True)
    assert sum(one.discount_minor for one in priced.lines) == priced.discount_minor == discount
    assert priced.total_minor == plain.total_minor - discount
    assert all(0 <= one.discount_minor <= one.line_total_minor for one in priced.lines)
    products = sum(one.line_total_minor for one in priced.lines if one.kind is LineKind.PRODUCT)
    others = sum(one.discount_minor for one in priced.lines if one.kind is not LineKind.PRODUCT)
    assert others == max(0, discount - products)


@given(st.lists(LINES, min_size=1, max_size=12), st.integers(0, 10**9))
def test_an_orders_tax_is_spread_to_the_last_cent(lines: list[Any], tax: int) -> None:
    priced = price(draft(*lines, tax_minor=tax), tax_included=False)
    assert sum(one.tax_minor or 0 for one in priced.lines) == priced.tax_minor == tax


@given(st.integers(1, 1000), PRICES, st.integers(0, 10**6), st.data())
def test_what_is_kept_falls_with_every_unit_and_ends_at_nothing(
    quantity: int, unit_price: Decimal, discount: int, data: st.DataObject
) -> None:
    whole = price(draft(line(quantity=quantity, unit_price=unit_price)), tax_included=True).total_minor
    sold = Line(1, quantity, unit_price, min(discount, whole))
    returned = data.draw(st.integers(0, quantity))
    assert kept_value(sold, 0, 0) == whole - sold.discount_minor
    assert kept_value(sold, returned, 0) >= 0
    assert kept_value(sold, quantity, 0) == 0


def test_the_fingerprint_tells_every_difference() -> None:
    plain = draft(line(), external_id="B-1")
    others = [
        draft(line(quantity=2), external_id="B-1"),
        draft(line(unit_price="1000.5"), external_id="B-1"),
        draft(line(), external_id="B-1", status=OrderStatus.SHIPPED),
        draft(line(), external_id="B-1", discount_minor=1),
        draft(line(), external_id="B-1", country="ES"),
        draft(line(), line(), external_id="B-1"),
        draft(line(), external_id="B-1", refunded_total_minor=5),
    ]
    assert len({fingerprint(one) for one in [plain, *others]}) == len(others) + 1
    assert fingerprint(plain) == fingerprint(draft(line(), external_id="B-1", payload={"seen": 2}))


def _orders() -> list[OrderDraft]:
    """Sixty orders, some of them more than once, with and without what they need."""
    return [
        draft(
            *(line(f"P{(n + k) % 7}", 1 + k, f"{100 + n}.{k}") for k in range(1 + n % 4)),
            external_id=f"B-{n % 45}",
            status=list(OrderStatus)[n % 6],
            discount_minor=n % 5,
            refunded_total_minor=20 if n % 9 == 0 else 0,
        )
        for n in range(60)
    ]


async def _end(work: Work) -> list[Any]:
    found = await rows(
        work,
        "select o.external_id, o.status, o.progress, o.total_minor, o.refunded_minor, i.source_line_id,"
        " i.quantity, i.line_total_minor, i.discount_minor, i.refunded_amount_minor"
        " from sales_order o join order_item i on i.order_id = o.id order by o.id, i.line_no, i.id",
    )
    return [tuple(row) for row in found]


async def test_intake_in_any_chunks_ends_the_same(database: Database) -> None:
    ends = []
    for size in (1, 7, 60):
        tenant_id = await make_tenant(database)
        for start in range(0, 60, size):
            async with database.work(tenant_id) as work:
                await place_orders(work, _orders()[start : start + size])
        async with database.work(tenant_id) as work:
            ends.append(await _end(work))
    assert ends[0] == ends[1] == ends[2]


REFUNDS = {
    "one of the first": RefundDraft(
        lines=(RefundLineDraft(source_line_id="1", quantity=1),), external_id="a"
    ),
    "all of the second": RefundDraft(
        lines=(RefundLineDraft(source_line_id="2", quantity=2),), external_id="b"
    ),
    "some money": RefundDraft(amount_minor=150, external_id="c"),
}
STEPS = st.sampled_from([*REFUNDS, "cancel", "reinstate", "refund the rest", "ship"])


async def _step(work: Work, order_id: int, step: str) -> None:
    """What cannot be is refused, and changes nothing."""
    try:
        if step in REFUNDS:
            await refund_order(work, order_id, REFUNDS[step])
        else:
            goal = {
                "cancel": OrderStatus.CANCELLED,
                "reinstate": None,
                "refund the rest": OrderStatus.REFUNDED,
                "ship": OrderStatus.SHIPPED,
            }[step]
            await change_status(work, [Wish(order_id, goal)])
    except SoukError:
        pass


async def _sums(work: Work, order_id: int) -> tuple[Any, ...]:
    order = await order_row(work, order_id)
    items = await item_rows(work, order_id)
    return (
        order.status,
        order.progress,
        order.refunded_minor,
        [(item.refunded_quantity, item.refunded_amount_minor) for item in items],
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=8))
async def test_any_sequence_and_each_step_twice_end_in_the_same_sums(
    database: Database, tenant_id: int, steps: list[str]
) -> None:
    given_draft = draft(line(quantity=3), line("OIL-5", 2, 500), status=OrderStatus.CONFIRMED)
    async with database.work(tenant_id) as work:
        once, twice = await place_orders(work, [given_draft, given_draft])
        for step in steps:
            await _step(work, once.order_id, step)
            for _ in range(2):
                await _step(work, twice.order_id, step)
        assert await _sums(work, once.order_id) == await _sums(work, twice.order_id)
        await _assert_consistent(work, once.order_id)


async def _assert_consistent(work: Work, order_id: int) -> None:
    """The sums of the order are those of its refunds that count, and its history ends where it stands."""
    order = await order_row(work, order_id)
    (counting,) = await rows(
        work,
        "select coalesce(sum(amount_minor), 0) as minor from refund"
        " where order_id = :id and voided_at is null",
        id=order_id,
    )
    assert counting.minor == order.refunded_minor <= order.total_minor
    (last,) = await rows(
        work,
        "select after from order_status_change where order_id = :id"
        " order by changed_at desc, id desc limit 1",
        id=order_id,
    )
    assert last.after == order.status
    taken = await rows(
        work,
        "select i.id, sum(r.quantity) as units from order_item i join refund_item r on r.order_item_id = i.id"
        " join refund f on f.id = r.refund_id and f.voided_at is null where i.order_id = :id group by i.id",
        id=order_id,
    )
    units = {row.id: row.units for row in taken}
    for item in await item_rows(work, order_id):
        assert item.refunded_quantity == units.get(item.id, 0) <= item.quantity
