"""The fields that several shapes of orders share."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError

from souk.kernel.shapes import Instant, MoneyShape
from souk.orders.rules.pricing import QUANTITY_MAX

_INSTANT = TypeAdapter(Instant)


def _edge(value: object) -> object:
    """A day as YYYY-MM-DD, anything else as an instant with its offset."""
    if not isinstance(value, str):
        return value
    if len(value) == 10:
        return date.fromisoformat(value)
    try:
        return _INSTANT.validate_python(value)
    except ValidationError as wrong:
        raise ValueError("neither a day (2026-11-20) nor an instant with an offset") from wrong


Edge = Annotated[date | datetime, BeforeValidator(_edge)]
"""A day of the tenant's timezone, or an instant."""


def _country(code: str) -> str:
    if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
        raise ValueError("not an ISO 3166 country code in capitals, such as ES")
    return code


Country = Annotated[str, Field(min_length=2, max_length=2, examples=["ES"]), AfterValidator(_country)]
Slug = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Reference = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""An id that somebody else gave."""
Count = Annotated[int, Field(ge=0, le=QUANTITY_MAX, strict=True)]
Amount = Annotated[MoneyShape, Field(description="minor units, zero or more, in the order's currency")]
WebAddress = Annotated[str, Field(max_length=2000, pattern=r"^https?://[^\s]+$")]
