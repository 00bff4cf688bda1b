"""What starts by the clock starts once, also what was missed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from tests.clocks import FixedClock
from tests.jobs import errands

from souk.jobs.models import Schedule
from souk.jobs.schedules import Daily, Every, Standing, drop_schedule, keep_standing, set_schedule, start_due
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.wiring.schedules import SCHEDULES

NOON = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(["UTC", "Europe/Madrid", "America/Santiago", "Asia/Kolkata", "Pacific/Apia"])


@given(seconds=st.integers(1, 10**6), offset=st.integers(0, 10**6), instant=instants)
def test_a_rhythm_of_seconds_keeps_its_beat(seconds: int, offset: int, instant: datetime) -> None:
    rhythm = Every(seconds, offset % seconds)
    first = rhythm.next_after(instant)
    assert timedelta(0) < first - instant <= timedelta(seconds=seconds)
    assert rhythm.next_after(first) - first == timedelta(seconds=seconds)


@given(at=st.times(), zone=zones, instant=instants)
def test_a_daily_rhythm_comes_once_on_every_local_day(at: time, zone: str, instant: datetime) -> None:
    rhythm = Daily(at.replace(microsecond=0), zone)
    first = rhythm.next_after(instant)
    second = rhythm.next_after(first)
    assert instant < first < second
    days = [due.astimezone(ZoneInfo(zone)).date() for due in (first, second)]
    assert (days[1] - days[0]).days == 1
    assert first - instant <= timedelta(hours=50)


def test_a_time_that_a_day_skips_comes_as_much_later_as_it_skips() -> None:
    """On 29 March 2026 Madrid goes from 2:00 straight to 3:00."""
    due = Daily(time(2, 30), "Europe/Madrid").next_after(datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert due.astimezone(ZoneInfo("Europe/Madrid")) == datetime(
        2026, 3, 29, 3, 30, tzinfo=ZoneInfo("Europe/Madrid")
    )


def test_a_rhythm_makes_sense() -> None:
    for seconds, offset in ((0, 0), (10, 10), (10, -1)):
        with pytest.raises(ValueError, match="rhythm"):
            Every(seconds, offset)


@pytest.fixture
async def clocked(database: Database, urls: DatabaseUrls) -> AsyncIterator[Database]:
    """The same database under a clock of our own, with no schedule in it."""
    async with database.across_tenants() as work:
        await work.session.execute(text("delete from schedule"))
        await work.session.execute(text("delete from procrastinate_jobs"))
    clocked = Database(
        urls, sink=database.sink, clock=FixedClock(NOON), pool_size=3, name="souk tests clocked"
    )
    yield clocked
    await clocked.close()


def clock_of(database: Database) -> FixedClock:
    assert isinstance(database.clock, FixedClock)
    return database.clock


async def started(database: Database) -> int:
    async with database.across_tenants() as work:
        return await start_due(work)


async def jobs_made(database: Database) -> int:
    async with database.across_tenants() as work:
        made = await work.session.execute(
            text("select count(*) from procrastinate_jobs where task_name = 'errand.nightly'")
        )
        return int(made.scalar_one())


async def run_all(database: Database) -> None:
    """As a worker would."""
    async with database.across_tenants() as work:
        await work.session.execute(
            text("update procrastinate_jobs set status = 'succeeded' where status = 'todo'")
        )


async def test_it_starts_at_its_time_and_once(clocked: Database, tenant_id: int) -> None:
    async with clocked.work(tenant_id) as work:
        await set_schedule(work, "tidy up", errands.nightly, Every(60))
    assert await started(clocked) == 0
    clock_of(clocked).forward(timedelta(seconds=60))
    assert [await started(clocked), await started(clocked)] == [1, 0]
    assert await jobs_made(clocked) == 1


async def test_what_was_missed_while_all_was_down_starts_once(clocked: Database, tenant_id: int) -> None:
    async with clocked.work(tenant_id) as work:
        await set_schedule(work, "tidy up", errands.nightly, Every(60))
    clock_of(clocked).forward(timedelta(hours=5, seconds=7))
    assert [await started(clocked), await started(clocked)] == [1, 0]
    await run_all(clocked)
    async with clocked.work(tenant_id) as work:
        schedule = (await work.session.scalars(select(Schedule))).one()
        assert schedule.next_run_at == NOON + timedelta(hours=5, minutes=1)
    clock_of(clocked).forward(timedelta(seconds=53))
    assert await started(clocked) == 1
    assert await jobs_made(clocked) == 2


async def test_many_workers_look_and_one_starts_it(clocked: Database, tenant_id: int) -> None:
    async with clocked.work(tenant_id) as work:
        for n in range(5):
            await set_schedule(work, f"tidy up {n}", errands.nightly, Every(60))
    clock_of(clocked).forward(timedelta(seconds=60))
    assert sum(await asyncio.gather(*(started(clocked) for _ in range(6)))) == 5
    assert await jobs_made(clocked) == 5


async def test_while_its_last_job_waits_it_gets_no_second_one(clocked: Database, tenant_id: int) -> None:
    async with clocked.work(tenant_id) as work:
        await set_schedule(work, "tidy up", errands.nightly, Every(60))
    for _ in range(3):
        clock_of(clocked).forward(timedelta(seconds=60))
        assert await started(clocked) == 1
    assert await jobs_made(clocked) == 1


async def test_a_start_that_is_rolled_back_is_still_due(clocked: Database, tenant_id: int) -> None:
    async with clocked.work(tenant_id) as work:
        await set_schedule(work, "tidy up", errands.nightly, Every(60))
    clock_of(clocked).forward(timedelta(seconds=60))

    async def start_and_fail() -> None:
        async with clocked.across_tenants() as work:
            assert await start_due(work) == 1
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await start_and_fail()
    assert await jobs_made(clocked) == 0
    assert await started(clocked) == 1


async def test_setting_it_again_forgets_nothing_that_was_missed(clocked: Database, tenant_id: int) -> None:
    """As every start of a worker does with Souk's own schedules."""
    async with clocked.work(tenant_id) as work:
        await set_schedule(work, "tidy up", errands.nightly, Every(60))
    clock_of(clocked).forward(timedelta(hours=1))
    async with clocked.work(tenant_id) as work:
        await set_schedule(work, "tidy up", errands.nightly, Every(60))
    assert await started(clocked) == 1
    async with clocked.work(tenant_id) as work:
        await set_schedule(work, "tidy up", errands.nightly, Every(3600))
        schedule = (await work.session.scalars(select(Schedule))).one()
        assert schedule.next_run_at == NOON + timedelta(hours=2)
        await drop_schedule(work, "tidy up")
    clock_of(clocked).forward(timedelta(days=1))
    assert await started(clocked) == 0


