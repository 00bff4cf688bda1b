"""A real year of sales: every line taken or reported, returns matched as a plain calculation matches them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.online_retail import (
    belongs,
    is_sale,
    line_total,
    lines_of_file,
    matched_by_hand,
    needs_the_year,
    write_lines,
)
from tests.orders.factories import rows
from tests.orders.importing import import_orders

from souk.kernel.work import Database

pytestmark = needs_the_year


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, str]]]:
    lines = [line for line in lines_of_file() if belongs(line)]
    return write_lines(tmp_path_factory.mktemp("retail") / "year.csv", lines), lines


async def test_a_year_is_taken_whole_and_a_second_time_changes_nothing(
    database: Database, tenant_id: int, year: tuple[Path, list[dict[str, str]]]
) -> None:
    path, lines = year
    first = await import_orders(database, tenant_id, path, mapping="online-retail")
    assert first.error is None
    taken, left_over = matched_by_hand(lines)
    async with database.work(tenant_id) as work:
        found = await rows(
            work, "select source_line_id, refunded_quantity from order_item where refunded_quantity > 0"
        )
        assert {row.source_line_id: row.refunded_quantity for row in found} == taken
        found = await rows(
            work,
            "select source_line_id, quantity - matched_quantity as units from returned_line"
            " where matched_quantity < quantity",
        )
        assert {row.source_line_id: row.units for row in found} == left_over
        (sums,) = await rows(
            work,
            "select count(*) as lines, sum(quantity) as units, sum(line_total_minor) as total"
            " from order_item",
        )
        await _assert_products_and_contacts(work, lines)
        ends_before = await _ends(work)
    sold = [line for line in lines if is_sale(line)]
    assert sums.lines == len(sold)
    assert sums.units == sum(int(line["Quantity"]) for line in sold)
    assert sums.total == sum(line_total(line) for line in sold)
    below_zero = [line for line in lines if Decimal(line["UnitPrice"]) < 0]
    written_off = [line for line in lines if int(line["Quantity"]) < 0 and Decimal(line["UnitPrice"]) == 0]
    assert first.rows_rejected == len(below_zero)
    assert first.rows_noted == len(written_off) + len(left_over)
    assert first.created_count == len({line["InvoiceNo"] for line in sold})

    second = await import_orders(database, tenant_id, path, mapping="online-retail")
    assert (second.created_count, second.changed_count) == (0, 0)
    assert second.unchanged_count == first.created_count
    assert second.rows_rejected == first.rows_rejected
    assert second.rows_noted == first.rows_noted
    async with database.work(tenant_id) as work:
        assert await _ends(work) == ends_before


async def _assert_products_and_contacts(work: Any, lines: list[dict[str, str]]) -> None:
    taken = [line for line in lines if Decimal(line["UnitPrice"]) >= 0]
    (products,) = await rows(work, "select count(*) as count from product")
    assert products.count == len({line["StockCode"].upper() for line in taken})
    (contacts,) = await rows(work, "select count(*) as count from contact_external_id")
    assert contacts.count == len({line["CustomerID"] for line in lines if line["CustomerID"]})


async def _ends(work: Any) -> list[Any]:
    """Everything that a second import could have touched."""
    (end,) = await rows(
        work,
        "select (select count(*) from event_log"
        "         where tenant_id = :tenant_id and type like 'order.%') as told,"
        " (select sum(refunded_minor) from sales_order) as refunded,"
        " (select max(updated_at) from sales_order) as touched,"
        " (select count(*) from refund) as refunds, (select count(*) from product) as products,"
        " (select count(*) from contact) as contacts",
    )
    return list(end)


async def test_a_dry_run_says_the_same_and_changes_nothing(
    database: Database, tenant_id: int, year: tuple[Path, list[dict[str, str]]]
) -> None:
    path, lines = year
    dry = await import_orders(database, tenant_id, path, mapping="online-retail", dry_run=True)
    assert dry.error is None
    assert dry.created_count == len({line["InvoiceNo"] for line in lines if is_sale(line)})
    async with database.work(tenant_id) as work:
        for table in ("sales_order", "returned_line", "product", "contact"):
            assert not await rows(work, f"select 1 from {table} limit 1")


async def test_codes_that_are_fees_make_no_products(
    database: Database, tenant_id: int, year: tuple[Path, list[dict[str, str]]]
) -> None:
    path, lines = year
    run = await import_orders(
        database, tenant_id, path, mapping="online-retail", fees=["POST", "DOT", "C2", "M", "D", "B"]
    )
    assert run.error is None
    async with database.work(tenant_id) as work:
        found = await rows(work, "select kind, count(*) as lines from order_item group by kind")
        kinds = {row.kind: row.lines for row in found}
        assert not await rows(work, "select 1 from product where sku_key in ('post', 'dot', 'm', 'd', 'b')")
        (orders,) = await rows(work, "select sum(shipping_minor) as shipping from sales_order")
    sold = [line for line in lines if is_sale(line)]
    shipping = [line for line in sold if line["StockCode"].upper() in {"POST", "DOT", "C2"}]
    assert kinds["shipping"] == len(shipping)
    assert orders.shipping == sum(line_total(line) for line in shipping)
    assert kinds["fee"] == sum(line["StockCode"].upper() in {"M", "D", "B"} for line in sold)
