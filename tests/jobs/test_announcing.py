"""Who watches is told a few times a second; the log is told of every tenth and of the end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import text
from tests.clocks import FixedClock
from tests.jobs.factories import errand_tracker

import souk.wiring.subscriptions  # noqa: F401  who announces
from souk.events.live import CHANNEL, Sighting
from souk.jobs.trackers import advance, finish
from souk.jobs.trackers.announcing import announce_untold
from souk.jobs.trackers.repository import untold_trackers
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database


@pytest.fixture
async def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC))


@pytest.fixture
async def clocked(database: Database, urls: DatabaseUrls, clock: FixedClock) -> AsyncIterator[Database]:
    clocked = Database(urls, sink=database.sink, clock=clock, pool_size=3, name="souk tests clocked")
    yield clocked
    await clocked.close()


class Watcher:
    """Hears what a browser would be shown of passing events."""

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection

    async def heard(self, tracker_id: int) -> list[int]:
        """The progress told of a tracker so far: a mark of our own says where to stop listening."""
        await self._connection.execute("select pg_notify(%s, 'that is all')", [CHANNEL])
        said: list[int] = []
        async with asyncio.timeout(30):
            async for notification in self._connection.notifies():
                if notification.payload == "that is all":
                    break
                seen = Sighting.of_message(notification.payload)
                if seen.payload["tracker_id"] == tracker_id:
                    said.append(seen.payload["progress"])
        return said


@pytest.fixture
async def watcher(urls: DatabaseUrls) -> AsyncIterator[Watcher]:
    async with await psycopg.AsyncConnection.connect(urls.app, autocommit=True) as connection:
        await connection.execute(f"listen {CHANNEL}")
        yield Watcher(connection)


async def logged(database: Database, tracker_id: int) -> list[tuple[str, int]]:
    async with database.across_tenants() as work:
        found = await work.session.execute(
            text(
                "select type, (payload ->> 'progress')::int from event_log"
                " where aggregate = 'tracker:' || :id order by id"
            ),
            {"id": tracker_id},
        )
        return [(row[0], row[1]) for row in found]


async def test_a_thousand_steps_are_a_few_tidings(
    clocked: Database, clock: FixedClock, tenant_id: int, watcher: Watcher
) -> None:
    async with clocked.work(tenant_id) as work:
        tracker_id = (await errand_tracker(work, phases=[("rows", 200)])).id
    for _ in range(100):
        clock.forward(timedelta(milliseconds=10))
        async with clocked.work(tenant_id) as work:
            await advance(work, tracker_id, "rows", done=2)
    async with clocked.work(tenant_id) as work:
        await finish(work, tracker_id)
    heard = await watcher.heard(tracker_id)
    told = await logged(clocked, tracker_id)
    assert len(heard) + len(told) <= 6  # a second at three or so a second, the start and the end
    assert heard == sorted(heard)
    assert told[-1] == ("tracker.finished", 100)
    assert [kind for kind, _ in told[:-1]] == ["tracker.progressed"] * (len(told) - 1)


async def test_the_last_step_before_a_pause_is_told_too(
    clocked: Database, clock: FixedClock, tenant_id: int, watcher: Watcher
) -> None:
    async with clocked.work(tenant_id) as work:
        tracker_id = (await errand_tracker(work, phases=[("rows", 200)])).id
    clock.forward(timedelta(milliseconds=10))
    async with clocked.work(tenant_id) as work:
        await advance(work, tracker_id, "rows", done=4)
    assert await watcher.heard(tracker_id) == [0]
    clock.forward(timedelta(seconds=1))
    async with clocked.across_tenants() as system:
        untold = await untold_trackers(system, limit=1000)
    assert (tenant_id, tracker_id) in untold
    for _ in range(2):
        async with clocked.work(tenant_id) as work:
            await announce_untold(work, tracker_id)
    assert await watcher.heard(tracker_id) == [2]
    async with clocked.across_tenants() as system:
        assert (tenant_id, tracker_id) not in await untold_trackers(system, limit=1000)


async def test_every_tenth_of_the_way_is_a_fact(
    clocked: Database, clock: FixedClock, tenant_id: int, watcher: Watcher
) -> None:
    async with clocked.work(tenant_id) as work:
        tracker_id = (await errand_tracker(work, phases=[("rows", 100)])).id
    for _ in range(20):
        clock.forward(timedelta(seconds=1))
        async with clocked.work(tenant_id) as work:
            await advance(work, tracker_id, "rows", done=4)
    tenths = [progress for _, progress in await logged(clocked, tracker_id)]
    assert tenths == [12, 20, 32, 40, 52, 60, 72, 80]
    assert await watcher.heard(tracker_id) == [p for p in range(0, 81, 4) if p not in tenths]


async def test_a_failure_says_why(clocked: Database, tenant_id: int) -> None:
    async with clocked.work(tenant_id) as work:
        tracker_id = (await errand_tracker(work)).id
        await finish(work, tracker_id, status="failed", error="The shop is closed.")
    assert await logged(clocked, tracker_id) == [("tracker.failed", 0)]


async def test_of_a_rolled_back_step_nothing_is_told(
    clocked: Database, clock: FixedClock, tenant_id: int, watcher: Watcher
) -> None:
    async with clocked.work(tenant_id) as work:
        tracker_id = (await errand_tracker(work)).id
    clock.forward(timedelta(seconds=1))

    async def step_back() -> None:
        async with clocked.work(tenant_id) as work:
            await advance(work, tracker_id, "steps", done=1)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await step_back()
    assert await watcher.heard(tracker_id) == [0]
