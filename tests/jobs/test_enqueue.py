"""Jobs are rows of the transaction that needs them."""

import asyncio
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.jobs import errands
from tests.jobs.factories import job_row

from souk.jobs.public import Retry, TaskContext, enqueue, enqueue_many, task
from souk.jobs.task import find_task
from souk.kernel.work import Database


class ChangedMind(Exception):
    pass


async def start_one(database: Database) -> int | None:
    """What a worker does to get a job: the first that may start now."""
    async with database.across_tenants() as work:
        worker = await work.session.execute(text("select worker_id from procrastinate_register_worker_v1()"))
        started = await work.session.execute(
            text("select id from procrastinate_fetch_job_v2(null, :worker)"), {"worker": worker.scalar_one()}
        )
        found: int | None = started.scalar_one()
        return found


async def test_a_job_exists_when_its_transaction_has_committed(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=7, priority=3)
        assert await job_row(database, job_id) is None
    row = await job_row(database, job_id)
    assert (row.task_name, row.queue_name, row.priority, row.status) == ("errand.count", "stock", 3, "todo")
    assert row.args == {"tenant_id": tenant_id, "tracker_id": 7}
    assert (row.tenant_id, row.tracker_id) == (tenant_id, 7)


async def test_jobs_of_a_rolled_back_transaction_do_not_exist(database: Database, tenant_id: int) -> None:
    made: list[int] = []

    async def change_ones_mind() -> None:
        async with database.work(tenant_id) as work:
            made.append(await enqueue(work, errands.count, tracker_id=7))
            made.extend(await enqueue_many(work, errands.count, [{"tracker_id": 8}] * 3))
            raise ChangedMind

    with pytest.raises(ChangedMind):
        await change_ones_mind()
    assert [await job_row(database, job_id) for job_id in made] == [None] * 4


