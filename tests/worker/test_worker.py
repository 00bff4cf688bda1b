"""A worker does what is in the queue, and what it cannot do is seen."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.jobs import errands
from tests.jobs.factories import counts, errors_of, job_row, opened, status
from tests.worker.conftest import eventually

from souk.jobs.public import enqueue, enqueue_many
from souk.jobs.trackers import get_tracker, request_cancel
from souk.kernel.work import Database
from souk.wiring.runtime import Runtime
from souk.worker.run import working

pytestmark = pytest.mark.usefixtures("quiet_queue")


async def test_every_job_is_done(runtime: Runtime, database: Database, tenant_id: int) -> None:
    tracker_id = await opened(database, tenant_id, steps=20)
    async with database.work(tenant_id) as work:
        await enqueue_many(work, errands.count, [{"tracker_id": tracker_id}] * 20)

    async def all_counted() -> bool:
        return await counts(database, tenant_id, tracker_id) == {"steps": 20}

    async with working(runtime):
        await eventually(all_counted)


async def test_what_a_passing_fault_fails_is_tried_again_and_ends_as_a_dead_letter(
    runtime: Runtime, database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.fail)

    async def failed() -> bool:
        return (await job_row(database, job_id)).status == "failed"

    async with working(runtime):
        await eventually(failed)
    errors = await errors_of(database, job_id)
    assert [(error.attempt, error.kind, error.message) for error in errors] == [
        (n, "unavailable", "The shop's bell is out of order.") for n in (1, 2, 3)
    ]
    assert [error.retry_at is None for error in errors] == [False, False, True]
    for error in errors:
        assert "in fail\n" in error.trace
        assert error.trace.endswith("unavailable: The shop's bell is out of order.")


async def test_a_refusal_is_not_tried_again(runtime: Runtime, database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.refuse)

    async def failed() -> bool:
        return (await job_row(database, job_id)).status == "failed"

    async with working(runtime):
        await eventually(failed)
    (error,) = await errors_of(database, job_id)
    assert (error.kind, error.message, error.retry_at) == ("invalid", "There is no such street.", None)


async def test_a_job_that_takes_too_long_is_broken_off(
    runtime: Runtime, database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.dawdle)

    async def failed() -> bool:
        return (await job_row(database, job_id)).status == "failed"

    async with working(runtime):
        await eventually(failed)
    assert {error.kind for error in await errors_of(database, job_id)} == {"job_timed_out"}


async def test_the_tracker_of_a_job_that_failed_for_good_says_why(
    runtime: Runtime, database: Database, tenant_id: int
) -> None:
    tracker_id = await opened(database, tenant_id, steps=1)
    async with database.work(tenant_id) as work:
        await enqueue(work, errands.refuse, tracker_id=tracker_id)

    async def failed() -> bool:
        return await status(database, tenant_id, tracker_id) == "failed"

    async with working(runtime):
        await eventually(failed)
    async with database.reading(tenant_id) as work:
        tracker = await get_tracker(work, tracker_id)
        assert (tracker.error, tracker.error_code) == ("There is no such street.", "invalid")


async def test_a_job_of_a_task_nobody_knows_waits_for_a_worker_that_does(
    runtime: Runtime, database: Database, tenant_id: int
) -> None:
    async with database.across_tenants() as work:
        made = await work.session.execute(
            text(
                "insert into procrastinate_jobs (queue_name, task_name, args)"
                " values ('default', 'errand.of_tomorrow', jsonb_build_object('tenant_id', :tenant))"
                " returning id"
            ).bindparams(tenant=tenant_id)
        )
        job_id = made.scalar_one()

    async def met() -> bool:
        return bool(await errors_of(database, job_id))

    async with working(runtime):
        await eventually(met)
    (error,) = await errors_of(database, job_id)
    assert error.kind == "UnknownTask"
    assert error.retry_at is not None
    assert (await job_row(database, job_id)).status == "todo"


async def test_a_running_job_is_cancelled_with_its_tracker(
    runtime: Runtime, database: Database, tenant_id: int, tmp_path: Path
) -> None:
    tracker_id = await opened(database, tenant_id, started=1, ended=1)
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.wait, tracker_id=tracker_id, until=str(tmp_path / "never"))
        waiting = await enqueue(
            work, errands.count, tracker_id=tracker_id, lock="after it", run_at=work.now.replace(year=2999)
        )

    async def started() -> bool:
        return (await counts(database, tenant_id, tracker_id))["started"] == 1

    async def cancelled() -> bool:
        return (await job_row(database, job_id)).status == "aborted"

    async with working(runtime):
        await eventually(started)
        async with database.work(tenant_id) as work:
            assert (await request_cancel(work, tracker_id)).status == "in_progress"
        await eventually(cancelled)
    assert (await job_row(database, waiting)).status == "cancelled"
    assert await status(database, tenant_id, tracker_id) == "cancelled"
    assert await errors_of(database, job_id) == []


async def test_what_touches_the_world_is_not_broken_off(
    runtime: Runtime, database: Database, tenant_id: int, tmp_path: Path
) -> None:
    tracker_id = await opened(database, tenant_id, started=1, ended=1)
    until = tmp_path / "done"
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.wait_stubbornly, tracker_id=tracker_id, until=str(until))

    async def started() -> bool:
        return (await counts(database, tenant_id, tracker_id))["started"] == 1

    async def told() -> bool:
        return (await job_row(database, job_id)).abort_requested

    async def ended() -> bool:
        return (await job_row(database, job_id)).status == "succeeded"

    async with working(runtime):
        await eventually(started)
        async with database.work(tenant_id) as work:
            await request_cancel(work, tracker_id)
        await eventually(told)
        until.touch()
        await eventually(ended)
    assert await counts(database, tenant_id, tracker_id) == {"started": 1, "ended": 1}
    assert await status(database, tenant_id, tracker_id) == "cancelled"


async def test_jobs_of_one_lock_run_one_at_a_time_in_order(
    runtime: Runtime, database: Database, tenant_id: int
) -> None:
    tracker_id = await opened(database, tenant_id, steps=5)
    async with database.work(tenant_id) as work:
        ids = await enqueue_many(
            work, errands.count, [{"tracker_id": tracker_id}] * 5, lock=lambda _: "one street"
        )

    async def all_counted() -> bool:
        return await counts(database, tenant_id, tracker_id) == {"steps": 5}

    async with working(runtime, concurrency=4):
        await eventually(all_counted)
    async with database.across_tenants() as work:
        order = await work.session.scalars(
            text(
                "select job_id from procrastinate_events"
                " where type in ('started', 'succeeded') and job_id = any(:ids) order by id"
            ),
            {"ids": ids},
        )
        seen = order.all()
    assert [job for pair in zip(seen[::2], seen[1::2], strict=False) for job in pair] == seen
    assert all(one == other for one, other in zip(seen[::2], seen[1::2], strict=False))
    assert seen[::2] == ids


async def test_a_worker_goes_on_after_the_database_cut_all_its_connections(
    runtime: Runtime, database: Database, tenant_id: int, admin_url: str
) -> None:
    tracker_id = await opened(database, tenant_id, steps=2)

    async def counted(n: int) -> bool:
        return await counts(database, tenant_id, tracker_id) == {"steps": n}

    async with working(runtime):
        async with database.work(tenant_id) as work:
            await enqueue(work, errands.count, tracker_id=tracker_id)
        await eventually(lambda: counted(1))
        async with database.across_tenants() as work:
            cut = await work.session.execute(
                text(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    " where application_name = 'souk worker' and datname = current_database()"
                )
            )
            assert cut.scalar_one() > 0
        async with database.work(tenant_id) as work:
            await enqueue(work, errands.count, tracker_id=tracker_id)
        await eventually(lambda: counted(2))


async def test_a_worker_serves_only_its_queues(runtime: Runtime, database: Database, tenant_id: int) -> None:
    tracker_id = await opened(database, tenant_id, steps=2)
    async with database.work(tenant_id) as work:
        elsewhere = await enqueue(work, errands.count, tracker_id=tracker_id, queue="messaging")
        await enqueue(work, errands.count, tracker_id=tracker_id)

    async def counted() -> bool:
        return await counts(database, tenant_id, tracker_id) == {"steps": 1}

    async with working(runtime, queues=["stock"]):
        await eventually(counted)
    assert (await job_row(database, elsewhere)).status == "todo"


async def test_stopping_lets_a_job_that_asks_end_and_another_worker_runs_it_again(
    runtime: Runtime, database: Database, tenant_id: int, tmp_path: Path
) -> None:
    tracker_id = await opened(database, tenant_id, started=None, ended=1)
    until = tmp_path / "done"
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.wait, tracker_id=tracker_id, until=str(until))

    async def started() -> bool:
        return (await counts(database, tenant_id, tracker_id))["started"] >= 1

    async def ended() -> bool:
        return (await job_row(database, job_id)).status == "succeeded"

    async with working(runtime):
        await eventually(started)
    assert (await job_row(database, job_id)).status == "todo"
    until.touch()
    async with working(runtime):
        await eventually(ended)
    assert await counts(database, tenant_id, tracker_id) == {"started": 2, "ended": 1}


async def test_leaving_a_worker_leaves_no_task_behind(runtime: Runtime) -> None:
    before = asyncio.all_tasks()
    async with working(runtime):
        assert len(asyncio.all_tasks()) > len(before)
    assert asyncio.all_tasks() == before
