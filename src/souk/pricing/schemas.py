"""What pricing's API takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, PlainSerializer, model_validator

from souk.catalog.public import BulkSelection, PriceShape
from souk.kernel.lists import ListQuery
from souk.kernel.money import MAX_AMOUNT_MINOR
from souk.kernel.shapes import CurrencyCode, Draft, Id, Instant, MoneyShape, Shape, Version, Words
from souk.pricing.rules.lists import PriceListKind
from souk.pricing.rules.rates import RATE_DIGITS, RATE_MAX, RateSource

PRICES_MAX = 10_000


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _of_this_age(day: date) -> date:
    if not 1900 <= day.year <= 9998:
        raise ValueError("lies outside of the years 1900 to 9998")
    return day


Rate = Annotated[
    Decimal,
    Field(gt=0, lt=RATE_MAX, max_digits=24, decimal_places=RATE_DIGITS, allow_inf_nan=False),
    PlainSerializer(_plain, return_type=str, when_used="json"),
]
Percent = Annotated[
    Decimal,
    Field(ge=-100, le=10_000, max_digits=9, decimal_places=4, allow_inf_nan=False),
    PlainSerializer(_plain, return_type=str, when_used="json"),
]
Day = Annotated[date, AfterValidator(_of_this_age)]
Moment = Annotated[
    Instant | Day,
    Field(description="an instant, or a day of the tenant's timezone, meaning its end", union_mode="smart"),
]


class PriceListDraft(Draft):
    name: Words
    currency: Annotated[CurrencyCode | None, Field(description="the tenant's, when not given")] = None
    kind: PriceListKind = PriceListKind.PRIMARY


class PriceListChange(Draft):
    """A list keeps its currency: prices are never converted."""

    name: Words | None = None
    kind: PriceListKind | None = None
    version: Version | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        for name in ("name", "kind"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self


class CloneDraft(Draft):
    name: Words
    kind: Annotated[PriceListKind | None, Field(description="the source's, when not given")] = None


class PriceListShape(Shape):
    id: int
    name: str
    currency: str
    kind: PriceListKind
    source_id: Annotated[int | None, Field(description="the list it was cloned from")]
    products: Annotated[int, Field(description="products priced in it")]
    content_hash: Annotated[str, Field(description="the same where products and prices are the same")]
    version: int
    created_at: datetime
    updated_at: datetime


class PriceListQuery(ListQuery):
    kind: PriceListKind | None = None
    currency: CurrencyCode | None = None
    source_id: Id | None = None


class PriceDraft(Draft):
    """A price of a product, by id or SKU; null takes it out of the list."""

    product_id: Id | None = None
    sku: Words | None = None
    price: PriceShape | None
    valid_from: Annotated[Instant | None, Field(description="now, when not given; past ones correct")] = None

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if (self.product_id is None) == (self.sku is None):
            raise ValueError("give either product_id or sku")
        return self


class PricesDraft(Draft):
    prices: Annotated[list[PriceDraft], Field(min_length=1, max_length=PRICES_MAX)]
    version: Annotated[Version | None, Field(description="the list's version it is meant for")] = None


class BasePricesDraft(Draft):
    prices: Annotated[list[PriceDraft], Field(min_length=1, max_length=PRICES_MAX)]


class OnePriceDraft(Draft):
    price: PriceShape
    valid_from: Instant | None = None


class PricesSet(Shape):
    """What became of a set of prices."""

    changed: int
    unchanged: int


class AdjustmentDraft(Draft):
    """Prices made from prices: plus `percent` of each, plus `amount`, rounded half up to `step` minor units,
    less `ending` (a step of 100 and an ending of 1 make .99).
    """

    percent: Percent = Decimal(0)
    amount: Annotated[int, Field(ge=-MAX_AMOUNT_MINOR, le=MAX_AMOUNT_MINOR, strict=True)] = 0
    step: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 1
    ending: Annotated[int, Field(ge=0, le=999_999, strict=True)] = 0
    product_ids: Annotated[list[Id] | None, Field(min_length=1, max_length=PRICES_MAX)] = None
    filter: BulkSelection | None = None
    preview: Annotated[bool, Field(description="only say what would change")] = True
    version: Version | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.product_ids is not None and self.filter is not None:
            raise ValueError("give product_ids or filter, not both")
        if self.ending >= self.step and self.ending > 0:
            raise ValueError("ending must be below step")
        return self


class BaseAdjustmentDraft(AdjustmentDraft):
    currency: Annotated[
        CurrencyCode | None, Field(description="of the products meant; the tenant's, when not given")
    ] = None


class PriceChange(Shape):
    product_id: int
    sku: str
    before: int | None
    after: int | None


class Adjusted(Shape):
    """What changed, or would. `named` are the first hundred changes, in minor units of `currency`."""

    preview: bool
    matched: int
    changed: int
    currency: str
    total_before: Annotated[int, Field(description="the sum of the prices matched")]
    total_after: int
    below_cost: Annotated[int, Field(description="prices that would lie below a known cost of the currency")]
    named: list[PriceChange]


class PriceRow(Shape):
    """The price of a product in a list, and since when it held."""

    product_id: int
    sku: str
    name: str
    price: MoneyShape
    valid_from: datetime


class PriceQuery(ListQuery):
    at: Moment | None = None
    product_id: Id | None = None
    category_id: Annotated[Id | None, Field(description="in the category or below it")] = None


class PriceExportQuery(PriceQuery):
    price_list_id: Annotated[Id | None, Field(description="without, the products' own prices")] = None


class HistoryQuery(ListQuery):
    price_list_id: Annotated[Id | None, Field(description="of this list alone")] = None
    base: Annotated[bool | None, Field(description="only, or without, the product's own price")] = None
    current: Annotated[bool | None, Field(description="only prices that hold now")] = None


class PriceSpan(Shape):
    """A price that held during `[valid_from, valid_to)`; null: there was none, or it still holds."""

    price_list_id: Annotated[int | None, Field(description="null: the product's own price")]
    price_list: str | None
    valid_from: datetime
    valid_to: datetime | None
    price: MoneyShape | None


class RateDraft(Draft):
    """One unit of `from_currency` is `rate` units of `to_currency` on `day`."""

    day: Day
    from_currency: CurrencyCode
    to_currency: CurrencyCode
    rate: Rate

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.from_currency == self.to_currency:
            raise ValueError("a currency has no rate against itself")
        return self


class RateShape(Shape):
    id: int
    day: date
    from_currency: str
    to_currency: str
    rate: Rate
    source: RateSource
    created_at: datetime
    updated_at: datetime


class RateQuery(ListQuery):
    from_currency: CurrencyCode | None = None
    to_currency: CurrencyCode | None = None
    source: RateSource | None = None
    first_day: Day | None = None
    last_day: Day | None = None


class RateAsked(BaseModel):
    from_currency: CurrencyCode
    to_currency: CurrencyCode
    day: Annotated[Day | None, Field(description="today in the tenant's timezone, when not given")] = None


class RateFound(Shape):
    from_currency: str
    to_currency: str
    day: date
    rate: Rate
    rated_on: Annotated[date, Field(description="the day the rate is of, at most 7 before `day`")]
