"""What lists of contacts can be narrowed down by: in the console, in exports, in what is done in bulk."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from souk.audience.states import Consent
from souk.kernel.shapes import Id


def _storable(value: str) -> str:
    if "\x00" in value:
        raise ValueError("contains a null character")
    return value


Text = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_storable)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]


class ContactFilter(BaseModel):
    """Every one that is given must hold. Days are the tenant's, both included."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[list[Id] | None, Field(max_length=1_000)] = None
    tag: Annotated[list[Text] | None, Field(max_length=50, description="has one of these tags")] = None
    country: Annotated[list[Text] | None, Field(max_length=300)] = None
    source: Annotated[list[Text] | None, Field(max_length=50)] = None
    sms_consent: Consent | None = None
    has_phone: bool | None = None
    has_email: bool | None = None
    list_id: Id | None = None
    segment_id: Id | None = None
    ordered_from: Annotated[Day | None, Field(description="last order on this day or later")] = None
    ordered_to: Annotated[Day | None, Field(description="last order on this day or earlier")] = None
    created_from: Day | None = None
    created_to: Day | None = None
    orders_at_least: Annotated[int | None, Field(ge=0, le=10**9)] = None
    spent_at_least_minor: Annotated[
        int | None, Field(ge=0, le=10**15, description="minor units of the tenant's currency")
    ] = None
    erased: Annotated[bool, Field(description="only contacts whose personal data was erased")] = False
