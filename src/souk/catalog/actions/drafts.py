"""What the API takes, as writes."""

from collections.abc import Iterable
from typing import Any

from souk.catalog.errors import PriceCurrencyDiffers
from souk.catalog.rules.writes import ProductWrite
from souk.catalog.schemas import BatchChange, ProductChange, ProductDraft
from souk.kernel.errors import FieldError
from souk.kernel.shapes import MoneyShape, UnitPriceShape

_ALIKE = (
    "name",
    "description",
    "brand",
    "category_id",
    "image_url",
    "barcode",
    "attributes",
    "tax_rate",
    "active",
    "parent_id",
    "option_values",
    "stock_alert_threshold",
)
"""Fields of the API that are columns of the same name."""


def draft_write(draft: ProductDraft) -> ProductWrite:
    """A new product as a write. Raises PriceCurrencyDiffers."""
    values = {name: getattr(draft, name) for name in _ALIKE}
    return _write(draft, draft.sku, values, {"price", "cost"})


def change_write(change: ProductChange) -> ProductWrite:
    """What a change names as a write. Raises PriceCurrencyDiffers."""
    given = change.model_fields_set
    values = {name: getattr(change, name) for name in (*_ALIKE, "sku") if name in given}
    return _write(change, "", values, given)


def _write(
    given: ProductDraft | ProductChange, sku: str, values: dict[str, Any], fields: Iterable[str]
) -> ProductWrite:
    currency = one_currency(given.currency, given.price, given.cost)
    if currency is not None:
        values["currency"] = currency
    if "price" in fields:
        values["base_price_minor"] = given.price.amount if given.price is not None else None
    if "cost" in fields:
        values["unit_cost_minor"] = given.cost.amount if given.cost is not None else None
    tags = tuple(given.tags) if "tags" in given.model_fields_set else None
    return ProductWrite(sku, values, tags=tags, price_from=given.price_from, cost_from=given.cost_from)


def one_currency(currency: str | None, price: MoneyShape | None, cost: UnitPriceShape | None) -> str | None:
    """The currency that all of them are in; None where none names one. Raises PriceCurrencyDiffers."""
    named = {"currency": currency} if currency is not None else {}
    named |= {"price": price.currency} if price is not None else {}
    named |= {"cost": cost.currency} if cost is not None else {}
    if len(set(named.values())) > 1:
        told = ", ".join(f"{name} in {code}" for name, code in named.items())
        raise PriceCurrencyDiffers(
            f"A product has one currency, but here are {told}.",
            fields=[FieldError(name, f"is in {code}") for name, code in named.items()],
        )
    return next(iter(named.values()), None)


def batch_values(change: BatchChange) -> dict[str, Any]:
    """What a change of a batch names, by column."""
    given = change.model_fields_set
    values: dict[str, Any] = {
        name: getattr(change, name) for name in ("code", "received_at") if name in given
    }
    if "cost" in given:
        values["unit_cost_minor"] = change.cost.amount if change.cost is not None else None
        if change.cost is not None:
            values["currency"] = change.cost.currency
    return values
