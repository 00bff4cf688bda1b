"""Orders out of the files that shops really have."""

from pathlib import Path
from typing import Any

import pytest
from tests.orders.factories import rows
from tests.orders.importing import import_orders

from souk.kernel.work import Database
from souk.orders.exports import OrderExport
from souk.orders.schemas.queries import OrderQuery
from souk.transfers.models import ImportRun
from souk.transfers.repository import stream_reports
from souk.transfers.states import Verdict
from souk.transfers.writing.formats import ExportFormat
from souk.transfers.writing.stream import write_file

OWN = "order,line_id,placed_at,sku,name,quantity,unit_price,customer\n"


async def imported(database: Database, tenant_id: int, tmp_path: Path, content: str, **how: Any) -> ImportRun:
    file = tmp_path / "orders.csv"
    file.write_text(content, encoding="utf-8")
    run = await import_orders(database, tenant_id, file, **how)
    assert run.error is None, run.error
    return run


async def reports(database: Database, tenant_id: int, run: ImportRun) -> list[tuple[str, int, str]]:
    async with database.reading(tenant_id) as work:
        found = [report async for report in stream_reports(work, run.id, None)]
    return sorted(((Verdict(one.verdict).value, one.line, one.code) for one in found), key=lambda one: one[1])


async def selected(database: Database, tenant_id: int, sql: str) -> list[tuple[Any, ...]]:
    async with database.work(tenant_id) as work:
        return [tuple(row) for row in await rows(work, sql)]


async def test_returns_write_offs_and_prices_that_cannot_be(
    database: Database, tenant_id: int, tmp_path: Path
) -> None:
    run = await imported(
        database,
        tenant_id,
        tmp_path,
        OWN
        + "1,a,2026-01-05 10:00,mug,Mug,3,2.50,c1\n"
        + "1,b,2026-01-05 10:00,MUG,Mug,3,2.50,c1\n"  # an equal line is another line
        + "2,a,2026-01-06 10:00,MUG,Mug,2,2.50,c2\n"
        + "3,a,2026-01-07 10:00,MUG,Mug,5,2.50,c1\n"
        + "C4,a,2026-01-06 12:00,MUG,Mug,-5,2.50,c1\n"  # three of the first line, two of the second
        + "C5,a,2026-01-06 13:00,MUG,Mug,-4,2.50,c1\n"  # the later sale is no source for it
        + "C6,a,2026-01-08 13:00,MUG,Mug,-1,2.40,c1\n"  # never sold at this price
        + "7,a,2026-01-08 14:00,MUG,damaged,-9,0,\n"
        + "8,a,2026-01-08 15:00,MUG,Mug,1,-2.50,c1\n"
        + "9,a,2026-01-08 16:00,MUG,Mug,4,0,c1\n",
    )
    assert (run.created_count, run.rows_rejected) == (4, 1)
    assert await reports(database, tenant_id, run) == [
        ("noted", 7, "return_without_sale"),
        ("noted", 8, "return_without_sale"),
        ("noted", 9, "written_off"),
        ("rejected", 10, "negative_price"),
    ]
    assert await selected(
        database,
        tenant_id,
        "select o.external_id, i.source_line_id, i.refunded_quantity from order_item i"
        " join sales_order o on o.id = i.order_id order by i.id",
    ) == [("1", "a", 3), ("1", "b", 3), ("2", "a", 0), ("3", "a", 0), ("9", "a", 0)]
    assert await selected(
        database, tenant_id, "select external_id, quantity - matched_quantity from returned_line order by id"
    ) == [("C4", 0), ("C5", 3), ("C6", 1)]
    assert await selected(database, tenant_id, "select external_id, status from sales_order order by id") == [
        ("1", "refunded"),
        ("2", "completed"),
        ("3", "completed"),
        ("9", "completed"),
    ]
    assert await selected(database, tenant_id, "select sku, name from product") == [("mug", "Mug")]


async def test_what_was_left_over_finds_older_sales_that_come_later(
    database: Database, tenant_id: int, tmp_path: Path
) -> None:
    await imported(
        database, tenant_id, tmp_path, OWN + "C2,a,2026-02-01 10:00,MUG,Mug,-2,2.50,\n", marketplace="till"
    )
    run = await imported(
        database, tenant_id, tmp_path, OWN + "1,a,2026-01-01 10:00,MUG,Mug,5,2.50,\n", marketplace="till"
    )
    assert run.tallies["returned_units_matched"] == 2
    assert await selected(database, tenant_id, "select refunded_quantity from order_item") == [(2,)]


