"""Workers die at any moment; nothing is lost by it and nothing counts twice."""

import asyncio
from pathlib import Path

import pytest
from procrastinate import PsycopgConnector
from procrastinate.jobs import Job, Status
from sqlalchemy import text
from tests.contexts import job_context
from tests.jobs import errands
from tests.jobs.factories import counts, errors_of, job_row, opened, status
from tests.worker.conftest import eventually, worker_process

from souk.jobs.public import JobTakenAway, enqueue
from souk.jobs.trackers import advance
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.wiring.runtime import Runtime
from souk.worker.engine import OwnJobs
from souk.worker.run import working
from souk.worker.upkeep import LOST_RUNS_MAX, put_back_abandoned

pytestmark = pytest.mark.usefixtures("quiet_queue")


async def presume_dead(database: Database) -> None:
    """As if nobody had heard of any worker for an hour."""
    async with database.across_tenants() as work:
        await work.session.execute(
            text("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
        )


async def start_as_hung_worker(database: Database, job_id: int) -> int:
    """The job as it stands when a worker has taken it and does not answer any more. Returns the worker."""
    async with database.across_tenants() as work:
        worker = await work.session.execute(
            text(
                "insert into procrastinate_workers (last_heartbeat)"
                " values (now() - interval '1 hour') returning id"
            )
        )
        worker_id = int(worker.scalar_one())
        await work.session.execute(
            text("update procrastinate_jobs set status = 'doing', worker_id = :worker where id = :id"),
            {"worker": worker_id, "id": job_id},
        )
    return worker_id


async def test_a_job_whose_worker_is_killed_is_done_once_more_by_another(
    runtime: Runtime, database: Database, urls: DatabaseUrls, tenant_id: int, tmp_path: Path
) -> None:
    tracker_id = await opened(database, tenant_id, started=None, ended=1)
    until = tmp_path / "done"
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.wait, tracker_id=tracker_id, until=str(until))

    async def started() -> bool:
        return (await counts(database, tenant_id, tracker_id))["started"] == 1

    with worker_process(urls) as process:
        await eventually(started)
        process.kill()
        await asyncio.to_thread(process.wait)
    row = await job_row(database, job_id)
    assert row.status == "doing"
    assert await put_back_abandoned(database) == 0  # its last heartbeat is too young
    await presume_dead(database)
    until.touch()

    async def ended() -> bool:
        return (await job_row(database, job_id)).status == "succeeded"

    async with working(runtime):
        await eventually(ended)
    assert await counts(database, tenant_id, tracker_id) == {"started": 2, "ended": 1}
    (error,) = await errors_of(database, job_id)
    assert error.kind == "WorkerDied"


async def test_a_worker_told_to_end_puts_its_jobs_back(
    database: Database, urls: DatabaseUrls, tenant_id: int, tmp_path: Path
) -> None:
    tracker_id = await opened(database, tenant_id, started=None, ended=1)
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.wait, tracker_id=tracker_id, until=str(tmp_path / "never"))

    async def started() -> bool:
        return (await counts(database, tenant_id, tracker_id))["started"] == 1

    with worker_process(urls) as process:
        await eventually(started)
        process.terminate()
        assert await asyncio.to_thread(process.wait) == 0
    assert (await job_row(database, job_id)).status == "todo"
    assert await status(database, tenant_id, tracker_id) == "in_progress"


async def test_a_hung_worker_that_comes_back_leaves_no_trace(database: Database, tenant_id: int) -> None:
    """There is no fencing in the engine: without ours, what both workers did would be kept."""
    tracker_id = await opened(database, tenant_id, steps=1)
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=tracker_id)
    hung = await start_as_hung_worker(database, job_id)
    context = job_context(database, tenant_id, job_id=job_id, worker_id=hung)

    async def come_back() -> None:
        async with context.work() as work:
            await advance(work, tracker_id, "steps", done=1)
            assert await put_back_abandoned(database) == 1

    with pytest.raises(JobTakenAway):
        await come_back()
    assert await counts(database, tenant_id, tracker_id) == {"steps": 0}


