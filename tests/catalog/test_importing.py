"""Products and batches out of files."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.catalog.factories import later, rows

from souk.catalog.imports import BatchImport, ProductImport
from souk.catalog.public import products_by_sku
from souk.kernel.work import Work
from souk.transfers.public import BatchOutcome, ImportContext, ImportOptions, MappedRow, PlainImporter


async def bring_in(importer: PlainImporter, work: Work, *lines: Mapping[str, Any]) -> BatchOutcome:
    """The rows as the framework hands them over: typed, by field name, from line 2 on."""
    given = [MappedRow(line, values, []) for line, values in enumerate(lines, 2)]
    run: ImportContext[ImportOptions] = ImportContext(
        run_id=1,
        kind=importer.kind,
        options=ImportOptions(),
        dry_run=False,
        file_name="products.csv",
        started_at=work.now,
    )
    return await importer.apply(work, given, run)


def counts(outcome: BatchOutcome) -> tuple[int, int, int, int]:
    return outcome.created, outcome.changed, outcome.unchanged, len(outcome.rejections)


async def traces(work: Work) -> Sequence[Any]:
    """Everything that a second import must leave as it is."""
    return [
        await rows(work, f"select * from {table} where tenant_id = :tenant_id order by 1, 2, 3")
        for table in (
            "product",
            "product_price",
            "product_cost",
            "product_tag",
            "product_word",
            "product_batch",
            "category",
            "tag",
            "audit_entry",
        )
    ] + [list(work.facts)]


FILE: list[dict[str, Any]] = [
    {
        "sku": "MUG-1",
        "name": "Enamel mug",
        "category": "Home > Kitchen",
        "tags": ("gift", "Sale"),
        "price": Decimal("12.50"),
        "cost": Decimal("4.105"),
        "cost_from": datetime(2026, 1, 1, tzinfo=UTC),
        "attributes": {"colour": "white"},
        "active": True,
        "tax_rate": Decimal("21"),
    },
    {"sku": "SHIRT-L", "name": "Shirt L", "parent_sku": "SHIRT", "option_values": {"Size": "L"}},
    {"sku": "SHIRT", "name": "Shirt", "category": "Clothes", "price": Decimal("20")},
    {"sku": "SAKE", "name": "Sake", "price": Decimal("1500"), "currency": "JPY"},
]


async def test_a_file_of_products_is_brought_in(work: Work) -> None:
    outcome = await bring_in(ProductImport(), work, *FILE)

    assert counts(outcome) == (4, 0, 0, 0)
    found = await products_by_sku(work, ["mug-1", "SHIRT", "SHIRT-L", "SAKE"])
    assert found["mug-1"].base_price_minor == 1250
    assert found["mug-1"].unit_cost_minor == Decimal("410.5")
    assert (found["SAKE"].base_price_minor, found["SAKE"].currency) == (1500, "JPY")
    assert found["SHIRT-L"].parent_id == found["SHIRT"].product_id
    ids = [found[sku].product_id for sku in ("mug-1", "SHIRT-L", "SHIRT", "SAKE")]
    assert ids == sorted(ids)


async def test_the_same_file_again_changes_nothing_at_all(work: Work) -> None:
    await bring_in(ProductImport(), work, *FILE)
    before = await traces(work)

    again = await bring_in(ProductImport(), later(work, days=3), *FILE)

    assert counts(again) == (0, 0, 4, 0)
    assert await traces(work) == before


async def test_only_what_differs_is_written_and_empty_cells_leave_what_is_known(work: Work) -> None:
    await bring_in(ProductImport(), work, *FILE)
    changed = [dict(line) for line in FILE]
    changed[0] |= {"price": Decimal("13"), "name": None, "tags": None, "cost": None, "cost_from": None}

    outcome = await bring_in(ProductImport(), later(work, days=1), *changed)

    assert counts(outcome) == (0, 1, 3, 0)
    (row,) = await rows(
        work, "select name, base_price_minor, unit_cost_minor from product where sku = 'MUG-1'"
    )
    assert (row.name, row.base_price_minor, row.unit_cost_minor) == ("Enamel mug", 1300, Decimal("410.5"))
    prices = await rows(
        work,
        "select price_minor, valid_to from product_price join product on id = product_id"
        " where sku = 'MUG-1' order by valid_from",
    )
    assert [row.price_minor for row in prices] == [1250, 1300]
    assert prices[0].valid_to == work.now + timedelta(days=1)


async def test_every_rejected_row_says_what_is_wrong_with_it(work: Work) -> None:
    good: dict[str, Any] = {"sku": "GOOD", "name": "Good"}
    outcome = await bring_in(
        ProductImport(),
        work,
        good,
        {"sku": "good", "name": "Good again"},
        {"sku": "x" * 300},
        {"sku": "A", "price": Decimal("-1")},
        {"sku": "B", "price": Decimal("1.999")},
        {"sku": "C", "cost": Decimal("0.000000001")},
        {"sku": "D", "tax_rate": Decimal("120")},
        {"sku": "E", "image_url": "ftp://x"},
        {"sku": "F", "parent_sku": "NOWHERE"},
        {"sku": "G", "cost": Decimal(1), "cost_from": work.now + timedelta(days=1)},
        {"sku": "H", "category": ">".join("abcdefghijklmnop")},
        {"sku": "I", "stock_alert_threshold": -3},
        {"sku": "J", "price": Decimal("1e20")},
    )

    assert counts(outcome) == (1, 0, 0, 12)
    reasons = {rejection.line: (rejection.code, rejection.field) for rejection in outcome.rejections}
    assert reasons == {
        3: ("duplicate", "sku"),
        4: ("invalid", "sku"),
        5: ("invalid", "price"),
        6: ("invalid", "price"),
        7: ("invalid", "cost"),
        8: ("invalid", "tax_rate"),
        9: ("invalid", "image_url"),
        10: ("parent_not_possible", "parent"),
        11: ("not_yet", "cost_from"),
        12: ("category_too_deep", "category"),
        13: ("invalid", "stock_alert_threshold"),
        14: ("invalid", "price"),
    }
    assert all(rejection.message for rejection in outcome.rejections)
    assert set(await products_by_sku(work, [*"ABCDEFGHIJ", "GOOD"])) == {"GOOD"}


async def test_batches_are_brought_in_for_products_there_are(work: Work) -> None:
    await bring_in(ProductImport(), work, *FILE)
    lines: list[dict[str, Any]] = [
        {"sku": "mug-1", "code": "A", "cost": Decimal("4.2"), "received_at": work.now - timedelta(days=9)},
        {"sku": "SAKE", "code": "A", "cost": Decimal("800")},
        {"sku": "NOWHERE", "code": "A"},
        {"sku": "mug-1", "code": "A"},
        {"sku": "mug-1", "code": "B", "received_at": work.now + timedelta(days=9)},
    ]

    outcome = await bring_in(BatchImport(), work, *lines)
    before = await traces(work)
    again = await bring_in(BatchImport(), later(work, days=1), *lines)

    assert counts(outcome) == (2, 0, 0, 3)
    assert {rejection.code for rejection in outcome.rejections} == {"product_unknown", "duplicate", "not_yet"}
    assert counts(again) == (0, 0, 2, 3)
    assert await traces(work) == before
    costs = await rows(work, "select unit_cost_minor, currency from product_batch order by id")
    assert [tuple(row) for row in costs] == [(Decimal(420), "EUR"), (Decimal(800), "JPY")]
