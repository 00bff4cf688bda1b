"""Moving orders along, stopping them, and setting them going again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from souk.kernel.errors import FieldError, SoukError
from souk.kernel.work import Work
from souk.orders.actions.standing import News, settle, stand
from souk.orders.errors import NothingToReinstate, OrderInvalid, OrderMissing
from souk.orders.repository.histories import History, lock_histories
from souk.orders.rules.history import REINSTATE, Standing, reinstate_to, replay
from souk.orders.states import HALTED, ORDER, PROGRESS, OrderStatus, is_forward

AHEAD_MAX = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an order is to become. `goal` None: reinstated to where it was. `at` None: now."""

    order_id: int
    goal: OrderStatus | None
    at: datetime | None = None
    why: str = ""
    reinstates: bool = False
    """Whether `goal` is where to reinstate to; only then must the order be cancelled or refunded."""


async def change_status(work: Work, wishes: Sequence[Wish]) -> dict[int, Standing]:
    """Fulfil all wishes or none. What is so already, or was said before, changes nothing.

    Raises OrderMissing, IllegalMove, NothingToReinstate, OrderInvalid.
    """
    histories = await _locked(work, [wish.order_id for wish in wishes])
    news = []
    for wish in wishes:
        new = judge(histories[wish.order_id], wish, now=work.now)
        if new is not None:
            news.append(new)
    return await settle(work, histories, news)


async def change_status_where_possible(
    work: Work, wishes: Sequence[Wish]
) -> tuple[dict[int, Standing], dict[int, SoukError]]:
    """Fulfil the wishes that can be. Returns where orders stand, and the refusals by order."""
    histories = await lock_histories(work, [wish.order_id for wish in wishes])
    news: list[News] = []
    refused: dict[int, SoukError] = {}
    for wish in wishes:
        if wish.order_id not in histories:
            refused[wish.order_id] = OrderMissing("There is no such order.")
            continue
        try:
            new = judge(histories[wish.order_id], wish, now=work.now)
        except SoukError as refusal:
            refused[wish.order_id] = refusal
            continue
        if new is not None:
            news.append(new)
    settled = {order_id: history for order_id, history in histories.items() if order_id not in refused}
    return await settle(work, settled, news), refused


async def _locked(work: Work, order_ids: Sequence[int]) -> dict[int, History]:
    histories = await lock_histories(work, order_ids)
    missing = [order_id for order_id in order_ids if order_id not in histories]
    if missing:
        raise OrderMissing("There is no such order.", details={"order_ids": missing})
    return histories


def judge(history: History, wish: Wish, *, now: datetime) -> News | None:
    """The wish as an addition to the order's history; None where it is fulfilled already.

    Judged by where the order stood at the time the wish is for: what comes late was legal then.
    """
    _refuse_impossible_time(history, wish, now)
    # What is said now comes after everything that is known, even where a source's clock is ahead of ours.
    at = wish.at or max([now, *(told.at for told in history.told), *(r.at for r in history.detailed)])
    before = _standing_before(history, at)
    asked = (
        _reinstatement(history, wish, before)
        if wish.goal is None or wish.reinstates
        else _move(before, wish.goal)
    )
    if asked is None or any(told.asked == asked and told.at == at for told in history.told):
        return None
    return News(history.order_id, asked, at, wish.why)


def _refuse_impossible_time(history: History, wish: Wish, now: datetime) -> None:
    if wish.at is None:
        return
    if wish.at > now + AHEAD_MAX:
        raise OrderInvalid(
            "The change lies in the future.", fields=[FieldError("changed_at", "in the future")]
        )
    if wish.at < history.placed_at:
        raise OrderInvalid(
            f"The order was placed at {history.placed_at.isoformat()}; nothing happened to it before.",
            fields=[FieldError("changed_at", "before the order was placed")],
        )


def _standing_before(history: History, at: datetime) -> Standing:
    return replay(
        history.beginning(),
        [told for told in history.told if told.at <= at],
        [refund for refund in history.detailed if refund.at <= at],
        [row.line for row in history.lines],
    )


def _move(before: Standing, goal: OrderStatus) -> str | None:
    """What is said by asking for `goal`. Raises IllegalMove."""
    if goal is OrderStatus.PARTIALLY_REFUNDED:
        raise OrderInvalid(
            "An order becomes partially refunded by refunding a part of it: send a refund.",
            fields=[FieldError("status", "follows from refunds")],
        )
    if goal is before.status:
        return None
    if before.status is OrderStatus.PARTIALLY_REFUNDED and goal in PROGRESS:
        if goal is before.progress:
            return None
        ORDER.verb_between(before.progress, goal)
        return goal.value
    ORDER.verb_between(before.status, goal)
    return reinstate_to(goal) if before.status in HALTED and goal in PROGRESS else goal.value


def _reinstatement(history: History, wish: Wish, before: Standing) -> str | None:
    if wish.goal is not None and wish.goal not in PROGRESS:
        raise OrderInvalid(
            f"An order is reinstated to one of: {', '.join(PROGRESS)}.",
            fields=[FieldError("status", "not a status to go on from")],
        )
    asked = REINSTATE if wish.goal is None else reinstate_to(wish.goal)
    # With a time of its own it may have come ahead of the cancellation it answers, and is kept.
    if before.status in HALTED or wish.at is not None:
        return asked
    if any(told.asked.startswith(REINSTATE) for told in history.told):
        return None
    raise NothingToReinstate(
        f"The order is {before.status.value}; only cancelled and refunded orders are reinstated.",
        details={"state": before.status.value},
    )


def news_of_source(history: History, goal: OrderStatus, at: datetime) -> News | None:
    """What a source's word about the status adds to the history; what cannot be is not taken.

    A source may say `shipped` of an order that was cancelled: it goes on from there.
    """
    goal = OrderStatus.COMPLETED if goal is OrderStatus.PARTIALLY_REFUNDED else goal
    standing = stand(history)
    if goal is standing.status or any(told.asked == goal.value and told.at == at for told in history.told):
        return None
    if goal in PROGRESS and standing.status not in HALTED and not is_forward(standing.progress, goal):
        return None
    if goal is OrderStatus.CANCELLED and standing.status is OrderStatus.REFUNDED:
        return None
    return News(history.order_id, goal.value, at)


def legal_goals(status: OrderStatus, progress: OrderStatus) -> list[str]:
    """What an order can be asked to become, for the console's buttons; `reinstate` among them."""
    if status in HALTED:
        rest = [OrderStatus.REFUNDED.value] if status is OrderStatus.CANCELLED else []
        return [REINSTATE, *rest]
    goals = [goal.value for goal in PROGRESS if is_forward(progress, goal)]
    return [*goals, OrderStatus.CANCELLED.value, OrderStatus.REFUNDED.value]
