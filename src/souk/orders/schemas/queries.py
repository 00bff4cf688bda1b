"""What lists can be asked."""

from typing import Annotated

from pydantic import Field, WithJsonSchema

from souk.kernel.lists import ListQuery
from souk.kernel.shapes import CurrencyCode, Id
from souk.orders.schemas.fields import Country, Edge, Slug
from souk.orders.states import OrderStatus

_DAY = "a day of the tenant's timezone, or an instant with an offset"


class OrderQuery(ListQuery):
    """Which orders. `from` and `to` are days, both included, or instants, the second excluded."""

    status: Annotated[list[OrderStatus] | None, Field(max_length=len(OrderStatus))] = None
    marketplace: Slug | None = None
    contact_id: Id | None = None
    product_id: Id | None = None
    country: Country | None = None
    currency: CurrencyCode | None = None
    unresolved: Annotated[bool | None, Field(description="with lines whose product is not known")] = None
    start: Annotated[Edge | None, Field(alias="from", description=_DAY)] = None
    end: Annotated[Edge | None, Field(alias="to", description=f"{_DAY} (excluded)")] = None


class UnresolvedQuery(ListQuery):
    """`q` is the beginning of an SKU; sorted by how many lines wait."""

    sort: Annotated[None, WithJsonSchema({"type": "null"})] = None


class PlainQuery(ListQuery):
    """Paged only."""

    sort: Annotated[None, WithJsonSchema({"type": "null"})] = None
    q: Annotated[None, WithJsonSchema({"type": "null"})] = None
