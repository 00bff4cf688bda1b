"""Prices and rates out of files, and into them again."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from tests.catalog.factories import add_product, later, rows
from tests.pricing.factories import add_list, prices_of

from souk.kernel.work import Work
from souk.pricing.imports import PriceImport, PriceOptions, RateImport
from souk.transfers.public import BatchOutcome, ImportContext, ImportOptions, MappedRow, PlainImporter


async def bring_in(
    importer: PlainImporter, work: Work, *lines: Mapping[str, Any], options: ImportOptions | None = None
) -> BatchOutcome:
    """The rows as the framework hands them over: typed, by field name, from line 2 on."""
    given = [MappedRow(line, values, []) for line, values in enumerate(lines, 2)]
    run: ImportContext[Any] = ImportContext(
        run_id=1,
        kind=importer.kind,
        options=options or importer.options(),
        dry_run=False,
        file_name="file.csv",
        started_at=work.now,
    )
    return await importer.apply(work, given, run)


def counts(outcome: BatchOutcome) -> tuple[int, int, int, int]:
    return outcome.created, outcome.changed, outcome.unchanged, len(outcome.rejections)


async def traces(work: Work) -> Sequence[Any]:
    tables = ("price_list", "price_list_item", "price_list_item_past", "product_price", "audit_entry")
    return [
        await rows(work, f"select * from {table} where tenant_id = :tenant_id order by 1, 2, 3")
        for table in (*tables, "exchange_rate")
    ] + [list(work.facts)]


@pytest.fixture
async def shop(work: Work) -> int:
    for sku in ("MUG", "CUP", "SAKE"):
        await add_product(work, sku, currency="JPY" if sku == "SAKE" else "EUR")
    return await add_list(work, "Shop")


async def test_prices_of_lists_and_of_products_come_from_one_file(work: Work, shop: int) -> None:
    month_ago = work.now - timedelta(days=30)
    lines: list[dict[str, Any]] = [
        {"price_list": "shop", "sku": "mug", "price": Decimal("9.50")},
        {"price_list": "Shop", "sku": "MUG", "price": Decimal("8"), "valid_from": month_ago},
        {"sku": "MUG", "price": Decimal("12")},
        {"sku": "MUG", "price": Decimal("11"), "valid_from": month_ago},
        {"sku": "SAKE", "price": Decimal("1500"), "currency": "JPY"},
    ]

    outcome = await bring_in(PriceImport(), work, *lines)
    before = await traces(work)
    again = await bring_in(PriceImport(), later(work, days=1), *lines)

    assert counts(outcome) == (0, 5, 0, 0)
    assert counts(again) == (0, 0, 5, 0)
    assert await traces(work) == before
    assert list((await prices_of(work, shop)).values()) == [950]
    assert list((await prices_of(work, shop, month_ago)).values()) == [800]
    own = await rows(
        work, "select sku, base_price_minor from product where tenant_id = :tenant_id order by id"
    )
    assert [tuple(row) for row in own] == [("MUG", 1200), ("CUP", None), ("SAKE", 1500)]


async def test_a_file_without_a_list_can_be_for_one_list(work: Work, shop: int) -> None:
    line = {"sku": "MUG", "price": Decimal("9.50")}
    await bring_in(PriceImport(), work, line, options=PriceOptions(price_list="SHOP"))
    assert list((await prices_of(work, shop)).values()) == [950]


async def test_every_rejected_price_says_why(work: Work, shop: int) -> None:
    await add_product(work, "SET-1", parent_id=await add_product(work, "SET"))
    good: dict[str, Any] = {"price_list": "Shop", "sku": "CUP", "price": Decimal(1)}

    outcome = await bring_in(
        PriceImport(),
        work,
        good,
        good | {"sku": "cup"},
        good | {"sku": "NOWHERE"},
        good | {"price_list": "Nolist"},
        good | {"sku": "MUG", "currency": "USD"},
        good | {"sku": "MUG", "price": Decimal("0.001")},
        good | {"sku": "MUG", "price": Decimal(-1)},
        good | {"sku": "MUG", "valid_from": work.now + timedelta(days=1)},
        good | {"sku": "SET"},
    )

    assert [(each.line, each.code) for each in outcome.rejections] == [
        (3, "duplicate"),
        (4, "product_unknown"),
        (5, "price_list_unknown"),
        (6, "currency_mismatch"),
        (7, "invalid"),
        (8, "invalid"),
        (9, "not_yet"),
        (10, "sold_as_variants"),
    ]
    assert counts(outcome)[:3] == (0, 1, 0)


async def test_rates_come_in_a_row_each(work: Work) -> None:
    monday = date(2026, 5, 4)
    good = {"day": monday, "from_currency": "EUR", "to_currency": "USD", "rate": Decimal("1.08")}
    lines: list[dict[str, Any]] = [
        good,
        good | {"to_currency": "GBP", "rate": Decimal("0.85"), "source": "ECB"},
        good | {"rate": Decimal("1.09")},
        good | {"to_currency": "EUR"},
        good | {"to_currency": "JPY", "rate": Decimal(0)},
    ]

    outcome = await bring_in(RateImport(), work, *lines)
    before = await traces(work)
    again = await bring_in(RateImport(), later(work, days=1), *lines)

    assert counts(outcome) == (2, 0, 0, 3)
    assert [each.code for each in outcome.rejections] == ["duplicate", "invalid", "invalid"]
    assert counts(again) == (0, 0, 2, 3)
    assert await traces(work) == before
    sources = await rows(work, "select to_currency, source from exchange_rate order by id")
    assert {tuple(row) for row in sources} == {("USD", "imported"), ("GBP", "ecb")}


async def test_an_exported_list_can_be_read_back(api: AsyncClient) -> None:
    for sku in ("=MUG", "CUP"):
        await api.post("/api/v1/catalog/products", json={"sku": sku, "name": sku})
    listed = (await api.post("/api/v1/pricing/lists", json={"name": "Shop"})).json()
    prices = [
        {"sku": sku, "price": {"amount": amount, "currency": "EUR"}}
        for sku, amount in (("=MUG", 950), ("CUP", 1000))
    ]
    await api.put(f"/api/v1/pricing/lists/{listed['id']}/prices", json={"prices": prices})

    exported = await api.get(
        "/api/v1/pricing/prices/export", params={"price_list_id": listed["id"], "sort": "sku"}
    )

    table = list(csv.DictReader(io.StringIO(exported.text.removeprefix("\ufeff"))))
    assert [(row["price_list"], row["sku"], row["price"], row["currency"]) for row in table] == [
        ("Shop", "'=MUG", "9.5", "EUR"),
        ("Shop", "CUP", "10", "EUR"),
    ]
    missing = await api.get("/api/v1/pricing/prices/export", params={"price_list_id": 10**9})
    assert missing.json()["code"] == "price_list_not_found"
    assert (await api.get("/api/v1/pricing/prices/export")).text.count("\n") == 1
