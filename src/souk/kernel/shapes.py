"""API shapes that every domain shares."""

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

from souk.kernel.money import MAX_AMOUNT_MINOR, Money, is_currency


class Shape(BaseModel):
    """What goes out."""

    model_config = ConfigDict(from_attributes=True)


class Draft(BaseModel):
    """What comes in: unknown fields are refused, blanks around words are not kept."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError("not an ISO 4217 currency code in capitals, such as EUR")
    return code


def _no_control_characters(value: str) -> str:
    if any(ord(c) < 32 and c not in "\t\n\r" for c in value):
        raise ValueError("contains control characters")
    return value


def _utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("lies outside of the calendar") from None


CurrencyCode = Annotated[str, Field(min_length=3, max_length=3, examples=["EUR"]), AfterValidator(_currency)]
Words = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_no_control_characters)]
"""A name or a title: one to 255 characters."""
Prose = Annotated[str, Field(max_length=20_000), AfterValidator(_no_control_characters)]
"""Free text, perhaps empty."""
Instant = Annotated[AwareDatetime, AfterValidator(_utc)]
"""RFC 3339 with an offset; kept and answered in UTC."""
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


UnitAmount = Annotated[
    Decimal,
    Field(ge=0, le=MAX_AMOUNT_MINOR, max_digits=20, decimal_places=6, allow_inf_nan=False),
    PlainSerializer(_plain, return_type=str, when_used="json"),
]
"""Minor units, perhaps with decimals: prices and costs of one unit go below the cent."""


class MoneyShape(BaseModel):
    """`amount` in minor units of `currency` (1999 EUR is 19.99 €)."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    amount: Annotated[int, Field(ge=-MAX_AMOUNT_MINOR, le=MAX_AMOUNT_MINOR, strict=True)]
    currency: CurrencyCode

    @classmethod
    def of(cls, amount_minor: int | None, currency: str) -> "MoneyShape | None":
        return None if amount_minor is None else cls(amount=amount_minor, currency=currency)

    def money(self) -> Money:
        return Money(self.amount, self.currency)


class UnitPriceShape(BaseModel):
    """The price or cost of one unit: a decimal string of minor units ("199.5" EUR is 1.995 €)."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    amount: UnitAmount
    currency: CurrencyCode

    @classmethod
    def of(cls, amount_minor: Decimal | None, currency: str) -> "UnitPriceShape | None":
        return None if amount_minor is None else cls(amount=amount_minor, currency=currency)


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        size = len(text.encode())
    except (ValueError, RecursionError):
        raise ValueError("contains what JSON cannot hold") from None
    if _NULL_CHARACTER.search(text):
        raise ValueError("contains a null character")
    if size > ATTRIBUTES_MAX_BYTES:
        raise ValueError(f"is larger than {ATTRIBUTES_MAX_BYTES:,} bytes")
    return value


ATTRIBUTES_MAX_BYTES = 64 * 1024
_NULL_CHARACTER = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it, not the same letters in a text
Attributes = Annotated[dict[str, Any], Field(max_length=200), AfterValidator(_storable)]
"""Free fields as JSON."""