async def test_a_run_is_not_mistaken_for_a_later_one_of_the_same_worker(
    database: Database, tenant_id: int
) -> None:
    """Put back, and fetched again by the worker whose first run of it still goes on."""
    tracker_id = await opened(database, tenant_id, steps=1)
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=tracker_id)
    worker = await start_as_hung_worker(database, job_id)
    async with database.across_tenants() as work:
        await work.session.execute(
            text("update procrastinate_jobs set attempts = attempts + 1 where id = :id"), {"id": job_id}
        )

    async def commit_as(run: int) -> None:
        context = job_context(database, tenant_id, job_id=job_id, attempt=run, worker_id=worker)
        async with context.work() as work:
            await advance(work, tracker_id, "steps", done=1)

    with pytest.raises(JobTakenAway):
        await commit_as(run=1)
    assert await counts(database, tenant_id, tracker_id) == {"steps": 0}
    await commit_as(run=2)
    assert await counts(database, tenant_id, tracker_id) == {"steps": 1}


async def test_a_run_that_was_given_away_cannot_be_ended_by_its_first_worker(
    database: Database, urls: DatabaseUrls, tenant_id: int
) -> None:
    """The engine would end, or start a third time, what another worker is doing."""
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=1)
    hung = await start_as_hung_worker(database, job_id)
    first_run = Job.from_row((await job_row(database, job_id))._asdict())
    assert await put_back_abandoned(database) == 1
    other = await start_as_hung_worker(database, job_id)
    second_run = Job.from_row((await job_row(database, job_id))._asdict())
    connector = PsycopgConnector(conninfo=urls.system, min_size=1)
    jobs = OwnJobs(connector, asyncio.Event())
    await connector.open_async()
    try:
        await jobs.finish_job(first_run, Status.SUCCEEDED, delete_job=False)
        await jobs.retry_job(first_run)
        row = await job_row(database, job_id)
        assert (row.status, row.worker_id, hung != other) == ("doing", other, True)
        await jobs.finish_job(second_run, Status.SUCCEEDED, delete_job=False)
    finally:
        await connector.close_async()
    row = await job_row(database, job_id)
    assert (row.status, row.worker_id, row.attempts) == ("succeeded", None, 2)


async def test_a_retried_job_does_not_meet_the_one_enqueued_while_it_ran(
    database: Database, urls: DatabaseUrls, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=1, queueing_lock="stock of olives")
    await start_as_hung_worker(database, job_id)
    async with database.work(tenant_id) as work:
        assert await enqueue(work, errands.count, tracker_id=1, queueing_lock="stock of olives") != job_id
    assert await put_back_abandoned(database) == 1
    assert (await job_row(database, job_id)).status == "todo"


async def test_a_job_cannot_be_taken_away_while_its_work_is_committed(
    database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=1)
    hung = await start_as_hung_worker(database, job_id)
    async with database.work(tenant_id) as work:
        held = await work.session.execute(
            text("select from procrastinate_jobs where id = :id and worker_id = :worker for share"),
            {"id": job_id, "worker": hung},
        )
        assert held.first() is not None
        assert await put_back_abandoned(database) == 0
    assert await put_back_abandoned(database) == 1


async def test_a_job_that_takes_every_worker_down_ends_as_a_dead_letter(
    database: Database, tenant_id: int
) -> None:
    tracker_id = await opened(database, tenant_id, steps=1)
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=tracker_id)
    for _ in range(LOST_RUNS_MAX):
        await start_as_hung_worker(database, job_id)
        await put_back_abandoned(database)
    assert (await job_row(database, job_id)).status == "failed"
    assert len(await errors_of(database, job_id)) == LOST_RUNS_MAX
    assert await status(database, tenant_id, tracker_id) == "failed"


async def test_an_abandoned_job_that_was_to_be_cancelled_is_cancelled(
    database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=1)
    await start_as_hung_worker(database, job_id)
    async with database.work(tenant_id) as work:
        await work.session.execute(
            text("select procrastinate_cancel_job_v1(:id, true, false)"), {"id": job_id}
        )
    await put_back_abandoned(database)
    assert (await job_row(database, job_id)).status == "aborted"


async def test_two_workers_never_run_one_job_at_once(
    runtime: Runtime, database: Database, urls: DatabaseUrls, tenant_id: int
) -> None:
    tracker_id = await opened(database, tenant_id, steps=60)
    async with database.work(tenant_id) as work:
        for _ in range(60):
            await enqueue(work, errands.count, tracker_id=tracker_id)

    async def all_counted() -> bool:
        return await counts(database, tenant_id, tracker_id) == {"steps": 60}

    with worker_process(urls):
        async with working(runtime):
            await eventually(all_counted)
    async with database.across_tenants() as work:
        starts = await work.session.execute(
            text(
                "select count(*), count(distinct job_id) from procrastinate_events event"
                " join procrastinate_jobs job on job.id = event.job_id"
                " where type = 'started' and tracker_id = :id"
            ),
            {"id": tracker_id},
        )
        assert tuple(starts.one()) == (60, 60)
