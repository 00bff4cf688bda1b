"""What other domains may call of the catalogue.

The functions that answer a SELECT (`product_rows` and the like) are for others' set-based statements
(`kernel.db.parts.as_part`); they read under the caller's row-level security.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from souk.catalog.actions.batches import BatchMention, ensure_batches
from souk.catalog.actions.categories import ensure_categories
from souk.catalog.actions.costs import PriceWrite, put_base_prices, take_back_price
from souk.catalog.actions.writing import upsert_products
from souk.catalog.repository.listing import product_ids_matching
from souk.catalog.repository.parts import (
    batch_rows,
    category_rows,
    cost_at,
    cost_spans,
    price_spans,
    product_parents,
    product_rows,
)
from souk.catalog.repository.products import refs_by_id, refs_by_key
from souk.catalog.rules.limits import NAME_MAX, name_problem, price_problem
from souk.catalog.rules.names import sku_key, tidy_name
from souk.catalog.rules.writes import ProductWrite
from souk.catalog.schemas import BulkSelection, PriceShape
from souk.kernel.errors import FieldError, Invalid, SoukError
from souk.kernel.work import ReadWork, Work

__all__ = [
    "BatchMention",
    "BulkSelection",
    "PriceShape",
    "PriceWrite",
    "ProductMention",
    "ProductRef",
    "ProductWrite",
    "batch_rows",
    "category_rows",
    "cost_at",
    "cost_spans",
    "ensure_batches",
    "ensure_categories",
    "ensure_products",
    "price_problem",
    "price_spans",
    "product_ids_matching",
    "product_parents",
    "product_rows",
    "products_by_ids",
    "products_by_sku",
    "put_base_prices",
    "sku_key",
    "take_back_price",
    "upsert_products",
]


@dataclass(frozen=True, slots=True)
class ProductRef:
    """A product as others need it. Amounts are minor units of `currency`, None where unknown."""

    product_id: int
    sku: str
    name: str
    active: bool
    parent_id: int | None
    has_variants: bool
    """Then it is not sold itself: its variants are."""
    base_price_minor: int | None
    unit_cost_minor: Decimal | None
    currency: str
    tax_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class ProductMention:
    """A product that a file or an order names. Used only where the product is not there yet."""

    sku: str
    name: str | None = None
    price_minor: int | None = None
    currency: str | None = None
    seen_at: datetime | None = None
    """Since when the price is known to hold; without, from now on."""


def _writes_of(
    mentions: Iterable[ProductMention],
) -> tuple[list[ProductWrite], dict[str, SoukError]]:
    writes: list[ProductWrite] = []
    refused: dict[str, SoukError] = {}
    for mention in mentions:
        problem = name_problem(mention.sku)
        if problem is not None:
            refused[mention.sku] = Invalid(
                f"No product can be made of the SKU '{mention.sku[:NAME_MAX]}': it {problem}.",
                fields=[FieldError("sku", problem)],
            )
            continue
        values: dict[str, Any] = {}
        if mention.name and mention.name.strip():
            values["name"] = tidy_name(mention.name)
        if mention.price_minor is not None:
            values["base_price_minor"] = mention.price_minor
        if mention.currency is not None:
            values["currency"] = mention.currency
        writes.append(ProductWrite(mention.sku.strip(), values, price_from=mention.seen_at))
    return writes, refused


@dataclass(frozen=True, slots=True)
class Ensured:
    """The products by the SKU as it was written, and how many had to be made."""

    products: dict[str, ProductRef]
    created: int = 0
    refused: dict[str, SoukError] = field(default_factory=dict)
    """By SKU as written: mentions of which no product can be made (an empty or too long SKU)."""


async def products_by_sku(work: ReadWork, skus: Iterable[str]) -> dict[str, ProductRef]:
    """The products there are, by each SKU as it was asked for (upper and lower case are the same)."""
    keys = {sku: sku_key(sku) for sku in skus}
    if not keys:
        return {}
    rows = await refs_by_key(work.session, set(keys.values()))
    refs = {row["sku_key"]: _ref(row) for row in rows}
    return {sku: refs[key] for sku, key in keys.items() if key in refs}


async def products_by_ids(work: ReadWork, ids: Iterable[int]) -> dict[int, ProductRef]:
    """The products there are of `ids`."""
    return {row["product_id"]: _ref(row) for row in await refs_by_id(work.session, ids)}


def _ref(row: Mapping[str, Any]) -> ProductRef:
    return ProductRef(**{name: value for name, value in row.items() if name != "sku_key"})


async def ensure_products(work: Work, mentions: Sequence[ProductMention]) -> Ensured:
    """The products of `mentions`, making those that are not there; set-based, whatever their number.

    The first mention of a SKU gives name, price and spelling. A product that is there stays as it is.
    """
    found = await products_by_sku(work, {mention.sku for mention in mentions})
    missing: dict[str, ProductMention] = {}
    for mention in mentions:
        if mention.sku not in found:
            missing.setdefault(sku_key(mention.sku), mention)
    if not missing:
        return Ensured(found)
    writes, refused = _writes_of(missing.values())
    outcomes = await upsert_products(work, writes, keep=True)
    created = sum(1 for outcome in outcomes if not isinstance(outcome, SoukError) and outcome.is_new)
    made = await products_by_sku(work, {mention.sku for mention in mentions if mention.sku not in found})
    return Ensured({**found, **made}, created, refused)
