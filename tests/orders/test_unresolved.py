"""Lines of products nobody knows: kept, listed, mapped."""

import pytest
from sqlalchemy import text
from tests.contexts import job_context
from tests.orders.conftest import Program
from tests.orders.factories import (
    draft,
    facts,
    item_rows,
    line,
    made,
    make_product,
    order_row,
    waiting_jobs,
)

from souk.kernel.work import Database, Work
from souk.orders import handlers, tasks
from souk.orders.actions import resolve
from souk.orders.actions.place import place_orders
from souk.orders.actions.resolve import map_sku, resolve_skus
from souk.orders.errors import ProductNotSold
from souk.orders.repository.mapping import unresolved_skus


async def test_mapping_a_sku_resolves_every_line_with_it_and_those_to_come(work: Work) -> None:
    olive = await make_product(work, "OLIVE-1", cost=400)
    first, second = await place_orders(
        work, [draft(line("ol-1"), line("OL-1"), line("SOAP")), draft(line("Ol-1", 2))]
    )
    skus, total = await unresolved_skus(work, prefix=None, limit=10, offset=0)
    assert (total, skus[0].lines, skus[0].orders, skus[0].units) == (2, 3, 2, 4)
    work.facts.clear()

    resolved = await map_sku(work, "OL-1", olive)
    assert (resolved.lines, resolved.orders) == (3, 2)
    items = await item_rows(work, first.order_id)
    assert [(item.product_id, item.unit_cost_minor) for item in items] == [
        (olive, 400),
        (olive, 400),
        (None, None),
    ]
    assert (await order_row(work, first.order_id)).unresolved_lines == 1
    assert (await order_row(work, second.order_id)).unresolved_lines == 0
    assert [told.order_id for told in facts(work, "order.changed")] == [first.order_id, second.order_id]

    (third,) = await place_orders(work, [draft(line("ol-1"))])
    assert third.unresolved_lines == 0


async def test_a_line_that_was_mapped_stays_so_when_its_order_comes_again(work: Work) -> None:
    olive = await make_product(work, "OLIVE-1")
    (placed,) = await place_orders(work, [draft(line("OL-1"), external_id="B-1")])
    await map_sku(work, "OL-1", olive)
    await place_orders(work, [draft(line("OL-1", 7), external_id="B-1")])
    (item,) = await item_rows(work, placed.order_id)
    assert (item.product_id, item.quantity) == (olive, 7)


async def test_a_product_that_is_made_later_takes_its_lines(work: Work) -> None:
    (placed,) = await place_orders(work, [draft(line("LATE-1"))])
    late = await make_product(work, "LATE-1")
    assert (await resolve_skus(work, ["late-1", "nothing"])).lines == 1
    assert (await item_rows(work, placed.order_id))[0].product_id == late


async def test_many_lines_are_resolved_some_at_once_and_the_rest_by_a_job(
    database: Database, tenant_id: int, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A SKU of a hundred thousand lines must not take a request, or a turn others wait for, minutes."""
    monkeypatch.setattr(resolve, "LINES_PER_ROUND", 3)
    async with database.work(tenant_id) as work:
        olive = await make_product(work, "OLIVE-1")
        await place_orders(work, [draft(line("OL-1"), line("OL-1")) for _ in range(4)])
    client = await program("operator")
    answer = (
        await client.post("/api/v1/orders/unresolved/map", json={"sku": "OL-1", "product_id": olive})
    ).json()
    assert (answer["lines"], answer["goes_on"]) == (3, True)
    async with database.reading(tenant_id) as work:
        assert (await unresolved_skus(work, prefix=None, limit=10, offset=0))[0][0].lines == 5
    (arguments,) = await waiting_jobs(database, tenant_id, tasks.resolve_waiting.name)
    await tasks.resolve_waiting(job_context(database, tenant_id), **arguments)
    async with database.reading(tenant_id) as work:
        assert await unresolved_skus(work, prefix=None, limit=10, offset=0) == ([], 0)
        counts = await work.session.execute(text("select distinct unresolved_lines from sales_order"))
        assert counts.scalars().all() == [0]


async def test_the_lines_of_a_new_product_are_resolved_some_at_once_and_the_rest_by_a_job(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolve, "LINES_PER_ROUND", 2)
    async with database.work(tenant_id) as work:
        await place_orders(work, [draft(line("LATE-1")) for _ in range(5)])
        late = await make_product(work, "LATE-1")
        told = made(late, "LATE-1")
        work.facts.clear()
        await handlers.on_products(work, [told])
        assert len(facts(work, "order.changed")) == 2
    (arguments,) = await waiting_jobs(database, tenant_id, tasks.resolve_waiting.name)
    await tasks.resolve_waiting(job_context(database, tenant_id), **arguments)
    async with database.reading(tenant_id) as work:
        assert (await unresolved_skus(work, prefix=None, limit=10, offset=0))[1] == 0


async def test_nothing_is_mapped_to_what_is_not_sold(work: Work) -> None:
    shirt = await make_product(work, "SHIRT")
    await make_product(work, "SHIRT-L", parent_id=shirt)
    for product_id in (shirt, 999_999_999):
        with pytest.raises(ProductNotSold):
            await map_sku(work, "S", product_id)


async def test_a_vanished_line_is_no_task(work: Work) -> None:
    await make_product(work, "OLIVE-1")
    (placed,) = await place_orders(work, [draft(line("OLIVE-1"), line("SOAP"), external_id="B-1")])
    (again,) = await place_orders(work, [draft(line("OLIVE-1"), external_id="B-1")])
    assert again.unresolved_lines == 0
    assert (await order_row(work, placed.order_id)).unresolved_lines == 0
    assert (await unresolved_skus(work, prefix=None, limit=10, offset=0))[1] == 0
