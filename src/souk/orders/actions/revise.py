"""An order that comes again: unchanged it is a no-op, changed it is brought up to date line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from souk.catalog.public import sku_key
from souk.events import emit
from souk.events.orders import OrderChanged
from souk.kernel.work import Work
from souk.orders.actions.refund import refund_told, refund_up_to
from souk.orders.actions.standing import News, settle
from souk.orders.actions.status import news_of_source
from souk.orders.drafts import OrderDraft, Outcome, Placed
from souk.orders.repository.histories import lock_histories
from souk.orders.repository.revising import (
    HEAD,
    KnownLine,
    KnownOrder,
    keep_payloads,
    lines_of,
    lock_known,
    move_lines,
    vanish_lines,
    write_heads,
    write_lines,
)
from souk.orders.rules.pricing import PricedLine, PricedOrder
from souk.orders.states import OrderStatus

DIFFERENCES_MAX = 100


@dataclass(frozen=True, slots=True)
class Known:
    """A draft of an order that is there already, with what it comes to now."""

    draft: OrderDraft
    priced: PricedOrder
    contact_id: int | None
    exchange_rate: Decimal | None
    fingerprint: str
    tax_included: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.draft.marketplace, self.draft.external_id or ""


@dataclass(slots=True)
class _Change:
    """What is different about one order."""

    known: Known
    order: KnownOrder
    head: dict[str, Any]
    what: list[str] = field(default_factory=list)
    changed: list[tuple[KnownLine | None, PricedLine]] = field(default_factory=list)
    vanished: list[KnownLine] = field(default_factory=list)


async def revise(work: Work, given: Sequence[Known]) -> list[Placed]:
    """Bring orders up to date with drafts that are newer. Answers in the order given."""
    orders = await lock_known(work, [known.key for known in given])
    outcomes: dict[tuple[str, str], Outcome] = {}
    differing: list[Known] = []
    for known in given:
        order = orders[known.key]
        told, held = known.draft.source_updated_at, order.source_updated_at
        if known.fingerprint == order.fingerprint:
            outcomes[known.key] = Outcome.UNCHANGED
        elif told is not None and held is not None and told < held:
            outcomes[known.key] = Outcome.STALE
        else:
            differing.append(known)
    unresolved: dict[int, int] = {}
    if differing:
        lines = await lines_of(work, [orders[known.key].order_id for known in differing])
        changes = [
            _compare(known, orders[known.key], lines[orders[known.key].order_id]) for known in differing
        ]
        unresolved = await _write(work, changes)
        followed = await _follow(work, changes)
        for change in changes:
            is_changed = bool(change.what) or change.order.order_id in followed
            outcomes[change.known.key] = Outcome.CHANGED if is_changed else Outcome.UNCHANGED
    return [
        Placed(
            order.order_id,
            order.number,
            outcomes[known.key],
            unresolved.get(order.order_id, order.unresolved_lines),
        )
        for known in given
        for order in [orders[known.key]]
    ]


def _compare(known: Known, order: KnownOrder, lines: Mapping[str, KnownLine]) -> _Change:
    change = _Change(known, order, _head(known, order))
    different = [name for name in HEAD if change.head[name] != order.head[name]]
    if different:
        change.what.append("order")
    told = {line.source_line_id for line in known.priced.lines}
    for line in known.priced.lines:
        there = lines.get(line.source_line_id)
        if there is None or _differs(there, line):
            change.changed.append((there, line))
    change.vanished = [
        line for source_line_id, line in lines.items() if source_line_id not in told and line.quantity
    ]
    if change.changed or change.vanished:
        change.what.append("lines")
    return change


def _head(known: Known, order: KnownOrder) -> dict[str, Any]:
    """The order as its source tells it now. What it does not tell, and whose order it is, stays."""
    draft, sums = known.draft, known.priced
    same_day = (draft.currency, draft.placed_at) == (order.head["currency"], order.head["placed_at"])
    return {
        "currency": draft.currency,
        "placed_at": draft.placed_at,
        "tax_included": known.tax_included,
        "total_minor": sums.total_minor,
        "discount_minor": sums.discount_minor,
        "shipping_minor": sums.shipping_minor,
        "tax_minor": sums.tax_minor,
        "country": draft.country or order.head["country"],
        "shipping_address": draft.shipping_address or order.head["shipping_address"],
        "billing_address": draft.billing_address or order.head["billing_address"],
        "note": draft.note or order.head["note"],
        "souk_click": draft.souk_click or order.head["souk_click"],
        "contact_id": order.head["contact_id"] or known.contact_id,
        # The rate an order was taken at stays; only one that had none is given one.
        "exchange_rate": (order.head["exchange_rate"] if same_day else None) or known.exchange_rate,
    }


def _differs(there: KnownLine, line: PricedLine) -> bool:
    return (
        there.line_no,
        there.kind,
        there.sku_given,
        there.name_given,
        there.batch_given,
        there.quantity,
        there.unit_price_minor,
        there.discount_minor,
        there.tax_minor,
    ) != (
        line.line_no,
        line.kind.value,
        line.sku,
        line.name,
        line.batch_code,
        line.quantity,
        line.unit_price_minor,
        line.discount_minor,
        line.tax_minor,
    )


async def _write(work: Work, changes: Sequence[_Change]) -> dict[int, int]:
    rows = [_line_row(change, line) for change in changes for _, line in change.changed]
    written = await write_lines(work, rows)
    await vanish_lines(work, [line.item_id for change in changes for line in change.vanished])
    unresolved = await write_heads(work, [_head_row(change) for change in changes])
    moved = [
        change.order.order_id
        for change in changes
        if change.head["placed_at"] != change.order.head["placed_at"]
    ]
    await move_lines(work, moved)
    await keep_payloads(
        work,
        {
            change.order.order_id: change.known.draft.payload
            for change in changes
            if change.known.draft.payload is not None
        },
    )
    for change in changes:
        if change.what:
            emit(
                work,
                OrderChanged(
                    order_id=change.order.order_id,
                    number=change.order.number,
                    what=change.what,
                    lines=_differences(change, written)[:DIFFERENCES_MAX],
                ),
            )
    return unresolved


def _line_row(change: _Change, line: PricedLine) -> dict[str, Any]:
    return {
        "order_id": change.order.order_id,
        "placed_at": change.known.draft.placed_at,
        "source_line_id": line.source_line_id,
        "line_no": line.line_no,
        "kind": line.kind.value,
        "sku_given": line.sku,
        "sku_key": sku_key(line.sku),
        "name_given": line.name,
        "batch_given": line.batch_code,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price_minor,
        "line_total_minor": line.line_total_minor,
        "discount_minor": line.discount_minor,
        "tax_minor": line.tax_minor,
    }


def _head_row(change: _Change) -> dict[str, Any]:
    draft, order = change.known.draft, change.order
    return {
        "id": order.order_id,
        "fingerprint": change.known.fingerprint,
        "source_updated_at": draft.source_updated_at or order.source_updated_at,
        "status_told": draft.status.value if draft.status else order.status_told,
        **change.head,
    }


def _differences(
    change: _Change, written: Mapping[tuple[int, str], tuple[int, int | None]]
) -> list[dict[str, int | None]]:
    found: list[dict[str, int | None]] = []
    for there, line in change.changed:
        item_id, product_id = written[change.order.order_id, line.source_line_id]
        found.append(
            {
                "order_item_id": item_id,
                "product_id": product_id,
                "quantity_before": there.quantity if there else 0,
                "quantity_after": line.quantity,
            }
        )
    found += [
        {
            "order_item_id": line.item_id,
            "product_id": line.product_id,
            "quantity_before": line.quantity,
            "quantity_after": 0,
        }
        for line in change.vanished
    ]
    return found


async def _follow(work: Work, changes: Sequence[_Change]) -> set[int]:
    """Refunds and status that came along, and what follows from lines that changed.

    Returns the orders whose status changed or that were refunded.
    """
    refunds = [
        (change.order.order_id, change.order.marketplace, change.order.external_id, refund)
        for change in changes
        for refund in change.known.draft.refunds
    ]
    before = len(work.facts)
    if refunds:
        await refund_told(work, refunds)
    news: list[News] = []
    touched = [change for change in changes if "lines" in change.what or _says_new_status(change)]
    histories = await lock_histories(work, [change.order.order_id for change in touched])
    for change in touched:
        draft = change.known.draft
        if draft.status is not None and _says_new_status(change):
            at = draft.status_at or draft.source_updated_at or work.now
            new = news_of_source(histories[change.order.order_id], draft.status, at)
            if new is not None:
                news.append(new)
    await settle(work, histories, news)
    totals = [
        (change.order.order_id, draft.refunded_total_minor, draft.source_updated_at)
        for change in changes
        for draft in [change.known.draft]
        if draft.refunded_total_minor
    ]
    if totals:
        await refund_up_to(work, totals)
    return {fact.order_id for fact in work.facts[before:]}


def _says_new_status(change: _Change) -> bool:
    status: OrderStatus | None = change.known.draft.status
    return status is not None and status.value != change.order.status_told
