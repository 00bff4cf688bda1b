"""Products and batches out of files. A cell that is empty leaves what is known as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from souk.catalog.actions.batches import BatchMention, upsert_batches
from souk.catalog.actions.categories import ensure_categories
from souk.catalog.actions.writing import Outcome, upsert_products
from souk.catalog.public import ProductRef, products_by_sku
from souk.catalog.rules.limits import cost_problem, name_problem, price_problem
from souk.catalog.rules.names import CATEGORY_DEPTH_MAX, path_parts, sku_key, tidy_name
from souk.catalog.rules.writes import ProductWrite
from souk.catalog.schemas import ImageUrl, OptionValues, TagNames, Threshold
from souk.kernel.errors import SoukError
from souk.kernel.money import minor_from_major
from souk.kernel.shapes import Attributes
from souk.kernel.work import Work
from souk.transfers.public import (
    BatchOutcome,
    Field,
    FieldKind,
    Grouping,
    ImportContext,
    ImportOptions,
    MappedRow,
    PlainImporter,
    Rejection,
    RowRefused,
)

_CHECKED: Mapping[str, TypeAdapter[Any]] = {
    "image_url": TypeAdapter(ImageUrl),
    "attributes": TypeAdapter(Attributes),
    "option_values": TypeAdapter(OptionValues),
    "tags": TypeAdapter(TagNames),
    "stock_alert_threshold": TypeAdapter(Threshold),
}

_AS_IN_THE_API = ("image_url", "attributes", "option_values", "stock_alert_threshold")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that can be understood, ahead of looking at what is there."""

    row: MappedRow
    write: ProductWrite
    category: tuple[str, ...] | None


class ProductImport(PlainImporter):
    kind = "products"
    title = "Products"
    capability = "catalog.create"
    grouping = Grouping(by=("sku",))
    fields = (
        Field(
            "sku",
            "upper and lower case are the same",
            required=True,
            aliases=("Variant SKU", "seller-sku", "item_sku", "Product code", "Article number"),
        ),
        Field(
            "name", "the SKU, where a new product has none", aliases=("Title", "item-name", "Product name")
        ),
        Field("description", "", aliases=("Body (HTML)", "item-description", "Product description")),
        Field("brand", "", aliases=("Vendor", "Manufacturer", "brand_name")),
        Field(
            "category",
            "the path from the root down: Home > Kitchen > Mugs; made where it is not there",
            aliases=("Product category", "Categories", "Category path"),
        ),
        Field("tags", "", FieldKind.WORDS),
        Field("image_url", "a web address", aliases=("Image Src", "Image", "Images", "main_image_url")),
        Field("barcode", "", aliases=("Variant Barcode", "GTIN", "EAN", "UPC", "GTIN, UPC, EAN, or ISBN")),
        Field("attributes", "further fields, as JSON", FieldKind.OBJECT),
        Field(
            "price",
            "in whole units of the currency",
            FieldKind.DECIMAL,
            aliases=("Variant Price", "Regular price", "Base price", "standard_price"),
        ),
        Field("price_from", "since when the price holds; without, from now", FieldKind.INSTANT),
        Field(
            "cost",
            "of one unit, in whole units of the currency",
            FieldKind.DECIMAL,
            aliases=("Cost per item", "Cost price", "Unit cost"),
        ),
        Field("cost_from", "since when the cost is known to hold; without, from now", FieldKind.INSTANT),
        Field("currency", "the tenant's, where a new product has none", FieldKind.CURRENCY),
        Field("tax_rate", "percent", FieldKind.DECIMAL, aliases=("Tax rate", "VAT")),
        Field("active", "", FieldKind.BOOLEAN, aliases=("Published",)),
        Field("parent_sku", "the product it is a variant of", aliases=("Parent", "Parent SKU")),
        Field("option_values", 'of a variant, as JSON: {"Size": "L"}', FieldKind.OBJECT),
        Field("stock_alert_threshold", "", FieldKind.INTEGER, aliases=("Low stock amount",)),
    )

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[ImportOptions]
    ) -> BatchOutcome:
        outcome = BatchOutcome()
        first = _once(rows, lambda row: sku_key(row["sku"]), "sku", outcome)
        known = await products_by_sku(work, [row["sku"] for row in first])
        lines = []
        for row in first:
            try:
                lines.append(_line(row, known.get(row["sku"]), work.scope.currency))
            except RowRefused as refusal:
                outcome.rejections.append(refusal.of(row))
        places = await ensure_categories(work, [line.category for line in lines if line.category])
        writes = [_placed(line, places) for line in lines]
        for line, became in zip(lines, await upsert_products(work, writes), strict=True):
            _count(outcome, line.row, became)
        return outcome