async def test_a_changed_file_brings_orders_up_to_date(
    database: Database, tenant_id: int, tmp_path: Path
) -> None:
    first = "1,a,2026-01-05 10:00,MUG,Mug,3,2.50,c1\n1,b,2026-01-05 10:00,CUP,Cup,1,1.00,c1\n"
    await imported(database, tenant_id, tmp_path, OWN + first)
    run = await imported(database, tenant_id, tmp_path, OWN + "1,a,2026-01-05 10:00,MUG,Mug,4,2.50,c1\n")
    assert (run.created_count, run.changed_count) == (0, 1)
    lines = await selected(
        database, tenant_id, "select source_line_id, quantity from order_item order by source_line_id"
    )
    assert lines == [("a", 4), ("b", 0)]


async def test_times_without_an_offset_are_the_tenants(
    database: Database, tenant_id: int, tmp_path: Path
) -> None:
    await imported(database, tenant_id, tmp_path, OWN + "1,a,2026-07-05 10:00,MUG,Mug,3,2.50,c1\n")
    ((placed_at,),) = await selected(database, tenant_id, "select placed_at from sales_order")
    assert placed_at.isoformat() == "2026-07-05T08:00:00+00:00"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,a,2026-01-05 10:00,MUG,Mug,three,2.50,c1", "not_a_number"),
        ("1,a,2026-02-30 10:00,MUG,Mug,3,2.50,c1", "not_a_date"),
        ("1,a,2026-01-05 10:00,,Mug,3,2.50,c1", "required"),
        ("1,a,2026-01-05 10:00,MUG,Mug,3,0.123456789,c1", "too_fine"),
        ("1,a,2026-01-05 10:00,MUG,Mug,999999999,99999999999,c1", "out_of_range"),
        ("1,a,2199-01-05 10:00,MUG,Mug,3,2.50,c1", "order_invalid"),
        (",a,2026-01-05 10:00,MUG,Mug,3,2.50,c1", "required"),
    ],
)
async def test_a_row_that_cannot_be_meant_is_reported_and_the_others_are_taken(
    database: Database, tenant_id: int, tmp_path: Path, row: str, code: str
) -> None:
    run = await imported(
        database, tenant_id, tmp_path, f"{OWN}{row}\n2,a,2026-01-05 10:00,Tasse ☕,قهوة,1,2.50,c1\n"
    )
    assert run.created_count == 1
    assert ("rejected", 2, code) in await reports(database, tenant_id, run)


SHOPIFY = (
    "Name,Email,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Country,Cancelled at,"
    "Refunded Amount,Billing Name,Lineitem discount\n"
    "#1001,ana@olea.example,paid,fulfilled,EUR,27.00,4.50,0.00,31.50,3.00,2026-01-05 10:00:00 +0100,"
    "2,Mug,10.00,MUG,ES,,0.00,Ana,0.00\n"
    "#1001,ana@olea.example,,,,,,,,,2026-01-05 10:00:00 +0100,1,Cup,10.00,CUP,,,,,0.00\n"
    "#1002,ben@olea.example,partially_refunded,unfulfilled,EUR,10.00,0.00,2.10,12.10,0.00,"
    "2026-01-06 10:00:00 +0100,1,Mug,10.00,MUG,PT,,4.00,Ben,0.00\n"
    "#1003,cy@olea.example,voided,,EUR,10.00,0.00,0.00,10.00,0.00,2026-01-07 10:00:00 +0100,"
    "1,Mug,10.00,MUG,FR,2026-01-07 11:00:00 +0100,0.00,Cy,0.00\n"
    "#1004,di@olea.example,lost at sea,,EUR,10.00,0.00,0.00,10.00,0.00,2026-01-07 10:00:00 +0100,"
    "1,Mug,10.00,MUG,FR,,0.00,Di,0.00\n"
)


