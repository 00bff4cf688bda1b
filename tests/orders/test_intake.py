"""Orders come in: once, again, changed, by the thousand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests.orders.factories import PLACED, draft, facts, item_rows, line, make_product, order_row, rows

from souk.kernel.work import Work
from souk.orders.actions.place import place_orders
from souk.orders.drafts import LineKind, Outcome
from souk.orders.errors import OrderInvalid
from souk.orders.states import OrderStatus


async def test_an_order_is_placed_with_its_lines_and_sums(work: Work) -> None:
    olive = await make_product(work, "OLIVE-1", cost="412.5")
    (placed,) = await place_orders(
        work,
        [
            draft(
                line("OLIVE-1", 3, "333.5"),
                line("OLIVE-1", 3, "333.5"),
                external_id="B-1",
                shipping_minor=450,
                discount_minor=101,
                country="ES",
                shipping_address={"city": "Jaén", "country": "ES"},
                payload={"id": "B-1"},
            )
        ],
    )
    assert placed.outcome is Outcome.PLACED
    assert placed.number == "B-1"
    order = await order_row(work, placed.order_id)
    assert (order.total_minor, order.discount_minor, order.shipping_minor) == (
        1001 + 1001 + 450 - 101,
        101,
        450,
    )
    assert (order.status, order.currency, order.exchange_rate, order.country) == ("pending", "EUR", 1, "ES")
    first, second, shipping = await item_rows(work, placed.order_id)
    assert (first.product_id, first.line_total_minor, first.unit_cost_minor) == (
        olive,
        1001,
        Decimal("412.5"),
    )
    # Two equal lines are two lines, and the odd cent of the discount goes to the first.
    assert (first.discount_minor, second.discount_minor, shipping.discount_minor) == (51, 50, 0)
    assert (first.source_line_id, second.source_line_id, shipping.kind) == ("1", "2", "shipping")
    (told,) = facts(work, "order.placed")
    assert (told.order_id, told.total_minor, told.status) == (placed.order_id, order.total_minor, "pending")
    assert (await rows(work, "select payload from order_payload"))[0].payload == {"id": "B-1"}


async def test_the_same_order_again_is_a_no_op(work: Work) -> None:
    await make_product(work, "OLIVE-1")
    given = draft(line(), external_id="B-1", status=OrderStatus.CONFIRMED)
    (first,) = await place_orders(work, [given])
    told = len(work.facts)
    (again,) = await place_orders(work, [given])
    assert again == replace(first, outcome=Outcome.UNCHANGED)
    assert len(work.facts) == told
    assert len(await rows(work, "select 1 from sales_order")) == 1


async def test_twice_in_one_call_is_once(work: Work) -> None:
    given = draft(external_id="B-1")
    first, again, other = await place_orders(work, [given, given, draft(external_id="B-2")])
    assert (first.outcome, again.outcome, other.outcome) == (
        Outcome.PLACED,
        Outcome.UNCHANGED,
        Outcome.PLACED,
    )
    assert again.order_id == first.order_id


async def test_direct_orders_without_an_external_id_are_each_their_own(work: Work) -> None:
    first, second = await place_orders(work, [draft(marketplace="direct"), draft(marketplace="direct")])
    assert first.order_id != second.order_id
    assert first.number == f"S{first.order_id}"


async def test_ids_follow_the_order_given_whatever_the_keys(work: Work) -> None:
    placed = await place_orders(work, [draft(external_id=key) for key in ("z", "a", "m")])
    assert [one.order_id for one in placed] == sorted(one.order_id for one in placed)


async def test_a_changed_order_is_brought_up_to_date_line_by_line(work: Work) -> None:
    await make_product(work, "OLIVE-1")
    await make_product(work, "OIL-5")
    (placed,) = await place_orders(
        work,
        [
            draft(
                line("OLIVE-1", 5, source_line_id="a"),
                line("OIL-5", 1, source_line_id="b"),
                external_id="B-1",
            )
        ],
    )
    changed = draft(
        line("OLIVE-1", 3, source_line_id="a"), line("OIL-5", 2, source_line_id="c"), external_id="B-1"
    )
    (again,) = await place_orders(work, [changed])
    assert again.outcome is Outcome.CHANGED
    first, third, vanished = sorted(
        await item_rows(work, placed.order_id), key=lambda row: "acb".index(row.source_line_id)
    )
    assert (first.quantity, first.line_total_minor) == (3, 3000)
    assert (vanished.source_line_id, vanished.quantity, vanished.line_total_minor) == ("b", 0, 0)
    assert (third.quantity, third.product_id is not None) == (2, True)
    assert (await order_row(work, placed.order_id)).total_minor == 5000
    (told,) = facts(work, "order.changed")
    assert told.what == ["order", "lines"]
    assert {(d["order_item_id"], d["quantity_before"], d["quantity_after"]) for d in told.lines} == {
        (first.id, 5, 3),
        (third.id, 0, 2),
        (vanished.id, 1, 0),
    }
    (third_time,) = await place_orders(work, [changed])
    assert third_time.outcome is Outcome.UNCHANGED


async def test_what_is_older_by_the_sources_own_time_is_left_alone(work: Work) -> None:
    new = draft(line(quantity=2), external_id="B-1", source_updated_at=PLACED + timedelta(hours=2))
    old = draft(line(quantity=7), external_id="B-1", source_updated_at=PLACED + timedelta(hours=1))
    (placed,) = await place_orders(work, [new])
    (stale,) = await place_orders(work, [old])
    assert stale.outcome is Outcome.STALE
    assert [item.quantity for item in await item_rows(work, placed.order_id)] == [2]


async def test_a_line_of_an_unknown_product_is_kept_to_be_mapped(work: Work) -> None:
    await make_product(work, "OLIVE-1")
    (placed,) = await place_orders(work, [draft(line("OLIVE-1"), line("MYSTERY-9"), external_id="B-1")])
    assert placed.unresolved_lines == 1
    known, unknown = await item_rows(work, placed.order_id)
    assert known.product_id is not None
    assert (unknown.product_id, unknown.sku_given) == (None, "MYSTERY-9")


async def test_skus_are_found_whatever_their_case_and_parents_are_not_sold(work: Work) -> None:
    olive = await make_product(work, "OLIVE-1")
    shirt = await make_product(work, "SHIRT")
    large = await make_product(work, "SHIRT-L", parent_id=shirt)
    (placed,) = await place_orders(work, [draft(line("olive-1"), line("Shirt"), line("shirt-l"))])
    products = [item.product_id for item in await item_rows(work, placed.order_id)]
    assert products == [olive, None, large]


async def test_the_cost_is_that_of_the_day_of_the_sale(work: Work) -> None:
    olive = await make_product(work, "OLIVE-1", cost=400, cost_from=PLACED - timedelta(days=10))
    await rows(
        work, "update product_cost set valid_to = :until returning 1", until=PLACED + timedelta(days=1)
    )
    await rows(
        work,
        "insert into product_cost (tenant_id, product_id, unit_cost_minor, currency, valid_from)"
        " values (:tenant_id, :id, 500, 'EUR', :since) returning 1",
        id=olive,
        since=PLACED + timedelta(days=1),
    )
    placed = await place_orders(
        work,
        [
            draft(placed_at=PLACED - timedelta(days=11)),
            draft(),
            draft(placed_at=PLACED + timedelta(days=1)),
        ],
    )
    costs = [(await item_rows(work, one.order_id))[0].unit_cost_minor for one in placed]
    assert costs == [None, 400, 500]


async def test_the_batchs_own_cost_comes_before_the_products(work: Work) -> None:
    olive = await make_product(work, "OLIVE-1", cost=400)
    await rows(
        work,
        "insert into product_batch (tenant_id, product_id, code, unit_cost_minor, currency, received_at)"
        " values (:tenant_id, :id, 'SPRING', 350, 'EUR', :at) returning 1",
        id=olive,
        at=PLACED,
    )
    (placed,) = await place_orders(work, [draft(line(batch_code="SPRING"), line(batch_code="NOBODY-KNOWS"))])
    spring, unknown = await item_rows(work, placed.order_id)
    assert (spring.unit_cost_minor, spring.batch_id is not None) == (350, True)
    assert (unknown.unit_cost_minor, unknown.batch_id, unknown.batch_given) == (400, None, "NOBODY-KNOWS")


async def test_prices_below_the_cent_round_half_away_from_zero(work: Work) -> None:
    (placed,) = await place_orders(
        work, [draft(line(unit_price="0.1"), line(unit_price="0.5"), line(quantity=15, unit_price="0.1"))]
    )
    assert [item.line_total_minor for item in await item_rows(work, placed.order_id)] == [0, 1, 2]


async def test_a_price_of_zero_is_a_sale_of_nothing(work: Work) -> None:
    (placed,) = await place_orders(work, [draft(line(unit_price=0, quantity=4))])
    assert (await order_row(work, placed.order_id)).total_minor == 0


async def test_tax_on_top_is_part_of_the_total(work: Work) -> None:
    (placed,) = await place_orders(work, [draft(line(), line(quantity=2), tax_included=False, tax_minor=631)])
    order = await order_row(work, placed.order_id)
    assert (order.total_minor, order.tax_minor) == (3631, 631)
    assert [item.tax_minor for item in await item_rows(work, placed.order_id)] == [210, 421]


async def test_fees_and_shipping_lines_need_no_product(work: Work) -> None:
    (placed,) = await place_orders(
        work, [draft(line("POST", kind=LineKind.SHIPPING), line("M", kind=LineKind.FEE))]
    )
    assert placed.unresolved_lines == 0
    assert (await order_row(work, placed.order_id)).shipping_minor == 1000


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (draft(line(quantity=-1)), "lines.0.quantity"),
        (draft(line(quantity=10**10)), "lines.0.quantity"),
        (draft(line(unit_price=-5)), "lines.0.unit_price"),
        (draft(line(unit_price="0.0000001")), "lines.0.unit_price"),
        (draft(line(discount_minor=1001)), "lines.0.discount"),
        (draft(line(), discount_minor=1001), "discount"),
        (draft(line(), currency="EURO"), "currency"),
        (draft(line(), placed_at=datetime(2999, 1, 1, tzinfo=UTC)), "placed_at"),
        (draft(line(source_line_id="x"), line(source_line_id="x")), "lines.1.source_line_id"),
        (draft(line(sku="")), "lines.0.sku"),
        (draft(line(quantity=10**9, unit_price=10**9)), "lines.0.quantity"),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_changes_nothing(work: Work, given, field: str) -> None:
    with pytest.raises(OrderInvalid) as refused:
        await place_orders(work, [given])
    assert field in [wrong.field for wrong in refused.value.fields]
    assert not await rows(work, "select 1 from sales_order")


async def test_an_invoice_of_more_than_a_thousand_lines(work: Work) -> None:
    await make_product(work, "OLIVE-1")
    (placed,) = await place_orders(
        work, [draft(*(line(quantity=1 + n % 3) for n in range(1_114)), external_id="573585")]
    )
    assert len(await item_rows(work, placed.order_id)) == 1_114
    assert [item.line_no for item in await item_rows(work, placed.order_id)] == list(range(1, 1_115))
