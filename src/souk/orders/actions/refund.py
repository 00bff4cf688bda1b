"""Giving money back: of an order that is there, or one that has yet to come."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from souk.kernel.errors import FieldError, SoukError
from souk.kernel.money import CurrencyMismatch
from souk.kernel.work import Work
from souk.orders.actions.standing import settle, stand, tell_refund
from souk.orders.drafts import RefundDraft, RefundLineDraft
from souk.orders.errors import OrderMissing, RefundInvalid
from souk.orders.repository import waiting
from souk.orders.repository.histories import History, RefundRow, insert_refunds, lock_histories
from souk.orders.rules.history import Given, kept_value
from souk.orders.rules.refunds import judge
from souk.orders.states import OrderStatus


@dataclass(frozen=True, slots=True)
class Refunded:
    """What became of a refund. `is_new` False: it was there already."""

    refund_id: int
    order_id: int
    is_new: bool
    status: OrderStatus
    amount_minor: int


async def refund_order(work: Work, order_id: int, draft: RefundDraft) -> Refunded:
    """Give back lines, amounts or both. The same external id again is a no-op.

    Raises OrderMissing, RefundInvalid, RefundTooLarge.
    """
    histories = await lock_histories(work, [order_id])
    if order_id not in histories:
        raise OrderMissing("There is no such order.")
    history = histories[order_id]
    known = _known(history, draft)
    if known is not None:
        return Refunded(known.given.refund_id, order_id, False, history.status, known.amount_minor)
    row = _judged(history, draft, now=work.now)
    (refund_id,) = await _write(work, histories, [row])
    standings = await settle(work, histories, [])
    return Refunded(refund_id, order_id, True, standings[order_id].status, row["amount_minor"])


async def refund_by_reference(
    work: Work, marketplace: str, order_external_id: str, draft: RefundDraft
) -> Refunded | None:
    """Refund the order its source calls so; None where it has not come yet and the refund waits for it.

    Raises RefundInvalid, RefundTooLarge.
    """
    order_id = await waiting.find_order(work, marketplace, order_external_id)
    if order_id is not None:
        return await refund_order(work, order_id, draft)
    await waiting.keep_waiting(work, marketplace, order_external_id, draft.external_id, _as_json(draft))
    return None


async def refund_orders(work: Work, refunds: Sequence[tuple[int, RefundDraft]]) -> dict[int, SoukError]:
    """Refund many orders; what is known already is left. Returns the refusals by place."""
    histories = await lock_histories(work, [order_id for order_id, _ in refunds])
    rows: list[dict[str, Any]] = []
    refused: dict[int, SoukError] = {}
    for place, (order_id, draft) in enumerate(refunds):
        if order_id not in histories:
            refused[place] = OrderMissing("There is no such order.")
            continue
        history = histories[order_id]
        if _known(history, draft) is not None:
            continue
        try:
            row = _judged(history, draft, now=work.now)
        except SoukError as refusal:
            refused[place] = refusal
            continue
        rows.append(row)
        # Not written yet, but the next one must see that less is left.
        _remember(history, row, -len(rows))
    await _write(work, histories, rows, remembered=True)
    await settle(work, histories, [])
    return refused


async def refund_told(work: Work, refunds: Sequence[tuple[int, str, str, RefundDraft]]) -> None:
    """Refunds a source told with its orders: (order id, marketplace, external id, refund).

    One that cannot be is kept, with the reason, for somebody to look at.
    """
    refused = await refund_orders(work, [(order_id, draft) for order_id, _, _, draft in refunds])
    for place, refusal in refused.items():
        _, marketplace, external_id, draft = refunds[place]
        await waiting.keep_waiting(
            work, marketplace, external_id, draft.external_id, _as_json(draft), why=refusal.detail
        )


async def refund_up_to(work: Work, totals: Sequence[tuple[int, int, datetime | None]]) -> None:
    """Bring what was refunded of orders up to a total: (order id, total in minor units, since when).

    Where a source tells only how much was given back so far. Never more than is left.
    """
    histories = await lock_histories(work, [order_id for order_id, _, _ in totals])
    refunds: list[tuple[int, RefundDraft]] = []
    for order_id, total_minor, at in totals:
        history = histories[order_id]
        standing = stand(history)
        paid = sum(kept_value(row.line, 0, 0) for row in history.lines)
        due = min(total_minor, paid) - standing.refunded_minor
        if due > 0:
            since = max(at, history.placed_at) if at is not None else None
            name = f"refunded so far: {total_minor}"
            refunds.append((order_id, RefundDraft(amount_minor=due, external_id=name, refunded_at=since)))
    if refunds:
        await refund_orders(work, refunds)


async def apply_waiting(work: Work, order_ids: Sequence[int]) -> int:
    """Give the refunds that were waiting for these orders. Returns how many were applied.

    One that cannot be given stays, with the reason.
    """
    found = await waiting.lock_waiting(work, order_ids)
    if not found:
        return 0
    refused = await refund_orders(work, [(order_id, _from_json(draft)) for _, order_id, draft in found])
    for place, refusal in refused.items():
        await waiting.refuse_waiting(work, found[place][0], refusal.detail)
    applied = [waiting_id for place, (waiting_id, _, _) in enumerate(found) if place not in refused]
    await waiting.delete_waiting(work, applied)
    return len(applied)


def _known(history: History, draft: RefundDraft) -> RefundRow | None:
    if draft.external_id is None:
        return None
    return next((refund for refund in history.refunds if refund.external_id == draft.external_id), None)


def _judged(history: History, draft: RefundDraft, *, now: datetime) -> dict[str, Any]:
    """The refund as a row to be written. What stands for all the rest makes room for it."""
    at = draft.refunded_at or max([now, *(told.at for told in history.told)])
    if at < history.placed_at:
        raise RefundInvalid(
            f"The order was placed at {history.placed_at.isoformat()}; nothing was refunded before.",
            fields=[FieldError("refunded_at", "before the order was placed")],
        )
    if draft.currency is not None and draft.currency != history.currency:
        raise CurrencyMismatch(
            f"The order is in {history.currency}; a refund of it is too.",
            fields=[FieldError("amount", f"is in {draft.currency}, not {history.currency}")],
        )
    refunded: dict[int, tuple[int, int]] = {}
    for refund in history.refunds:
        if not refund.takes_rest and refund.voided_at is None:
            for item_id, (units, amount) in refund.given.items.items():
                was_units, was_amount = refunded.get(item_id, (0, 0))
                refunded[item_id] = (was_units + units, was_amount + amount)
    judged = judge(
        draft,
        [row.line for row in history.lines],
        {row.source_line_id: row.line.item_id for row in history.lines},
        refunded,
    )
    return {
        "order_id": history.order_id,
        "external_id": draft.external_id,
        "refunded_at": at,
        "reason": draft.reason,
        "amount_minor": judged.amount_minor,
        "takes_rest": False,
        "items": [
            {
                "order_item_id": item_id,
                "quantity": taken.units,
                "amount_minor": taken.amount_minor,
                "restock": taken.restock,
            }
            for item_id, taken in judged.items.items()
        ],
    }


def _remember(history: History, row: Mapping[str, Any], refund_id: int) -> None:
    items = {item["order_item_id"]: (item["quantity"], item["amount_minor"]) for item in row["items"]}
    given = Given(refund_id, 2**62 + abs(refund_id), row["refunded_at"], items)
    amount = row["amount_minor"]
    history.refunds.append(RefundRow(given, row["external_id"], amount, None, False, None))


async def _write(
    work: Work,
    histories: Mapping[int, History],
    rows: Sequence[Mapping[str, Any]],
    *,
    remembered: bool = False,
) -> list[int]:
    ids = await insert_refunds(work, rows)
    for place, (row, refund_id) in enumerate(zip(rows, ids, strict=True), start=1):
        history = histories[row["order_id"]]
        if not remembered:
            _remember(history, row, -place)
        at = next(i for i, known in enumerate(history.refunds) if known.given.refund_id == -place)
        written = replace(history.refunds[at].given, refund_id=refund_id)
        history.refunds[at] = replace(history.refunds[at], given=written)
        tell_refund(work, history, refund_id, row["refunded_at"], row["amount_minor"])
    return ids


def _as_json(draft: RefundDraft) -> dict[str, Any]:
    told = asdict(draft)
    told["refunded_at"] = draft.refunded_at.isoformat() if draft.refunded_at else None
    return told


def _from_json(told: Mapping[str, Any]) -> RefundDraft:
    at = told["refunded_at"]
    return RefundDraft(
        lines=tuple(RefundLineDraft(**line) for line in told["lines"]),
        amount_minor=told["amount_minor"],
        external_id=told["external_id"],
        refunded_at=datetime.fromisoformat(at) if at else None,
        reason=told["reason"],
        currency=told["currency"],
    )
