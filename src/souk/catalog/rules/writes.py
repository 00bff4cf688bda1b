"""What a write comes to: which fields differ, and what is said in the histories of price and cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from souk.catalog.errors import NotYet, PriceCurrencyDiffers
from souk.catalog.rules.names import name_key, sku_key, words_of
from souk.kernel.errors import FieldError

BLANK: Mapping[str, Any] = {
    "description": "",
    "brand": None,
    "category_id": None,
    "image_url": None,
    "barcode": None,
    "attributes": {},
    "base_price_minor": None,
    "unit_cost_minor": None,
    "tax_rate": None,
    "active": True,
    "parent_id": None,
    "option_values": {},
    "stock_alert_threshold": None,
}
"""A product before anything is said of it."""

FIELDS = ("sku", "name", *BLANK, "currency")
"""What can be written of a product, beside its tags."""


@dataclass(frozen=True, slots=True)
class ProductWrite:
    """What is to be known of one product. Fields that `values` does not name stay as they are.

    `values` goes by FIELDS; amounts are minor units of `currency`. `parent_sku` names the parent where its
    id is not known. `price_from` and `cost_from` say since when price and cost hold; without: from now on.
    """

    sku: str
    values: Mapping[str, Any]
    tags: tuple[str, ...] | None = None
    parent_sku: str | None = None
    price_from: datetime | None = None
    cost_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a history has about one product: when it was last added to, and what it says of one instant."""

    latest_from: datetime | None = None
    value: int | Decimal | None = None
    currency: str | None = None
    """None: nothing is said of the instant."""


@dataclass(frozen=True, slots=True)
class Point:
    """From `valid_from` on it is `value` (None: not known), until the next point of the product."""

    product_id: int
    valid_from: datetime
    value: int | Decimal | None
    currency: str

    def row(self) -> dict[str, Any]:
        return {
            "product_id": self.product_id,
            "valid_from": self.valid_from,
            "value": self.value,
            "currency": self.currency,
        }


@dataclass(slots=True)
class Plan:
    """What a write comes to: the row as it shall be and what differs. Empty where all is so already."""

    write: ProductWrite
    row: dict[str, Any]
    is_new: bool
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    price: Point | None = None
    cost: Point | None = None
    tags_before: dict[str, int] | None = None
    """The tags it carries, key to id; None where they stay."""

    @property
    def product_id(self) -> int:
        return int(self.row["id"])

    @property
    def changes_row(self) -> bool:
        return any(name in FIELDS or name == "tags" for name in self.after)

    @property
    def changes(self) -> bool:
        return bool(self.is_new or self.after)


def blank_row(product_id: int, sku: str, currency: str) -> dict[str, Any]:
    """A new product's row: it is called as its SKU until it has a name."""
    return {**BLANK, "id": product_id, "sku": sku, "sku_key": sku_key(sku), "name": sku, "currency": currency}


def plan(
    write: ProductWrite,
    current: Mapping[str, Any],
    now: datetime,
    *,
    is_new: bool = False,
    prices: Said = Said(),
    costs: Said = Said(),
    tags: Mapping[int, str] | None = None,
) -> Plan:
    """Raises NotYet and PriceCurrencyDiffers."""
    row = {**current, **write.values}
    row["sku_key"] = sku_key(row["sku"])
    _keep_one_currency(write, current, row)
    made = Plan(write, row, is_new)
    made.price = _point(write, "base_price_minor", write.price_from, current, row, prices, now)
    made.cost = _point(write, "unit_cost_minor", write.cost_from, current, row, costs, now)
    made.before = {name: current[name] for name in FIELDS if current[name] != row[name]}
    made.after = {name: row[name] for name in made.before}
    _tell_past(made, "base_price_minor", made.price, prices)
    _tell_past(made, "unit_cost_minor", made.cost, costs)
    if write.tags is not None:
        _plan_tags(made, write.tags, tags or {})
    return made


def _keep_one_currency(write: ProductWrite, current: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    if row["currency"] == current["currency"]:
        return
    for name, words in (("base_price_minor", "price"), ("unit_cost_minor", "cost")):
        if current[name] is not None and name not in write.values:
            raise PriceCurrencyDiffers(
                f"{row['sku']} has a {words} in {current['currency']}; give it in {row['currency']} too.",
                fields=[FieldError(words, f"is needed in {row['currency']}")],
            )


def _point(
    write: ProductWrite,
    name: str,
    since: datetime | None,
    current: Mapping[str, Any],
    row: dict[str, Any],
    said: Said,
    now: datetime,
) -> Point | None:
    """What the write adds to a history; sets the row's present value where a past one was given."""
    if name not in write.values:
        return None
    value, currency = write.values[name], row["currency"]
    if since is None:
        if value == current[name] and (value is None or currency == current["currency"]):
            return None
        return Point(row["id"], max(now, said.latest_from or now), value, currency)
    if since > now:
        words = "price" if name == "base_price_minor" else "cost"
        raise NotYet(
            f"The {words} of {row['sku']} starts at {since.isoformat()}, which has not come yet.",
            fields=[FieldError(f"{words}_from", "lies in the future")],
        )
    if said.latest_from is not None and since < said.latest_from:
        row[name] = current[name]
    if (value, currency) == (said.value, said.currency):
        return None
    return Point(row["id"], since, value, currency)


def _tell_past(made: Plan, name: str, point: Point | None, said: Said) -> None:
    """A change of the past that leaves the present as it is must be seen in the audit too."""
    if point is not None and not made.is_new and name not in made.after:
        when = point.valid_from.isoformat()
        made.before[f"{name} from {when}"] = said.value
        made.after[f"{name} from {when}"] = point.value


def _plan_tags(made: Plan, wanted: Iterable[str], carried: Mapping[int, str]) -> None:
    names: dict[str, str] = {}
    for name in wanted:
        names.setdefault(name_key(name), name)
    before = {name_key(name): tag_id for tag_id, name in carried.items()}
    if names.keys() != before.keys():
        made.tags_before = before
        made.before["tags"] = sorted(carried.values())
        made.after["tags"] = sorted(carried[before[key]] if key in before else names[key] for key in names)


def product_words(row: Mapping[str, Any]) -> frozenset[str]:
    """The words a product is found by: those of its SKU, name, brand, barcode and option values."""
    options = (str(value) for value in row["option_values"].values())
    return words_of(row["sku"], row["name"], row["brand"], row["barcode"], *options)
