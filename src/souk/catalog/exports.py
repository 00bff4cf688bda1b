"""Products and batches as files. Columns are named as the imports' fields, so that a file can come back."""

from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from typing import Any

from souk.catalog.actions.showing import stream_batches, stream_products
from souk.catalog.schemas import BatchQuery, BatchShape, ProductQuery, ProductShape
from souk.kernel.lists import ListQuery
from souk.kernel.money import minor_digits
from souk.kernel.shapes import MoneyShape, UnitPriceShape
from souk.kernel.work import ReadWork
from souk.transfers.public import Column


class ProductExport:
    kind = "products"
    title = "Products"
    capability = "catalog.read"
    query: type[ListQuery] = ProductQuery
    columns = (
        Column("sku"),
        Column("name"),
        Column("description"),
        Column("brand"),
        Column("category", "the path from the root down"),
        Column("tags"),
        Column("image_url"),
        Column("barcode"),
        Column("attributes", "as JSON"),
        Column("price", "in whole units of the currency"),
        Column("cost", "of one unit, in whole units of the currency"),
        Column("currency"),
        Column("tax_rate", "percent"),
        Column("active"),
        Column("parent_sku", "the product it is a variant of"),
        Column("option_values", "as JSON"),
        Column("stock_alert_threshold"),
    )

    async def rows(self, work: ReadWork, query: Any) -> AsyncIterator[Sequence[Any]]:
        async for product, parent_sku in stream_products(work, query):
            yield _product(product, parent_sku)


class BatchExport:
    kind = "batches"
    title = "Batches"
    capability = "catalog.read"
    query: type[ListQuery] = BatchQuery
    columns = (
        Column("sku"),
        Column("code"),
        Column("cost", "of one unit, in whole units of the currency"),
        Column("currency"),
        Column("received_at"),
    )

    async def rows(self, work: ReadWork, query: Any) -> AsyncIterator[Sequence[Any]]:
        async for batch in stream_batches(work, query):
            yield _batch(batch)


def _product(product: ProductShape, parent_sku: str | None) -> Sequence[Any]:
    return (
        product.sku,
        product.name,
        product.description,
        product.brand,
        product.category.path if product.category is not None else None,
        product.tags,
        product.image_url,
        product.barcode,
        product.attributes,
        _major(product.price),
        _major(product.cost),
        product.currency,
        product.tax_rate,
        product.active,
        parent_sku,
        product.option_values,
        product.stock_alert_threshold,
    )


def _batch(batch: BatchShape) -> Sequence[Any]:
    currency = batch.cost.currency if batch.cost is not None else None
    return batch.sku, batch.code, _major(batch.cost), currency, batch.received_at


def _major(amount: MoneyShape | UnitPriceShape | None) -> Decimal | None:
    if amount is None:
        return None
    return Decimal(amount.amount).scaleb(-minor_digits(amount.currency))
