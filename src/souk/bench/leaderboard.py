"""`souk bench leaderboard`: a year's leaderboard, against the same answer from the raw ledger."""

import statistics
import time
from collections.abc import Callable, Sequence

from souk.attribution.public import LeaderboardSort, Question, leaderboard
from souk.bench.rows import Goal, Row, percentile, spread_of
from souk.bench.scratch import Scratch, fill, scratch, tidy
from souk.bench.shop import BEGINS, DAYS, PRODUCTS, YEAR, advertise_overlapping, stock_up

CREDITS = 600_000
"""At 1 ×; 16 × is ten million, nearly."""
READS = 200
WARM = 20
RAW_RUNS = 3
_GOALS = {1: 10.0, 16: 25.0}

Say = Callable[[str], None]

# Ledger and rollup by day as attribution would have left them: five lines an order, 40 campaigns at a time.
_LEDGER = """
    insert into attribution_entry (
        tenant_id, order_id, order_item_id, campaign_id, product_id, mapping_id, sale_at, event_at,
        recorded_at, units_full, units_split_e4, revenue_full, revenue_split, tax_full, tax_split,
        profit_full, profit_split, matched, revision, kind, cause, currency)
    select :tenant_id, n / 5, n, 1 + (day * 200 / :days + n % 40) % 200, 1 + n % :products, 1, sold_at,
           sold_at, sold_at, 1 + n % 4, (1 + n % 4) * 10000, 500 + n % 3000, 500 + n % 3000, 0, 0,
           200 + n % 1000, 200 + n % 1000, 1, 0, 'credit', 'sale', 'EUR'
    from generate_series(cast(:first as bigint), cast(:last as bigint)) n
    cross join lateral (select n * :days / :credits as day) d
    cross join lateral (select cast(:begins as timestamptz) + interval '1 day' * day + interval '12 hours'
                               as sold_at) s
"""
_ROLLUP = """
    insert into attribution_day (
        tenant_id, campaign_id, day, currency, gross_units_full, gross_units_split_e4, gross_revenue_full,
        gross_revenue_split, gross_profit_full, gross_profit_split, orders, items)
    select tenant_id, campaign_id, (sale_at at time zone 'Europe/Madrid')::date, currency, sum(units_full),
           sum(units_split_e4), sum(revenue_full), sum(revenue_split), sum(profit_full), sum(profit_split),
           count(distinct order_id), count(*)
    from attribution_entry where tenant_id = :tenant_id group by 1, 2, 3, 4
"""
_PART = 500_000


async def bench(
    admin_url: str, scales: Sequence[int], *, say: Say, smallest: int = CREDITS, reads: int = READS
) -> list[Row]:
    rows = []
    for scale in scales:
        say(f"leaderboard: {smallest * scale:,} credits")
        async with scratch(admin_url) as made:
            await _write_ledger(made, smallest * scale)
            rows.append(await _measure(made, scale, smallest * scale, reads))
    return rows


async def _write_ledger(made: Scratch, count: int) -> None:
    await stock_up(made)
    await advertise_overlapping(made)
    for first in range(1, count + 1, _PART):
        await fill(
            made,
            _LEDGER,
            first=first,
            last=min(first + _PART - 1, count),
            credits=count + 1,
            days=DAYS,
            products=PRODUCTS,
            begins=BEGINS,
        )
    await fill(made, _ROLLUP)
    tidy(made, "attribution_entry", "attribution_day")


async def _measure(made: Scratch, scale: int, count: int, reads: int) -> Row:
    for _ in range(WARM):
        await _read(made, raw=False)
    ours = [await _read(made, raw=False) for _ in range(reads)]
    raw = [await _read(made, raw=True) for _ in range(RAW_RUNS if scale < 16 else 1)]
    p95 = percentile(ours, 0.95)
    return Row(
        "leaderboard over a year, p95",
        f"{scale} × ({count:,} credits)",
        p95,
        "ms",
        f"aggregated from the raw ledger by PostgreSQL: {statistics.median(raw):,.0f} ms",
        statistics.median(raw) / p95,
        (Goal(_GOALS[scale], at_most=True),) if scale in _GOALS else (),
        spread_of(ours),
    )


async def _read(made: Scratch, *, raw: bool) -> float:
    """Milliseconds of one leaderboard, its transaction included. Asked as of now, the ledger answers."""
    begun = time.perf_counter()
    async with made.database.reading(made.tenant_id) as work:
        board = await leaderboard(
            work,
            Question(YEAR, as_of=work.now if raw else None),
            sort=LeaderboardSort.REVENUE,
            platform=None,
            tax_excluded=False,
            compare=False,
            trend=False,
            with_cac=False,
        )
    if not board.data:
        raise AssertionError("the leaderboard is empty: there is nothing to measure")
    return (time.perf_counter() - begun) * 1000
