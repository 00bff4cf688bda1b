"""The list of orders: filtered, searched, counted, whatever their number.

Ten million orders are listed in the time of a page. So a list is walked along an index, never sorted
whole; it is counted from the tally or up to a limit, never scanned; and it is paged as far as anybody
reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    any_,
    func,
    literal,
    or_,
    select,
    union,
)

from souk.kernel.errors import FieldError, Invalid
from souk.kernel.work import ReadWork
from souk.orders.errors import ListTooDeep
from souk.orders.models import Order, OrderItem, OrderTally

DEPTH_MAX = 10_000
"""Orders that can be paged through; beyond that the list has to be narrowed."""
COUNTED_MAX = 10_000
"""Up to here a filtered list is counted one by one; beyond it, it is `at least` so many."""
SOUGHT_MAX = 1_000
"""Of each thing that is searched, the newest so many orders are looked at."""
_LAST = "\U0010ffff"
"""Sorts after every character under "C": the end of a range that is a prefix."""

SORTS = {
    "placed_at": Order.placed_at,
    "id": Order.id,
    "number": Order.number,
    "total": Order.total_minor,
}
_WALKED = frozenset({"placed_at", "id", "number"})
"""Sorts that have an index of their own; by the others only what is counted can be sorted."""


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders. Windows are half-open."""

    statuses: Sequence[str] = ()
    marketplace: str | None = None
    contact_id: int | None = None
    product_id: int | None = None
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    country: str | None = None
    unresolved: bool | None = None
    currency: str | None = None
    q: str | None = None
    contact_ids: Sequence[int] = field(default=())
    """Contacts that `q` means."""
    product_ids: Sequence[int] = field(default=())
    """Products that `q` means."""
    sku_key: str | None = None
    """`q` as an SKU is compared."""

    @property
    def is_tallied(self) -> bool:
        """Whether the tally knows how many there are."""
        rest = (self.contact_id, self.product_id, self.country, self.unresolved, self.currency, self.q)
        return all(one is None for one in rest)


@dataclass(frozen=True, slots=True)
class OrderPageRows:
    orders: list[Order]
    total: int
    total_is_exact: bool


async def list_orders(
    work: ReadWork, wanted: OrderFilter, *, sort: str | None, page: int, per_page: int
) -> OrderPageRows:
    """One page, and how many there are. Raises Invalid for an unknown sort, ListTooDeep."""
    name, falling = _sort(sort)
    offset = (page - 1) * per_page
    total, exact = await count_orders(work, wanted)
    if offset + per_page > DEPTH_MAX and offset > 0:
        raise ListTooDeep(
            f"Only the first {DEPTH_MAX} orders of a list can be paged through; narrow it by time,"
            " status or marketplace, or export it.",
            fields=[FieldError("page", "too far")],
            details={"deepest": DEPTH_MAX},
        )
    if name not in _WALKED and not (exact and total <= COUNTED_MAX):
        raise Invalid(
            f"There are too many orders to be sorted by {name}; narrow the list to {COUNTED_MAX} at most.",
            fields=[FieldError("sort", "the list is too long")],
        )
    statement = _page(work, wanted, name, falling=falling).limit(per_page).offset(offset)
    found = await work.session.execute(statement)
    return OrderPageRows(list(found.scalars()), total, exact)


def _sort(sort: str | None) -> tuple[str, bool]:
    given = (sort or "-placed_at").strip()
    name = given.removeprefix("-")
    if name not in SORTS:
        raise Invalid(
            f"Cannot sort by '{name}'; possible: {', '.join(SORTS)}.",
            fields=[FieldError("sort", f"unknown column '{name}'")],
        )
    return name, given.startswith("-")


def _page(work: ReadWork, wanted: OrderFilter, sort: str, *, falling: bool) -> Select[Order]:
    statement = select(Order).where(*conditions(work, wanted))
    key: ColumnElement[Any] = SORTS[sort]  # type: ignore[assignment]
    tie: ColumnElement[Any] = Order.id  # type: ignore[assignment]
    if wanted.product_id is not None and sort == "placed_at":
        # Walked along the product's own lines, which carry the time of their order.
        items = (
            select(OrderItem.order_id, OrderItem.placed_at)
            .where(OrderItem.tenant_id == work.tenant_id, OrderItem.product_id == wanted.product_id)
            .distinct()
            .subquery()
        )
        key, tie = items.c.placed_at, items.c.order_id
        statement = statement.join(items, items.c.order_id == Order.id)
    elif wanted.product_id is not None:
        statement = statement.where(has_product(work, wanted.product_id))
    if falling:
        return statement.order_by(key.desc(), tie.desc())
    return statement.order_by(key, tie)


def has_product(work: ReadWork, product_id: int) -> ColumnElement[bool]:
    return Order.id.in_(
        select(OrderItem.order_id).where(
            OrderItem.tenant_id == work.tenant_id, OrderItem.product_id == product_id
        )
    )


