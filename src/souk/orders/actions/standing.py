"""Brings orders to where everything that was said of them puts them: status, refunds, sums, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from souk.events import emit
from souk.events.orders import OrderRefunded, OrderStatusChanged
from souk.kernel.work import Work
from souk.orders.repository.histories import (
    History,
    count_items,
    insert_refunds,
    insert_told,
    lock_histories,
    set_standings,
    void_refunds,
)
from souk.orders.rules.history import FOLLOWS, Standing, Told, replay


@dataclass(frozen=True, slots=True)
class News:
    """Something to be added to an order's history of statuses."""

    order_id: int
    asked: str
    at: datetime
    why: str = ""


async def restate(work: Work, order_ids: Sequence[int]) -> dict[int, Standing]:
    """Settle orders whose lines or refunds have changed. Returns where they stand."""
    return await settle(work, await lock_histories(work, order_ids), [])


async def settle(work: Work, histories: Mapping[int, History], news: Sequence[News]) -> dict[int, Standing]:
    """Add the news to the histories, replay them, and write what follows. The orders are locked."""
    await _append(work, histories, news)
    standings = {order_id: stand(history) for order_id, history in histories.items()}
    await _settle_refunds(work, histories, standings)
    counts = {
        row.line.item_id: now
        for order_id, history in histories.items()
        for row in history.lines
        if (now := _counted(standings[order_id], row.line.item_id, row.line.quantity))
        != (row.refunded_quantity, row.refunded_amount_minor)
    }
    await count_items(work, counts)
    moved = [
        (history, standings[order_id])
        for order_id, history in histories.items()
        if (history.status, history.progress, history.refunded_minor)
        != (
            standings[order_id].status,
            standings[order_id].progress,
            standings[order_id].refunded_minor,
        )
    ]
    await set_standings(
        work,
        [
            {
                "id": history.order_id,
                "status": standing.status.value,
                "progress": standing.progress.value,
                "refunded_minor": standing.refunded_minor,
            }
            for history, standing in moved
        ],
    )
    await _tell_what_follows(work, histories, standings)
    return standings


def stand(history: History) -> Standing:
    return replay(history.beginning(), history.told, history.detailed, [row.line for row in history.lines])


def _counted(standing: Standing, item_id: int, quantity: int) -> tuple[int, int]:
    return min(standing.returned.get(item_id, 0), quantity), standing.given_minor.get(item_id, 0)


async def _append(work: Work, histories: Mapping[int, History], news: Sequence[News]) -> None:
    """Write what was said, each with the status before and after it at its own time."""
    rows: list[dict[str, Any]] = []
    for place, new in enumerate(news, start=1):
        history = histories[new.order_id]
        # Not written yet: a number no row has, and later than everything that was heard before.
        told = Told(-place, 2**62 + place, new.asked, new.at, history.progress)
        history.told.append(told)
        before, after = stand(history).turns[told.change_id]
        rows.append(
            {
                "order_id": new.order_id,
                "before": before,
                "after": after,
                "asked": new.asked,
                "progress": stand(history).progress,
                "changed_at": new.at,
                "why": new.why,
            }
        )
    ids = await insert_told(work, rows)
    for new, row, change_id in zip(news, rows, ids, strict=True):
        history = histories[new.order_id]
        place = next(i for i, told in enumerate(history.told) if told.change_id < 0)
        told = history.told[place]
        history.told[place] = Told(change_id, told.told_no, told.asked, told.at, told.progress)
        if history.last_at is None or new.at >= history.last_at:
            history.last_at, history.last_after = new.at, row["after"]
        standing = stand(history)
        emit(
            work,
            OrderStatusChanged(
                order_id=history.order_id,
                number=history.number,
                before=history.status.value,
                after=standing.status.value,
                progress=standing.progress.value,
                changed_at=new.at.isoformat(),
            ),
        )


async def _settle_refunds(
    work: Work, histories: Mapping[int, History], standings: Mapping[int, Standing]
) -> None:
    """Void and count refunds as the replay says, and keep the refund of all the rest what it is."""
    voided: dict[int, datetime | None] = {}
    fresh: list[dict[str, Any]] = []
    for order_id, history in histories.items():
        standing = standings[order_id]
        rest_stands = False
        for refund in history.refunds:
            if not refund.takes_rest:
                at = standing.voided.get(refund.given.refund_id)
                if at != refund.voided_at:
                    voided[refund.given.refund_id] = at
            elif refund.voided_at is None:
                units = {item: units for item, (units, _) in refund.given.items.items()}
                due = standing.refunded_minor - standing.told_refunds_minor
                if standing.rest and (standing.rest.change_id, standing.rest.units, due) == (
                    refund.status_change_id,
                    units,
                    refund.amount_minor,
                ):
                    rest_stands = True
                else:
                    ended = standing.rest_ended.get(refund.status_change_id or 0, refund.given.at)
                    voided[refund.given.refund_id] = max(ended, refund.given.at)
        if standing.rest and not rest_stands:
            fresh.append(_refund_of_rest(history, standing))
    await void_refunds(work, voided)
    ids = await insert_refunds(work, fresh)
    for row, refund_id in zip(fresh, ids, strict=True):
        history = histories[row["order_id"]]
        tell_refund(work, history, refund_id, row["refunded_at"], row["amount_minor"])


def _refund_of_rest(history: History, standing: Standing) -> dict[str, Any]:
    rest = standing.rest
    if rest is None:
        raise RuntimeError("there is no rest to refund")
    return {
        "order_id": history.order_id,
        "refunded_at": rest.at,
        "reason": "refunded in full",
        "amount_minor": standing.refunded_minor - standing.told_refunds_minor,
        "takes_rest": True,
        "status_change_id": rest.change_id,
        "items": [
            {"order_item_id": item_id, "quantity": units, "amount_minor": 0, "restock": False}
            for item_id, units in rest.units.items()
        ],
    }


def tell_refund(work: Work, history: History, refund_id: int, at: datetime, amount_minor: int) -> None:
    emit(
        work,
        OrderRefunded(
            order_id=history.order_id,
            number=history.number,
            refund_id=refund_id,
            refunded_at=at.isoformat(),
            amount_minor=amount_minor,
            currency=history.currency,
        ),
    )


async def _tell_what_follows(
    work: Work, histories: Mapping[int, History], standings: Mapping[int, Standing]
) -> None:
    """Where the status is not what the last row of the history says, a row that says so follows it."""
    rows: list[dict[str, Any]] = []
    for order_id, history in histories.items():
        standing = standings[order_id]
        if history.last_after == standing.status:
            continue
        at = max([history.last_at or history.placed_at, *(refund.at for refund in history.detailed)])
        rows.append(
            {
                "order_id": order_id,
                "before": history.last_after,
                "after": standing.status.value,
                "asked": FOLLOWS,
                "progress": standing.progress.value,
                "changed_at": at,
                "why": "",
            }
        )
        emit(
            work,
            OrderStatusChanged(
                order_id=order_id,
                number=history.number,
                before=history.status.value,
                after=standing.status.value,
                progress=standing.progress.value,
                changed_at=at.isoformat(),
            ),
        )
    await insert_told(work, rows)