async def test_shopify(database: Database, tenant_id: int, tmp_path: Path) -> None:
    for created, unchanged in ((3, 0), (0, 3)):
        run = await imported(database, tenant_id, tmp_path, SHOPIFY)  # recognised by its header
        assert (run.created_count, run.unchanged_count, run.rows_rejected) == (created, unchanged, 1)
    assert await selected(
        database,
        tenant_id,
        "select external_id, status, total_minor, discount_minor, shipping_minor, refunded_minor,"
        " tax_included, country, marketplace from sales_order order by id",
    ) == [
        ("#1001", "shipped", 3150, 300, 450, 0, True, "ES", "shopify"),
        ("#1002", "partially_refunded", 1210, 0, 0, 400, False, "PT", "shopify"),
        ("#1003", "cancelled", 1000, 0, 0, 0, True, "FR", "shopify"),
    ]
    assert [
        row[0] for row in await selected(database, tenant_id, "select name from contact order by id")
    ] == [
        "Ana",
        "Ben",
        "Cy",
    ]


WOOCOMMERCE = (
    "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),Email (Billing),"
    "Country Code (Billing),Cart Discount Amount,Order Shipping Amount,Order Refund Amount,"
    "Order Total Amount,Order Total Tax Amount,SKU,Item #,Item Name,Quantity,Item Cost\n"
    "51,Completed,2026-01-05 10:00,Ana,Ruiz,ana@olea.example,ES,2.00,3.00,0,21.00,0,MUG,1,Mug,2,10.00\n"
    "52,wc-processing,2026-01-05 11:00,Ana,Ruiz,ana@olea.example,ES,0,0,0,10.00,0,CUP,1,Cup,1,10.00\n"
    "52,wc-processing,2026-01-05 11:00,Ana,Ruiz,ana@olea.example,ES,0,0,0,10.00,0,CUP,2,Cup,1,0\n"
)


async def test_woocommerce(database: Database, tenant_id: int, tmp_path: Path) -> None:
    run = await imported(database, tenant_id, tmp_path, WOOCOMMERCE)
    assert (run.created_count, run.rows_rejected) == (2, 0)
    assert await selected(
        database,
        tenant_id,
        "select external_id, status, total_minor, discount_minor, shipping_minor from sales_order"
        " order by id",
    ) == [("51", "completed", 2100, 200, 300), ("52", "processing", 1000, 0, 0)]


AMAZON = (
    "amazon-order-id\tpurchase-date\tlast-updated-date\torder-status\tproduct-name\tsku\tquantity\tcurrency\t"
    "item-price\titem-tax\tshipping-price\titem-promotion-discount\tship-promotion-discount\tship-country\n"
    "902-1\t2026-01-05T10:00:00+00:00\t2026-01-06T10:00:00+00:00\tShipped\tMug\tMUG\t3\tEUR\t10.00\t1.60\t2.99\t"
    "1.00\t2.99\tES\n"
    "902-2\t2026-01-05T11:00:00+00:00\t2026-01-06T10:00:00+00:00\tCancelled\tMug\tMUG\t0\tEUR\t\t\t\t\t\tES\n"
    "902-3\t2026-01-05T12:00:00+00:00\t2026-01-06T10:00:00+00:00\tVanished\tMug\tMUG\t1\tEUR\t5\t\t\t\t\tES\n"
)


async def test_amazon(database: Database, tenant_id: int, tmp_path: Path) -> None:
    run = await imported(database, tenant_id, tmp_path, AMAZON)
    assert (run.created_count, run.rows_rejected) == (2, 1)
    assert await selected(
        database,
        tenant_id,
        "select o.external_id, o.status, i.quantity, i.line_total_minor, i.discount_minor, o.shipping_minor"
        " from sales_order o join order_item i on i.order_id = o.id order by i.id",
    ) == [("902-1", "shipped", 3, 1000, 100, 0), ("902-2", "cancelled", 0, 0, 0, 0)]


async def test_souks_own_export_changes_nothing_when_it_comes_back(
    database: Database, tenant_id: int, tmp_path: Path
) -> None:
    await imported(database, tenant_id, tmp_path, SHOPIFY)
    file = tmp_path / "export.csv"
    async with database.reading(tenant_id) as work:
        export = OrderExport()
        written = await write_file(
            file,
            [column.name for column in export.columns],
            export.rows(work, OrderQuery()),
            ExportFormat.CSV,
        )
    assert written == 5  # four rows were taken, and the shipping of the first order is a line too
    run = await import_orders(database, tenant_id, file)
    assert run.error is None
    assert (run.created_count, run.rows_rejected) == (0, 0)
    ((lines,),) = await selected(database, tenant_id, "select count(*) from order_item")
    assert lines == 5
    after = await selected(database, tenant_id, "select status, refunded_minor from sales_order order by id")
    assert after == [("shipped", 0), ("partially_refunded", 400), ("cancelled", 0)]