def conditions(work: ReadWork, wanted: OrderFilter) -> list[ColumnElement[bool]]:
    """Everything but the product, which is walked in its own way."""
    found: list[ColumnElement[bool]] = [Order.tenant_id == work.tenant_id]
    if wanted.statuses:
        found.append(Order.status.in_(wanted.statuses))
    if wanted.placed_from is not None:
        found.append(Order.placed_at >= wanted.placed_from)
    if wanted.placed_to is not None:
        found.append(Order.placed_at < wanted.placed_to)
    equal = {
        Order.marketplace: wanted.marketplace,
        Order.contact_id: wanted.contact_id,
        Order.country: wanted.country,
        Order.currency: wanted.currency,
    }
    found += [column == value for column, value in equal.items() if value is not None]
    if wanted.unresolved is not None:
        found.append(Order.unresolved_lines > 0 if wanted.unresolved else Order.unresolved_lines == 0)
    if wanted.q is not None:
        found.append(Order.id.in_(_sought(work, wanted)))
    return found


def _sought(work: ReadWork, wanted: OrderFilter) -> Select[*tuple[Any, ...]]:
    """Ids of the orders that `q` means: the newest of each thing it can be."""
    q = (wanted.q or "").strip()
    spellings = {q, q.upper(), q.lower()}
    mine = Order.tenant_id == work.tenant_id
    parts = [
        select(Order.id)
        .where(mine, or_(*(_starts_with(column, spelling) for spelling in sorted(spellings))))
        .limit(SOUGHT_MAX)
        for column in (Order.number, Order.external_id)
    ]
    if wanted.contact_ids:
        contacts = literal(list(wanted.contact_ids), ARRAY(BigInteger))
        parts.append(
            select(Order.id)
            .where(mine, Order.contact_id == any_(contacts))
            .order_by(Order.placed_at.desc())
            .limit(SOUGHT_MAX)
        )
    if wanted.product_ids:
        products = literal(list(wanted.product_ids), ARRAY(BigInteger))
        parts.append(
            select(OrderItem.order_id)
            .where(OrderItem.tenant_id == work.tenant_id, OrderItem.product_id == any_(products))
            .order_by(OrderItem.placed_at.desc())
            .limit(SOUGHT_MAX)
        )
    if wanted.sku_key:
        parts.append(
            select(OrderItem.order_id)
            .where(
                OrderItem.tenant_id == work.tenant_id,
                OrderItem.sku_key == wanted.sku_key,
                OrderItem.product_id.is_(None),
                OrderItem.kind == "product",
            )
            .limit(SOUGHT_MAX)
        )
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    return select(found.c[0])


def _starts_with(column: Any, prefix: str) -> ColumnElement[bool]:
    between: ColumnElement[bool] = (column >= prefix) & (column < prefix + _LAST)
    return between


async def count_orders(work: ReadWork, wanted: OrderFilter) -> tuple[int, bool]:
    """How many there are, and whether that is all of them (or only the limit of counting)."""
    if wanted.is_tallied:
        return await _tallied(work, wanted), True
    statement = select(Order.id).where(*conditions(work, wanted))
    if wanted.product_id is not None:
        statement = statement.where(has_product(work, wanted.product_id))
    capped = statement.limit(COUNTED_MAX + 1).subquery()
    count: int = (await work.session.execute(select(func.count()).select_from(capped))).scalar_one()
    return min(count, COUNTED_MAX), count <= COUNTED_MAX


async def _tallied(work: ReadWork, wanted: OrderFilter) -> int:
    """Whole days from the tally, what juts out at either end counted one by one."""
    start, end = wanted.placed_from, wanted.placed_to
    first = None if start is None else _midnight(start, up=True)
    last = None if end is None else _midnight(end, up=False)
    if start is not None and end is not None and (first is None or last is None or first >= last):
        return await _counted(work, wanted, start, end)
    statement = select(func.coalesce(func.sum(OrderTally.orders), 0)).where(
        OrderTally.tenant_id == work.tenant_id
    )
    if first is not None:
        statement = statement.where(OrderTally.day >= first.date())
    if last is not None:
        statement = statement.where(OrderTally.day < last.date())
    if wanted.statuses:
        statement = statement.where(OrderTally.status.in_(wanted.statuses))
    if wanted.marketplace is not None:
        statement = statement.where(OrderTally.marketplace == wanted.marketplace)
    total = int((await work.session.execute(statement)).scalar_one())
    if start is not None and first is not None and start < first:
        total += await _counted(work, wanted, start, first)
    if end is not None and last is not None and last < end:
        total += await _counted(work, wanted, last, end)
    return total


def _midnight(at: datetime, *, up: bool) -> datetime:
    at = at.astimezone(UTC)
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1) if up and day < at else day


async def _counted(work: ReadWork, wanted: OrderFilter, start: datetime, end: datetime) -> int:
    statement = select(func.count()).where(
        Order.tenant_id == work.tenant_id, Order.placed_at >= start, Order.placed_at < end
    )
    if wanted.statuses:
        statement = statement.where(Order.status.in_(wanted.statuses))
    if wanted.marketplace is not None:
        statement = statement.where(Order.marketplace == wanted.marketplace)
    count: int = (await work.session.execute(statement)).scalar_one()
    return count
