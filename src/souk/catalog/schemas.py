"""What the catalogue's API takes and gives."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, model_validator

from souk.catalog.rules.limits import cost_text
from souk.kernel.lists import ListQuery
from souk.kernel.money import MAX_AMOUNT_MINOR
from souk.kernel.shapes import (
    Attributes,
    CurrencyCode,
    Draft,
    Id,
    Instant,
    MoneyShape,
    Prose,
    Shape,
    UnitPriceShape,
    Version,
    Words,
)

TAGS_MAX = 50
OPTIONS_MAX = 10
BULK_MAX = 10_000
URL_MAX = 2_000
THRESHOLD_MAX = 2**31 - 1


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        known = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:
        known = None
    if not known or any(c.isspace() or ord(c) < 32 for c in value):
        raise ValueError("not a web address such as https://example.com/mug.jpg")
    return value


def _one_tag(value: str) -> str:
    if any(c in value for c in ",;|"):
        raise ValueError("is one tag, without comma, semicolon or bar")
    return value


ImageUrl = Annotated[str, Field(max_length=URL_MAX), AfterValidator(_web_address)]
Percent = Annotated[
    Decimal,
    Field(ge=0, le=100, max_digits=7, decimal_places=4, allow_inf_nan=False),
    PlainSerializer(cost_text, return_type=str, when_used="json"),
]
OptionValues = Annotated[dict[Words, Words], Field(max_length=OPTIONS_MAX)]
TagName = Annotated[Words, AfterValidator(_one_tag)]
"""Files separate tags by these characters, so a tag holds none of them."""
TagNames = Annotated[list[TagName], Field(max_length=TAGS_MAX)]
Threshold = Annotated[int, Field(ge=0, le=THRESHOLD_MAX)]


class PriceShape(MoneyShape):
    """A price: `amount` minor units of `currency`, not negative."""

    amount: Annotated[int, Field(ge=0, le=MAX_AMOUNT_MINOR, strict=True)]


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


KEPT: Any = Field(default=None, json_schema_extra=_without_default)
"""A field of a change that stays as it is when it is not given, and cannot be null."""


class ProductDraft(Draft):
    """A new product. Price and cost are in one currency, the tenant's where none is given."""

    sku: Words
    name: Words
    description: Prose = ""
    brand: Words | None = None
    category_id: Id | None = None
    tags: TagNames = Field(default_factory=list)
    image_url: ImageUrl | None = None
    barcode: Words | None = None
    attributes: Attributes = Field(default_factory=dict)
    price: PriceShape | None = None
    price_from: Annotated[
        Instant | None, Field(description="since when the price holds; without, from now")
    ] = None
    cost: UnitPriceShape | None = None
    cost_from: Annotated[
        Instant | None, Field(description="since when the cost is known to hold; without, from now")
    ] = None
    currency: CurrencyCode | None = None
    tax_rate: Annotated[Percent | None, Field(description="percent; null: unknown")] = None
    active: bool = True
    parent_id: Annotated[Id | None, Field(description="makes it a variant of that product")] = None
    option_values: OptionValues = Field(default_factory=dict)
    stock_alert_threshold: Threshold | None = None


class ProductChange(Draft):
    """What is to be changed; what is not given stays."""

    sku: Words = KEPT
    name: Words = KEPT
    description: Prose = KEPT
    brand: Words | None = None
    category_id: Id | None = None
    tags: TagNames = KEPT
    image_url: ImageUrl | None = None
    barcode: Words | None = None
    attributes: Attributes = KEPT
    price: PriceShape | None = None
    price_from: Instant | None = None
    cost: UnitPriceShape | None = None
    cost_from: Instant | None = None
    currency: CurrencyCode = KEPT
    tax_rate: Percent | None = None
    active: bool = KEPT
    parent_id: Id | None = None
    option_values: OptionValues = KEPT
    stock_alert_threshold: Threshold | None = None
    version: Annotated[Version | None, Field(description="the version the change was made for")] = None


class CategoryRef(Shape):
    id: int
    name: str
    path: Annotated[str, Field(description="the names from the root down", examples=["Home > Kitchen"])]


class ProductShape(Shape):
    id: int
    sku: str
    name: str
    description: str
    brand: str | None
    category: CategoryRef | None
    tags: list[str]
    image_url: str | None
    barcode: str | None
    attributes: dict[str, Any]
    price: MoneyShape | None
    cost: UnitPriceShape | None
    currency: str
    tax_rate: Percent | None
    active: bool
    parent_id: int | None
    option_values: dict[str, str]
    variants: Annotated[int, Field(description="how many variants it has")]
    sellable: Annotated[bool, Field(description="active, and not sold through its variants")]
    stock_alert_threshold: int | None
    version: int
    created_at: datetime
    updated_at: datetime