class BatchImport(PlainImporter):
    kind = "batches"
    title = "Batches"
    capability = "catalog.create"
    grouping = Grouping(by=("sku", "code"))
    fields = (
        Field("sku", "of a product that is there", required=True),
        Field("code", "unique for the product", required=True, aliases=("Batch", "Batch code", "Lot")),
        Field(
            "cost",
            "of one unit, in whole units of the currency",
            FieldKind.DECIMAL,
            aliases=("Unit cost", "Cost price"),
        ),
        Field("currency", "the product's, where none is given", FieldKind.CURRENCY),
        Field("received_at", "now, where a new batch has none", FieldKind.INSTANT, aliases=("Received",)),
    )

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[ImportOptions]
    ) -> BatchOutcome:
        outcome = BatchOutcome()
        first = _once(rows, lambda row: (sku_key(row["sku"]), row["code"]), "code", outcome)
        known = await products_by_sku(work, [row["sku"] for row in first])
        mentions = []
        for row in first:
            try:
                mentions.append(_mention(row, known.get(row["sku"]), work.now))
            except RowRefused as refusal:
                outcome.rejections.append(refusal.of(row))
        written = await upsert_batches(work, mentions)
        outcome.created, outcome.changed = len(written.created), len(written.changed)
        outcome.unchanged = len(mentions) - outcome.created - outcome.changed
        return outcome


def _once(rows: Sequence[MappedRow], key: Any, field: str, outcome: BatchOutcome) -> list[MappedRow]:
    """Each thing's first row; what names it again is rejected, because a file says each thing once."""
    first: dict[Any, MappedRow] = {}
    for row in rows:
        named = key(row)
        if named in first:
            outcome.rejections.append(
                Rejection(row.line, "duplicate", f"{row[field]} is in line {first[named].line} too", field)
            )
        else:
            first[named] = row
    return list(first.values())


def _line(row: MappedRow, known: ProductRef | None, home: str) -> _Line:
    values = {name: _named(row, name) for name in ("brand", "barcode") if row[name] is not None}
    values |= {name: row[name] for name in ("description", "active") if row[name] is not None}
    values |= {name: _checked(name, row[name]) for name in _AS_IN_THE_API if row[name] is not None}
    if row["name"] is not None:
        values["name"] = tidy_name(row["name"])
    _take_amounts(row, values, row["currency"] or (known.currency if known is not None else home))
    write = ProductWrite(
        _named(row, "sku"),
        values,
        tags=tuple(_checked("tags", list(row["tags"]))) if row["tags"] is not None else None,
        parent_sku=row["parent_sku"],
        price_from=row["price_from"],
        cost_from=row["cost_from"],
    )
    return _Line(row, write, _path(row))


def _path(row: MappedRow) -> tuple[str, ...] | None:
    path = path_parts(row["category"] or "")
    if len(path) > CATEGORY_DEPTH_MAX:
        raise RowRefused("category_too_deep", "category", f"has more than {CATEGORY_DEPTH_MAX} levels")
    for name in path:
        _refuse("category", name_problem(name))
    return path or None


def _take_amounts(row: MappedRow, values: dict[str, Any], currency: str) -> None:
    if row["currency"] is not None:
        values["currency"] = currency
    price, cost, tax_rate = row["price"], row["cost"], row["tax_rate"]
    if price is not None:
        minor = minor_from_major(price, currency)
        _refuse("price", price_problem(minor))
        values["base_price_minor"] = int(minor)
    if cost is not None:
        values["unit_cost_minor"] = _cost(cost, currency)
    if tax_rate is not None:
        if not 0 <= tax_rate <= 100 or tax_rate != round(tax_rate, 4):
            raise RowRefused("invalid", "tax_rate", "is not a percentage from 0 to 100 with up to 4 decimals")
        values["tax_rate"] = tax_rate


def _cost(cost: Decimal, currency: str) -> Decimal:
    minor = minor_from_major(cost, currency)
    _refuse("cost", cost_problem(minor))
    return minor


def _mention(row: MappedRow, known: ProductRef | None, now: datetime) -> BatchMention:
    if known is None:
        raise RowRefused("product_unknown", "sku", f"{row['sku']} is no product; import the products first")
    code = _named(row, "code")
    received_at = row["received_at"]
    if received_at is not None and received_at > now:
        raise RowRefused("not_yet", "received_at", "lies in the future")
    cost, currency = row["cost"], row["currency"] or known.currency
    return BatchMention(
        product_id=known.product_id,
        code=code,
        received_at=received_at,
        unit_cost_minor=None if cost is None else _cost(cost, currency),
        currency=currency if cost is not None or row["currency"] is not None else None,
    )


def _named(row: MappedRow, name: str) -> str:
    value: str = row[name]
    _refuse(name, name_problem(value))
    return value


def _refuse(field: str, problem: str | None) -> None:
    if problem is not None:
        raise RowRefused("invalid", field, problem)


def _checked(name: str, value: Any) -> Any:
    try:
        return _CHECKED[name].validate_python(value)
    except ValidationError as complaint:
        raise RowRefused("invalid", name, complaint.errors()[0]["msg"].lower()) from None


def _placed(line: _Line, places: Mapping[tuple[str, ...], int]) -> ProductWrite:
    if line.category is None:
        return line.write
    values = {**line.write.values, "category_id": places[line.category]}
    return replace(line.write, values=values)


def _count(outcome: BatchOutcome, row: MappedRow, became: Outcome) -> None:
    if isinstance(became, SoukError):
        field = became.fields[0].field if became.fields else None
        outcome.rejections.append(Rejection(row.line, became.code, became.detail, field))
    elif became.is_new:
        outcome.created += 1
    elif became.changes:
        outcome.changed += 1
    else:
        outcome.unchanged += 1