async def test_many_are_made_in_the_order_given(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        ids = await enqueue_many(
            work,
            errands.count,
            ({"tracker_id": n} for n in range(2_500)),
            lock=lambda arguments: f"street {arguments['tracker_id'] % 2}",
        )
    assert len(set(ids)) == 2_500
    assert ids == sorted(ids)
    last = await job_row(database, ids[-1])
    assert (last.tracker_id, last.lock) == (2_499, f"{tenant_id}:street 1")


async def test_arguments_a_task_does_not_take_are_refused_at_once(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        with pytest.raises(TypeError, match=r"errand\.count"):
            await enqueue(work, errands.count, trackr_id=7)
        with pytest.raises(TypeError, match="tracker_id"):
            await enqueue_many(work, errands.count, [{}])


async def test_a_task_is_enqueued_by_its_name_alike(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        one = await enqueue(work, "errand.count", tracker_id=7)
        (other,) = await enqueue_many(work, "errand.count", [{"tracker_id": 8}])
        with pytest.raises(TypeError, match="tracker_id"):
            await enqueue(work, "errand.count", trackr_id=7)
    for job_id in (one, other):
        assert (await job_row(database, job_id)).task_name == "errand.count"


async def test_a_name_nobody_has_registered_is_refused_at_once(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        with pytest.raises(LookupError, match=r"errand\.cuont"):
            await enqueue(work, "errand.cuont", tracker_id=7)


async def test_a_second_job_is_not_made_while_one_like_it_waits(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        first = await enqueue(work, errands.count, tracker_id=7, queueing_lock="stock of olives")
    async with database.work(tenant_id) as work:
        again = await enqueue(work, errands.count, tracker_id=8, queueing_lock="stock of olives")
        other = await enqueue(work, errands.count, tracker_id=8, queueing_lock="stock of thyme")
    assert again == first
    assert other != first


@pytest.mark.usefixtures("quiet_queue")
async def test_the_waiting_job_starts_only_after_who_relied_on_it(database: Database, tenant_id: int) -> None:
    """Otherwise it could start before they commit, and miss what they wrote: a lost wake-up."""
    async with database.work(tenant_id) as work:
        first = await enqueue(work, errands.count, tracker_id=7, queueing_lock="stock of olives")
    async with database.work(tenant_id) as work:
        await enqueue(work, errands.count, tracker_id=7, queueing_lock="stock of olives")
        assert await start_one(database) is None
    assert await start_one(database) == first


@pytest.mark.usefixtures("quiet_queue")
async def test_once_it_has_started_the_next_call_makes_a_job_of_its_own(
    database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        first = await enqueue(work, errands.count, tracker_id=7, queueing_lock="stock of olives")
    assert await start_one(database) == first
    async with database.work(tenant_id) as work:
        assert await enqueue(work, errands.count, tracker_id=7, queueing_lock="stock of olives") != first


async def test_two_at_once_make_one_job(database: Database, tenant_id: int) -> None:
    async def ask() -> int:
        async with database.work(tenant_id) as work:
            return await enqueue(work, errands.count, tracker_id=7, queueing_lock="stock of olives")

    assert len(set(await asyncio.gather(*(ask() for _ in range(6))))) == 1


async def test_locks_belong_to_a_tenant(database: Database, tenant_id: int, other_tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        mine = await enqueue(work, errands.count, tracker_id=7, queueing_lock="stock of olives")
    async with database.work(other_tenant_id) as work:
        assert await enqueue(work, errands.count, tracker_id=7, queueing_lock="stock of olives") != mine


async def test_another_tenants_job_cannot_be_made(
    database: Database, tenant_id: int, other_tenant_id: int
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        async with database.work(tenant_id) as work:
            await enqueue(work, errands.count, tenant_id=other_tenant_id, tracker_id=7)


async def test_another_tenants_jobs_cannot_be_seen_or_touched(
    database: Database, tenant_id: int, other_tenant_id: int
) -> None:
    """With no filter but the database's own."""
    async with database.work(other_tenant_id) as work:
        theirs = await enqueue(work, errands.count, tracker_id=7)
    async with database.work(tenant_id) as work:
        for look in (
            "select count(*) from procrastinate_jobs",
            "select count(*) from procrastinate_events",
            "select count(procrastinate_cancel_job_v1(id, true, true)) from procrastinate_jobs",
        ):
            assert (await work.session.execute(text(look))).scalar_one() == 0
        await work.session.execute(text("update procrastinate_jobs set priority = 99"))
        for table in ("procrastinate_workers", "procrastinate_periodic_defers"):
            with pytest.raises(DBAPIError, match="permission denied"):
                async with work.session.begin_nested():
                    await work.session.execute(text(f"select * from {table}"))
    assert ((await job_row(database, theirs)).priority, (await job_row(database, theirs)).status) == (
        0,
        "todo",
    )


@pytest.mark.usefixtures("quiet_queue")
async def test_a_job_waits_for_its_time(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        await enqueue(work, errands.count, tracker_id=7, run_at=datetime(2999, 1, 1, tzinfo=UTC))
        now = await enqueue(work, errands.count, tracker_id=7, priority=-1)
    assert await start_one(database) == now
    assert await start_one(database) is None


@pytest.mark.usefixtures("quiet_queue")
async def test_the_more_urgent_one_starts_first(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        later = await enqueue(work, errands.count, tracker_id=7)
        sooner = await enqueue(work, errands.count, tracker_id=7, priority=5)
    assert [await start_one(database), await start_one(database)] == [sooner, later]


async def test_a_task_is_found_by_its_name_and_names_are_taken_once() -> None:
    assert find_task("errand.count") is errands.count
    with pytest.raises(ValueError, match="two tasks"):

        @task("errand.count")
        async def again(context: TaskContext, *, tenant_id: int) -> None: ...


def test_a_task_says_whose_it_is_and_leaves_the_words_of_enqueue_alone() -> None:
    with pytest.raises(TypeError, match="tenant_id"):

        @task("errand.of_nobody")
        async def of_nobody(context: TaskContext) -> None: ...

    with pytest.raises(TypeError, match="lock"):

        @task("errand.locked")
        async def locked(context: TaskContext, *, tenant_id: int, lock: str) -> None: ...

    with pytest.raises(ValueError, match="hundred"):
        Retry(max_runs=0)