async def test_names_belong_to_a_tenant(clocked: Database, tenant_id: int, other_tenant_id: int) -> None:
    for owner in (tenant_id, other_tenant_id):
        async with clocked.work(owner) as work:
            await set_schedule(work, "tidy up", errands.nightly, Every(60))
    async with clocked.work(tenant_id) as work:
        await drop_schedule(work, "tidy up")
        assert (await work.session.scalars(select(Schedule))).all() == []
    clock_of(clocked).forward(timedelta(seconds=60))
    assert await started(clocked) == 1
    async with clocked.across_tenants() as work:
        owners = await work.session.scalars(text("select tenant_id from procrastinate_jobs"))
        assert owners.all() == [other_tenant_id]


async def test_souks_own_schedules_are_those_of_the_table(clocked: Database) -> None:
    old = Standing(name="no longer done", task=errands.nightly, rhythm=Every(60))
    async with clocked.across_tenants() as work:
        await keep_standing(work, [old])
        await keep_standing(work, SCHEDULES)
        names = await work.session.scalars(select(Schedule.name).where(Schedule.tenant_id.is_(None)))
        assert set(names) == {one.name for one in SCHEDULES}
    clock_of(clocked).forward(timedelta(days=1))
    assert await started(clocked) == len(SCHEDULES)


async def test_a_task_this_worker_does_not_know_stays_due(clocked: Database, tenant_id: int) -> None:
    async with clocked.work(tenant_id) as work:
        await set_schedule(work, "tidy up", errands.nightly, Every(60))
        await work.session.execute(text("update schedule set task = 'errand.of_tomorrow'"))
    clock_of(clocked).forward(timedelta(seconds=60))
    assert await started(clocked) == 0
