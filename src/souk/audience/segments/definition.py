"""A segment as data: a small tree of conditions. Every node says by `op` what it is.

{"op": "all", "of": [
    {"op": "country", "any_of": ["ES", "PT"]},
    {"op": "spent", "at_least": {"amount": 10000, "currency": "EUR"}, "within_days": 90},
    {"op": "not", "of": {"op": "tag", "any_of": ["wholesale"]}}
]}
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError, model_validator

from souk.audience.errors import SegmentInvalid
from souk.audience.states import Consent
from souk.kernel.errors import FieldError
from souk.kernel.shapes import Draft, Id, MoneyShape

NODES_MAX = 100
DEPTH_MAX = 8
DAYS_MAX = 36_500

Days = Annotated[int, Field(ge=1, le=DAYS_MAX)]
Count = Annotated[int, Field(ge=0, le=10**9)]
Ids = Annotated[list[Id], Field(min_length=1, max_length=1_000)]


def _plain(value: str) -> str:
    if any(ord(c) < 32 for c in value):
        raise ValueError("contains control characters")
    return value


Word = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_plain)]
WordList = Annotated[list[Word], Field(min_length=1, max_length=1_000)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class All(Draft):
    """Every one of these holds."""

    op: Literal["all"]
    of: Annotated[list["Node"], Field(min_length=1, max_length=NODES_MAX)]


class AnyOf(Draft):
    """At least one of these holds."""

    op: Literal["any"]
    of: Annotated[list["Node"], Field(min_length=1, max_length=NODES_MAX)]


class Not(Draft):
    """This does not hold."""

    op: Literal["not"]
    of: "Node"


class Everybody(Draft):
    """All contacts."""

    op: Literal["everybody"]


class Country(Draft):
    op: Literal["country"]
    any_of: Annotated[list[CountryCode], Field(min_length=1, max_length=300)]


class Tag(Draft):
    """Has at least one of these tags; upper and lower case are the same."""

    op: Literal["tag"]
    any_of: WordList


class InList(Draft):
    op: Literal["in_list"]
    list_ids: Ids


class SmsConsent(Draft):
    op: Literal["sms_consent"]
    state: Consent


class What(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    BIRTHDAY = "birthday"


class Has(Draft):
    """This field is known."""

    op: Literal["has"]
    what: What


class Source(Draft):
    """Came from one of these."""

    op: Literal["source"]
    any_of: WordList


class Locale(Draft):
    """Speaks one of these: `es` holds for `es-MX` too."""

    op: Literal["locale"]
    any_of: WordList


class Attribute(Draft):
    """An attribute has exactly this value."""

    op: Literal["attribute"]
    name: Word
    equals: Word | int | bool


class Birthday(Draft):
    """Has a birthday today, in this week (Monday to Sunday), in this month, or in the next N days with today.

    Days are the tenant's; who was born on 29 February has it on the 28th in other years.
    """

    op: Literal["birthday"]
    within: Literal["today", "this_week", "this_month", "next_days"]
    days: Annotated[int, Field(ge=1, le=366)] | None = None

    @model_validator(mode="after")
    def _days_where_meant(self) -> "Birthday":
        if (self.within == "next_days") is (self.days is None):
            raise ValueError("give days with next_days, and only then")
        return self


class Created(Draft):
    """Became a contact in the last N days, or between two days of the tenant's, both included."""

    op: Literal["created"]
    within_days: Days | None = None
    since: Day | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _some_time(self) -> "Created":
        if self.within_days is None and self.since is None and self.until is None:
            raise ValueError("give within_days, since or until")
        return self


class Bounds(Draft):
    """The purchases that count: of the last N days, or of all time."""

    within_days: Days | None = None


class Orders(Bounds):
    """So many orders."""

    op: Literal["orders"]
    at_least: Count | None = None
    at_most: Count | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> "Orders":
        if self.at_least is None and self.at_most is None:
            raise ValueError("give at_least, at_most or both")
        return self


class Spent(Bounds):
    """So much money, in the tenant's currency; what could not be converted is not counted."""

    op: Literal["spent"]
    at_least: MoneyShape | None = None
    at_most: MoneyShape | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> "Spent":
        if self.at_least is None and self.at_most is None:
            raise ValueError("give at_least, at_most or both")
        return self


class Bought(Bounds):
    """Bought one of these products, or something of these categories or below them."""

    op: Literal["bought"]
    product_ids: Ids | None = None
    category_ids: Ids | None = None

    @model_validator(mode="after")
    def _something(self) -> "Bought":
        if self.product_ids is None and self.category_ids is None:
            raise ValueError("give product_ids, category_ids or both")
        return self


class NotOrdered(Draft):
    """Has ordered once and not since: a day of the tenant's, or N days ago. `or_never` adds who never did."""

    op: Literal["not_ordered"]
    since: Day | None = None
    for_days: Days | None = None
    or_never: bool = False

    @model_validator(mode="after")
    def _one_time(self) -> "NotOrdered":
        if (self.since is None) is (self.for_days is None):
            raise ValueError("give since or for_days")
        return self


Node = Annotated[
    All
    | AnyOf
    | Not
    | Everybody
    | Country
    | Tag
    | InList
    | SmsConsent
    | Has
    | Source
    | Locale
    | Attribute
    | Birthday
    | Created
    | Orders
    | Spent
    | Bought
    | NotOrdered,
    Field(discriminator="op"),
]
All.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()


def _bounded(node: Node) -> Node:
    _count(node, 1)
    return node


def _count(node: Any, depth: int) -> int:
    if depth > DEPTH_MAX:
        raise ValueError(f"conditions are nested deeper than {DEPTH_MAX}")
    below = node.of if isinstance(node, All | AnyOf) else [node.of] if isinstance(node, Not) else []
    count = 1 + sum(_count(one, depth + 1) for one in below)
    if count > NODES_MAX:
        raise ValueError(f"more than {NODES_MAX} conditions")
    return count


Definition = Annotated[Node, AfterValidator(_bounded)]
_ADAPTER: TypeAdapter[Node] = TypeAdapter(Definition)


def read_definition(data: dict[str, Any]) -> Node:
    """A definition as it was stored. Raises SegmentInvalid."""
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as refusal:
        complaints = [
            FieldError(".".join(str(part) for part in error["loc"]) or "definition", error["msg"])
            for error in refusal.errors(include_url=False)
        ]
        raise SegmentInvalid(
            "The segment's conditions are not valid: "
            + "; ".join(f"{complaint.field}: {complaint.message}" for complaint in complaints[:5]),
            fields=complaints,
        ) from None


def plain_definition(node: Node) -> dict[str, Any]:
    """A definition to be stored."""
    data: dict[str, Any] = _ADAPTER.dump_python(node, mode="json", exclude_none=True)
    return data
