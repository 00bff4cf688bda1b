"""Everything that was said of orders, read for the replay, and what follows from it, written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import Work
from souk.orders.rules.history import Given, Line, Told
from souk.orders.states import OrderStatus

_LOCK = text("""
    select id, number, status, progress, currency, placed_at, refunded_minor
    from sales_order where tenant_id = :tenant_id and id = any(:ids)
    order by id for no key update
""")
_LINES = text("""
    select order_id, id, source_line_id, quantity, unit_price_minor, discount_minor, refunded_quantity,
           refunded_amount_minor
    from order_item where tenant_id = :tenant_id and order_id = any(:ids)
    order by order_id, line_no, id
""")
_TOLD = text("""
    select order_id, id, told_no, before, after, asked, progress, changed_at
    from order_status_change where tenant_id = :tenant_id and order_id = any(:ids)
    order by order_id, changed_at, id
""")
_REFUNDS = text("""
    select r.order_id, r.id, r.told_no, r.external_id, r.refunded_at, r.voided_at, r.takes_rest,
           r.amount_minor as amount, r.status_change_id, i.order_item_id, i.quantity, i.amount_minor
    from refund r join refund_item i on i.tenant_id = r.tenant_id and i.refund_id = r.id
    where r.tenant_id = :tenant_id and r.order_id = any(:ids)
    order by r.id, i.id
""")


@dataclass(frozen=True, slots=True)
class LineRow:
    line: Line
    source_line_id: str
    refunded_quantity: int
    refunded_amount_minor: int


@dataclass(frozen=True, slots=True)
class RefundRow:
    given: Given
    external_id: str | None
    amount_minor: int
    voided_at: datetime | None
    takes_rest: bool
    status_change_id: int | None


@dataclass(slots=True)
class History:
    """One order, locked, with everything that was said of it."""

    order_id: int
    number: str
    status: OrderStatus
    progress: OrderStatus
    currency: str
    placed_at: datetime
    refunded_minor: int
    first: Told | None = None
    told: list[Told] = field(default_factory=list)
    last_after: OrderStatus | None = None
    last_at: datetime | None = None
    lines: list[LineRow] = field(default_factory=list)
    refunds: list[RefundRow] = field(default_factory=list)

    @property
    def detailed(self) -> list[Given]:
        """The refunds that were told in detail, voided ones included."""
        return [refund.given for refund in self.refunds if not refund.takes_rest]

    def beginning(self) -> Told:
        if self.first is None:
            raise RuntimeError(f"order {self.order_id} has no first status")
        return self.first


async def lock_histories(work: Work, order_ids: Iterable[int]) -> dict[int, History]:
    """The orders there are of `order_ids`, held until the end of the transaction, in the order of ids."""
    given = {"tenant_id": work.tenant_id, "ids": sorted(set(order_ids))}
    session = work.session
    histories = {
        row.id: History(
            row.id,
            row.number,
            OrderStatus(row.status),
            OrderStatus(row.progress),
            row.currency,
            row.placed_at,
            row.refunded_minor,
        )
        for row in await session.execute(_LOCK, given)
    }
    given["ids"] = list(histories)
    await _read_lines(session, given, histories)
    await _read_told(session, given, histories)
    await _read_refunds(session, given, histories)
    return histories


async def _read_lines(session: AsyncSession, given: Mapping[str, Any], into: dict[int, History]) -> None:
    for row in await session.execute(_LINES, given):
        line = Line(row.id, row.quantity, row.unit_price_minor, row.discount_minor)
        into[row.order_id].lines.append(
            LineRow(line, row.source_line_id, row.refunded_quantity, row.refunded_amount_minor)
        )


async def _read_told(session: AsyncSession, given: Mapping[str, Any], into: dict[int, History]) -> None:
    for row in await session.execute(_TOLD, given):
        history = into[row.order_id]
        told = Told(row.id, row.told_no, row.asked, row.changed_at, OrderStatus(row.progress))
        history.told.append(told)
        if row.before is None:
            history.first = told
        history.last_after, history.last_at = OrderStatus(row.after), row.changed_at


async def _read_refunds(session: AsyncSession, given: Mapping[str, Any], into: dict[int, History]) -> None:
    heads: dict[int, Any] = {}
    items: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for row in await session.execute(_REFUNDS, given):
        heads[row.id] = row
        units, amount = items[row.id].get(row.order_item_id, (0, 0))
        items[row.id][row.order_item_id] = (units + row.quantity, amount + row.amount_minor)
    for refund_id, row in heads.items():
        into[row.order_id].refunds.append(
            RefundRow(
                Given(refund_id, row.told_no, row.refunded_at, items[refund_id]),
                row.external_id,
                row.amount,
                row.voided_at,
                row.takes_rest,
                row.status_change_id,
            )
        )


def _written(sql: str, columns: Mapping[str, str]) -> Any:
    return text(sql.format(given=recordset(columns)))


_INSERT_TOLD = _written(
    """
    insert into order_status_change (
        tenant_id, order_id, before, after, asked, progress, changed_at, recorded_at, why, actor)
    select :tenant_id, order_id, before, after, asked, progress, changed_at, :now, why, :actor
    from {given} order by place
    returning id
    """,
    {
        "place": "bigint",
        "order_id": "bigint",
        "before": "text",
        "after": "text",
        "asked": "text",
        "progress": "text",
        "changed_at": "timestamptz",
        "why": "text",
    },
)
_INSERT_REFUNDS = text(f"""
    with told as materialized (
        select nextval('refund_id_seq') as id, given.*
        from (select * from {
    recordset(
        {
            "place": "bigint",
            "order_id": "bigint",
            "external_id": "text",
            "refunded_at": "timestamptz",
            "reason": "text",
            "amount_minor": "bigint",
            "takes_rest": "boolean",
            "status_change_id": "bigint",
            "items": "jsonb",
        }
    )
} order by place) given
    ), written as (
        insert into refund (
            tenant_id, id, order_id, external_id, refunded_at, recorded_at, reason, amount_minor, takes_rest,
            status_change_id, actor)
        select :tenant_id, id, order_id, external_id, refunded_at, :now, coalesce(reason, ''), amount_minor,
               coalesce(takes_rest, false), status_change_id, :actor
        from told order by place
    ), items_written as (
        insert into refund_item (tenant_id, refund_id, order_item_id, quantity, amount_minor, restock)
        select :tenant_id, told.id, item.order_item_id, item.quantity, item.amount_minor, item.restock
        from told cross join lateral jsonb_to_recordset(told.items)
             as item (order_item_id bigint, quantity bigint, amount_minor bigint, restock boolean)
        order by told.place
    )
    select id from told order by place
