"""`souk bench api`: lists with many rows behind them, and orders on their way to the leaderboard."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import text

from souk.bench.rows import Goal, Row, percentile, spread_of
from souk.bench.scratch import Scratch, fill, scratch
from souk.bench.served import offer, served
from souk.bench.shop import BEGINS, PRODUCTS, Sales, advertise_overlapping, sell

FULL = 16
LINES_BEHIND = 1_000_000
"""At 16 ×: ten million, the reference, takes longer to fill than to measure."""
ORDER_LINES = 5
LIST_RATE = 50
LIST_S = 20
LAG_S = 5
ONE_BY_ONE_RATE = 300
BATCHED_RATE = 1_000
BATCH = 20
SEEN_WITHIN_S = 90.0
_POLL_S = 0.01
_CAMPAIGN = 1_000

Say = Callable[[str], None]

_RUNNING = """
    insert into ad_campaign (tenant_id, id, name, platform, status, starts_at)
    overriding system value values (:tenant_id, :campaign, 'Running', 'google', 'running', :since)
"""
_RUNS = """
    insert into ad_campaign_status_span (tenant_id, campaign_id, status, valid_from, actor)
    values (:tenant_id, :campaign, 'running', :since, 'bench')
"""
_TARGETS = """
    insert into ad_campaign_product (tenant_id, campaign_id, product_id, effective_from)
    select tenant_id, :campaign, id, :since from product
"""
_SEEN = text("""
    select coalesce(sum(orders), 0) from attribution_day
    where tenant_id = :tenant_id and campaign_id = :campaign