class ProductKind(StrEnum):
    SINGLE = "single"
    PARENT = "parent"
    VARIANT = "variant"


class ProductFilter(BaseModel):
    """What products can be narrowed down by."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[list[Id] | None, Field(max_length=200)] = None
    sku: Annotated[Words | None, Field(description="exactly this SKU")] = None
    barcode: Words | None = None
    brand: Words | None = None
    active: bool | None = None
    kind: ProductKind | None = None
    sellable: Annotated[bool | None, Field(description="active and no parent of variants")] = None
    parent_id: Id | None = None
    category_id: Annotated[Id | None, Field(description="in the category or below it")] = None
    tag: Annotated[Words | None, Field(description="carries the tag of this name")] = None
    has_category: bool | None = None
    has_price: bool | None = None
    has_cost: bool | None = None
    created_from: Instant | None = None
    created_before: Instant | None = None
    updated_from: Instant | None = None


class ProductQuery(ProductFilter, ListQuery):
    """The list of products. `q` finds beginnings of words of SKU, name, brand, barcode and options."""


class BulkSelection(ProductFilter):
    """All products that these filters leave."""

    q: Annotated[str | None, Field(max_length=200)] = None


class BulkAction(StrEnum):
    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"
    TAG = "tag"
    UNTAG = "untag"
    CATEGORISE = "categorise"
    DELETE = "delete"


class BulkChange(Draft):
    """One action on many products: those of `ids`, or all that `filter` leaves."""

    action: BulkAction
    ids: Annotated[list[Id] | None, Field(min_length=1, max_length=BULK_MAX)] = None
    filter: BulkSelection | None = None
    tags: Annotated[TagNames | None, Field(description="for tag and untag")] = None
    category_id: Annotated[Id | None, Field(description="for categorise; null takes them out")] = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise ValueError("give either ids or filter")
        if (self.action in {BulkAction.TAG, BulkAction.UNTAG}) != bool(self.tags):
            raise ValueError("tags are needed for tag and untag, and only there")
        if (self.action is BulkAction.CATEGORISE) != ("category_id" in self.model_fields_set):
            raise ValueError("category_id is needed for categorise, and only there")
        return self


class BulkRefusal(Shape):
    id: int
    sku: str | None
    code: str
    detail: str


class BulkResult(Shape):
    """What became of a bulk change. `refused` names the first hundred of `refused_count`."""

    matched: int
    changed: int
    unchanged: int
    refused_count: int
    refused: list[BulkRefusal]


class CostDraft(Draft):
    """What a unit costs from an instant on; null: not known any more from then on."""

    cost: UnitPriceShape | None
    valid_from: Annotated[Instant | None, Field(description="now, when not given; past ones correct")] = None


class CostShape(Shape):
    """A cost that held during `[valid_from, valid_to)`; null: not known then, or still holding."""

    valid_from: datetime
    valid_to: datetime | None
    cost: UnitPriceShape | None
    recorded_at: datetime


class CategoryDraft(Draft):
    name: Words
    parent_id: Id | None = None


class CategoryChange(Draft):
    name: Words = KEPT
    parent_id: Annotated[Id | None, Field(description="where to move it; null makes it a root")] = None
    version: Version | None = None


class CategoryShape(Shape):
    id: int
    name: str
    parent_id: int | None
    path: str
    depth: int
    products: Annotated[int, Field(description="products directly in it")]
    children: Annotated[int, Field(description="categories directly below it")]
    version: int
    created_at: datetime
    updated_at: datetime


class CategoryQuery(ListQuery):
    parent_id: Annotated[Id | None, Field(description="directly below this one")] = None
    roots: Annotated[bool | None, Field(description="only those without a parent")] = None


class TagDraft(Draft):
    name: TagName


class ProductTagShape(Shape):
    id: int
    name: str
    products: int
    created_at: datetime


class BrandShape(Shape):
    brand: str
    products: int


class BatchDraft(Draft):
    product_id: Id
    code: Words
    cost: UnitPriceShape | None = None
    received_at: Annotated[Instant | None, Field(description="now, when not given")] = None


class BatchChange(Draft):
    code: Words = KEPT
    cost: UnitPriceShape | None = None
    received_at: Instant = KEPT
    version: Version | None = None


class BatchShape(Shape):
    id: int
    product_id: int
    sku: str
    code: str
    cost: UnitPriceShape | None
    received_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


class BatchQuery(ListQuery):
    product_id: Id | None = None
    code: Words | None = None
    has_cost: bool | None = None
    received_from: Instant | None = None
    received_before: Instant | None = None
