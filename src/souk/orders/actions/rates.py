"""What orders were worth in the tenant's currency when they were placed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from souk.events import emit
from souk.events.orders import OrderChanged
from souk.jobs.public import enqueue
from souk.kernel.clock import day_after, day_start, local_day
from souk.kernel.work import Work
from souk.orders.drafts import OrderDraft
from souk.orders.repository.rating import fill_rates, unrated_days
from souk.pricing.public import MAX_AGE_DAYS, Pair, rates_for

ORDERS_PER_ROUND = 2_000
RATE_WAITING = "orders.rate_waiting"


async def rates_of(work: Work, drafts: Sequence[OrderDraft]) -> list[Decimal | None]:
    """Whole units of the tenant's currency for one of each order's, on the day it was placed.

    One for the tenant's own; None where none is known that is at most 7 days old.
    """
    home = work.scope.currency
    pairs: list[Pair | None] = [
        None
        if draft.currency == home
        else (local_day(draft.placed_at, work.scope.timezone), draft.currency, home)
        for draft in drafts
    ]
    asked = {pair for pair in pairs if pair is not None}
    known = await rates_for(work, asked) if asked else {}
    return [Decimal(1) if pair is None else known[pair] for pair in pairs]


async def rate_orders(work: Work, first: date, last: date) -> int:
    """Give some orders that had no rate the one that has become known; those that have one keep it.

    Rates of the days `first` to `last` are new, and count for 7 days. Returns how many orders were rated:
    where that is ORDERS_PER_ROUND, there may be more.
    """
    zone, home = work.scope.timezone, work.scope.currency
    start = day_start(first, zone)
    end = day_after(date.fromordinal(last.toordinal() + MAX_AGE_DAYS), zone)
    days = await unrated_days(work, start, end, zone)
    pairs = {(day, currency, home) for day, currency in days}
    rates = {
        (day, currency): rate
        for (day, currency, _), rate in (await rates_for(work, pairs) if pairs else {}).items()
        if rate is not None
    }
    if not rates:
        return 0
    orders = await fill_rates(work, rates, start, end, zone, limit=ORDERS_PER_ROUND)
    for order_id, number in orders:
        emit(work, OrderChanged(order_id=order_id, number=number, what=["exchange_rate"], lines=[]))
    return len(orders)


async def start_rating(work: Work, first: date, last: date) -> None:
    """Rate the orders that waited for rates of these days: some now, the rest in other transactions."""
    if await rate_orders(work, first, last) == ORDERS_PER_ROUND:
        await enqueue(
            work,
            RATE_WAITING,
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            lock="rate orders",
        )