""")


async def bench(
    admin_url: str,
    scales: Sequence[int],
    *,
    say: Say,
    lines_behind: int = LINES_BEHIND,
    list_s: float = LIST_S,
    lag_s: float = LAG_S,
) -> list[Row]:
    rows: list[Row] = []
    for scale in scales:
        lines = lines_behind * scale // FULL
        say(f"api: {lines:,} lines behind the lists")
        async with scratch(admin_url) as made:
            await sell(made, Sales(max(1, lines // ORDER_LINES), ORDER_LINES))
            await advertise_overlapping(made)
            await _advertise_now(made)
            async with served(made) as client:
                rows += await _lists(client, f"{scale} × ({lines:,} lines)", list_s)
                say("api: orders one by one, then in batches")
                rows += await _orders(made, client, f"{scale} × ({lines:,} lines)", lag_s)
    return rows


async def _advertise_now(made: Scratch) -> None:
    """A campaign that targets everything and runs: each order that is posted earns it a credit."""
    since = datetime.now(UTC) - timedelta(hours=1)
    for statement in (_RUNNING, _RUNS):
        await fill(made, statement, campaign=_CAMPAIGN, since=since)
    await fill(made, _TARGETS, campaign=_CAMPAIGN, since=since)


async def _lists(client: httpx.AsyncClient, scale: str, seconds: float) -> list[Row]:
    day = (BEGINS + timedelta(days=200)).date().isoformat()
    lists: dict[str, dict[str, Any]] = {
        "/api/v1/orders": {"per_page": 50},
        "/api/v1/orders#of a day": {"per_page": 50, "from": day, "to": day},
        "/api/v1/orders#with a SKU": {"per_page": 50, "q": "sku-12"},
        "/api/v1/catalog/products": {"per_page": 50, "q": "product 12"},
        "/api/v1/attribution/ad-campaigns": {"per_page": 50},
    }
    asked = list(lists.items())
    told: dict[str, list[float]] = {path: [] for path in lists}

    async def ask(number: int) -> None:
        path, query = asked[number % len(asked)]
        begun = time.perf_counter()
        answer = await client.get(path.partition("#")[0], params=query)
        answer.raise_for_status()
        told[path].append((time.perf_counter() - begun) * 1000)

    await offer(LIST_RATE, len(asked) * 2, ask)
    for times in told.values():
        times.clear()
    waited = await offer(LIST_RATE, max(len(asked), round(LIST_RATE * seconds)), ask)
    every = [value * 1000 for value in waited]
    slowest = max(told, key=lambda path: percentile(told[path], 0.99))
    return [
        Row(
            f"API lists at {LIST_RATE} requests a second, p99",
            scale,
            percentile(every, 0.99),
            "ms",
            f"median {statistics.median(every):.1f} ms; slowest {slowest.replace('#', ' ')},"
            f" p99 {percentile(told[slowest], 0.99):.1f} ms",
            goals=(Goal(50, at_most=True),),
            spread=spread_of(every),
        )
    ]


async def _orders(made: Scratch, client: httpx.AsyncClient, scale: str, seconds: float) -> list[Row]:
    singly = max(1, round(ONE_BY_ONE_RATE * seconds))
    batches = max(1, round(BATCHED_RATE * seconds) // BATCH)

    async def post_one(number: int) -> int:
        answer = await client.post("/api/v1/orders", json=_order("one", number))
        answer.raise_for_status()
        return 1

    async def post_batch(number: int) -> int:
        orders = [_order("many", number * BATCH + place) for place in range(BATCH)]
        answer = await client.post("/api/v1/orders/batch", json={"orders": orders})
        answer.raise_for_status()
        return BATCH

    return [
        *await _lag(
            made, post_one, ONE_BY_ONE_RATE, singly, f"one by one, {ONE_BY_ONE_RATE} a second", scale
        ),
        *await _lag(
            made,
            post_batch,
            BATCHED_RATE / BATCH,
            batches,
            f"{BATCH} a request, {BATCHED_RATE} a second",
            scale,
        ),
    ]


def _order(series: str, number: int) -> dict[str, Any]:
    return {
        "marketplace": "bench",
        "external_id": f"{series}-{number}",
        "status": "confirmed",
        "lines": [
            {
                "sku": f"sku-{1 + (number * ORDER_LINES + line) * 7 % PRODUCTS}",
                "quantity": 1,
                "unit_price": {"amount": "995", "currency": "EUR"},
            }
            for line in range(ORDER_LINES)
        ],
    }


async def _lag(
    made: Scratch,
    post: Callable[[int], Any],
    rate: float,
    count: int,
    how: str,
    scale: str,
) -> list[Row]:
    """From when an order was due to be posted until the rollup the leaderboard reads has counted it.

    Orders are credited in the order of the log, so the n-th order that was answered is there when n are.
    """
    answered: list[tuple[float, float]] = []
    seen: list[tuple[float, int]] = []
    expected: list[int] = []
    already = await _seen(made)
    begun = time.perf_counter()

    async def ask(number: int) -> None:
        orders = await post(number)
        answered.extend([(begun + number / rate, time.perf_counter())] * orders)

    watching = asyncio.create_task(_watch(made, already, seen, expected))
    try:
        await offer(rate, count, ask)
        sustained = len(answered) / (time.perf_counter() - begun)
        expected.append(len(answered))
        await asyncio.wait_for(watching, SEEN_WITHIN_S)
    finally:
        watching.cancel()
    in_turn = sorted(answered, key=lambda times: times[1])
    lags = [_first_with(seen, place + 1) - due for place, (due, _) in enumerate(in_turn)]
    after_answer = [_first_with(seen, place + 1) - at for place, (_, at) in enumerate(in_turn)]
    return [
        Row(
            f"order posted → in the leaderboard, {how}, p95",
            scale,
            percentile(lags, 0.95),
            "s",
            f"{percentile(after_answer, 0.95):.2f} s after the answer;"
            f" {sustained:,.0f} orders/s were answered",
            goals=(Goal(1, at_most=True),),
            spread=spread_of(lags),
        )
    ]


async def _watch(made: Scratch, already: int, seen: list[tuple[float, int]], expected: list[int]) -> None:
    """Note when so many orders were seen, until those are that are `expected` in the end."""
    while not expected or seen[-1][1] < expected[0]:
        seen.append((time.perf_counter(), await _seen(made) - already))
        await asyncio.sleep(_POLL_S)


async def _seen(made: Scratch) -> int:
    async with made.database.reading(made.tenant_id) as work:
        values = {"tenant_id": made.tenant_id, "campaign": _CAMPAIGN}
        return int((await work.session.execute(_SEEN, values)).scalar_one())


def _first_with(seen: Sequence[tuple[float, int]], count: int) -> float:
    return next(at for at, so_far in seen if so_far >= count)