""")
_VOID = _written(
    """
    update refund set voided_at = given.voided_at from {given}
    where refund.tenant_id = :tenant_id and refund.id = given.id
    """,
    {"id": "bigint", "voided_at": "timestamptz"},
)
_COUNT_ITEMS = _written(
    """
    update order_item
    set refunded_quantity = given.quantity, refunded_amount_minor = given.amount_minor
    from {given} where order_item.tenant_id = :tenant_id and order_item.id = given.id
    """,
    {"id": "bigint", "quantity": "bigint", "amount_minor": "bigint"},
)
_SET_STANDING = _written(
    """
    update sales_order
    set status = given.status, progress = given.progress, refunded_minor = given.refunded_minor,
        updated_at = :now
    from {given} where sales_order.tenant_id = :tenant_id and sales_order.id = given.id
    """,
    {"id": "bigint", "status": "text", "progress": "text", "refunded_minor": "bigint"},
)


async def _write(work: Work, statement: Any, rows: Sequence[Mapping[str, Any]], **also: Any) -> list[int]:
    if not rows:
        return []
    result = await work.session.execute(
        statement, {"tenant_id": work.tenant_id, "rows": as_json(rows), **also}
    )
    return list(result.scalars()) if result.returns_rows else []  # type: ignore[attr-defined]


async def insert_told(work: Work, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Append to the history of statuses, in the order given. Returns the ids in that order."""
    placed = [{"place": place, **row} for place, row in enumerate(rows)]
    return await _write(work, _INSERT_TOLD, placed, now=work.now, actor=work.actor.label)


async def insert_refunds(work: Work, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write refunds with their `items`, in the order given. Returns the ids in that order."""
    placed = [{"place": place, **row} for place, row in enumerate(rows)]
    return await _write(work, _INSERT_REFUNDS, placed, now=work.now, actor=work.actor.label)


async def void_refunds(work: Work, voided: Mapping[int, datetime | None]) -> None:
    """Let refunds count no more from a time on; None lets them count again."""
    await _write(work, _VOID, [{"id": refund_id, "voided_at": at} for refund_id, at in voided.items()])


async def count_items(work: Work, counts: Mapping[int, tuple[int, int]]) -> None:
    """Units and amounts refunded, by line."""
    rows = [
        {"id": item_id, "quantity": units, "amount_minor": amount}
        for item_id, (units, amount) in counts.items()
    ]
    await _write(work, _COUNT_ITEMS, rows)


async def set_standings(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """The one place an order's status is assigned after it was placed."""
    await _write(work, _SET_STANDING, rows, now=work.now)
