"""What failed waits for a person; what has not ended can be cancelled; what ended long ago is deleted."""

import asyncio
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from tests.contexts import job_context
from tests.jobs import errands
from tests.jobs.factories import errand_tracker, job_row, opened, status

from souk.jobs import dead_letters, listing
from souk.jobs.errors import JobEnded, JobMissing, JobNotFailed
from souk.jobs.failures import record_failure
from souk.jobs.public import cancel_jobs, enqueue, enqueue_many
from souk.jobs.schemas import FailedJobFilter, FailedJobQuery, JobQuery
from souk.jobs.stats import queue_stats
from souk.jobs.tasks import delete_finished, end_dead_trackers
from souk.jobs.trackers import advance, finish
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database


async def put(database: Database, job_id: int, state: str, *, age: str = "0 s", **columns: Any) -> None:
    """Bring a job into a state as a worker would have left it, so long ago."""
    async with database.across_tenants() as work:
        await work.session.execute(
            text("update procrastinate_jobs set status = 'doing' where id = :id"), {"id": job_id}
        )
        if state != "doing":
            await work.session.execute(
                text(
                    "update procrastinate_jobs set status = cast(:state as procrastinate_job_status),"
                    " attempts = 1 where id = :id"
                ),
                {"id": job_id, "state": state},
            )
        await work.session.execute(
            text("update procrastinate_events set at = at - cast(:age as interval) where job_id = :id"),
            {"id": job_id, "age": age},
        )


async def fail(
    database: Database, job_id: int, kind: str = "unavailable", *, age: str = "0 s", trace: str | None = None
) -> None:
    await put(database, job_id, "failed", age=age)
    async with database.across_tenants() as work:
        await record_failure(
            work,
            job_id,
            attempt=1,
            kind=kind,
            message="The bell is out of order.",
            retry_at=None,
            trace=trace,
        )


async def test_a_dead_letter_says_why_and_goes_back(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.fail, queueing_lock="bell", lock="street")
    await fail(database, job_id)
    async with database.work(tenant_id) as work:
        (letter,) = (await listing.list_failed(work, FailedJobQuery())).data
        assert (letter.id, letter.task, letter.queue, letter.lock) == (
            job_id,
            "errand.fail",
            "stock",
            "street",
        )
        assert letter.error is not None
        assert (letter.error.kind, letter.error.message) == ("unavailable", "The bell is out of order.")
        assert (letter.can_retry, letter.can_cancel, letter.arguments) == (True, False, {})
        assert letter.enqueued_at is not None
        assert letter.ended_at is not None
        again = await dead_letters.retry_job(work, job_id)
        assert (again.state, again.attempts, again.ended_at) == ("waiting", 0, None)
        assert len(again.errors) == 1
        assert (await listing.list_failed(work, FailedJobQuery())).total == 0
    with pytest.raises(JobNotFailed, match="waiting"):
        async with database.work(tenant_id) as work:
            await dead_letters.retry_job(work, job_id)


async def test_one_whose_like_waits_already_can_be_retried_too(database: Database, tenant_id: int) -> None:
    """Both once held the same queueing lock; retried, it gives it up."""
    async with database.work(tenant_id) as work:
        failed = await enqueue(work, errands.fail, queueing_lock="bell")
    await fail(database, failed)
    async with database.work(tenant_id) as work:
        assert await enqueue(work, errands.fail, queueing_lock="bell") != failed
        assert (await dead_letters.retry_job(work, failed)).state == "waiting"


async def test_all_of_a_kind_are_retried_at_once(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        bells = await enqueue_many(work, errands.fail, [{}] * 3)
        streets = await enqueue_many(work, errands.refuse, [{}] * 2)
        elsewhere = await enqueue(work, errands.fail, queue="messaging")
    for job_id in [*bells, elsewhere]:
        await fail(database, job_id)
    for job_id in streets:
        await fail(database, job_id, "invalid")
    async with database.work(tenant_id) as work:

        async def retried(**which: Any) -> list[int]:
            return await dead_letters.retry_failed(work, FailedJobFilter.model_validate(which))

        assert await retried(queue="stock", task="errand.fail") == bells
        assert await retried(error_kind="unheard of") == []
        assert await retried(error_kind="invalid") == streets
        assert await retried() == [elsewhere]
        assert await retried() == []


async def test_a_waiting_job_is_cancelled_and_its_tracker_with_it(database: Database, tenant_id: int) -> None:
    tracker_id = await opened(database, tenant_id, steps=2)
    async with database.work(tenant_id) as work:
        one, other = await enqueue_many(work, errands.count, [{"tracker_id": tracker_id}] * 2)
        assert (await dead_letters.cancel_job(work, one)).state == "cancelled"
    assert await status(database, tenant_id, tracker_id) == "pending"
    async with database.work(tenant_id) as work:
        await dead_letters.cancel_job(work, other)
    assert await status(database, tenant_id, tracker_id) == "cancelled"
    with pytest.raises(JobEnded):
        async with database.work(tenant_id) as work:
            await dead_letters.cancel_job(work, one)


async def test_jobs_are_cancelled_by_what_they_are_about(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        ids = await enqueue_many(work, errands.count, [{"tracker_id": n} for n in (1, 1, 2)])
        assert await cancel_jobs(work, {"tracker_id": 1}) == 2
        assert await cancel_jobs(work, {"tracker_id": 2}, task="errand.fail") == 0
    assert [(await job_row(database, job_id)).status for job_id in ids] == ["cancelled", "cancelled", "todo"]


async def test_another_tenants_jobs_are_not_there(
    database: Database, tenant_id: int, other_tenant_id: int
) -> None:
    async with database.work(other_tenant_id) as work:
        theirs = await enqueue(work, errands.fail)
    await fail(database, theirs)
    async with database.work(tenant_id) as work:
        for ask in (listing.read_job, dead_letters.retry_job, dead_letters.cancel_job):
            with pytest.raises(JobMissing):
                await ask(work, theirs)
        assert await dead_letters.retry_failed(work, FailedJobFilter()) == []
        assert (await listing.list_jobs(work, JobQuery())).total == 0
        assert all(queue.failed == 0 for queue in await queue_stats(work.session))
        assert (await work.session.execute(text("select count(*) from job_error"))).scalar_one() == 0
    assert (await job_row(database, theirs)).status == "failed"


async def test_how_the_queues_stand(database: Database, tenant_id: int, other_tenant_id: int) -> None:
    async with database.work(other_tenant_id) as work:
        await enqueue(work, errands.count, tracker_id=1)
    async with database.work(tenant_id) as work:
        ids = await enqueue_many(work, errands.count, [{"tracker_id": n} for n in range(1, 11)])
        await enqueue(work, errands.count, tracker_id=1, run_at=work.now.replace(year=2999))
    for job_id, state in zip(ids, ["doing", "succeeded", "succeeded", "failed", "aborted"], strict=False):
        await put(database, job_id, state)
    async with database.across_tenants() as system:
        await system.session.execute(
            text("update procrastinate_events set at = at - interval '90 s' where job_id = any(:ids)"),
            {"ids": ids[5:]},
        )
    async with database.reading(tenant_id) as work:
        stats = {queue.queue: queue for queue in await queue_stats(work.session)}
        stock = stats["stock"]
        assert (stock.waiting, stock.active, stock.delayed) == (5, 1, 1)
        assert (stock.completed, stock.failed, stock.rate_per_min) == (2, 1, 4 / 5)
        assert stock.oldest_wait_s is not None
        assert stock.oldest_wait_s >= 90
        assert set(stats) == {
            "campaigns", "publishing", "messaging", "stock", "attribution", "events", "default",
        }  # fmt: skip
        assert (stats["events"].waiting, stats["events"].oldest_wait_s) == (0, None)

        async def found(**filters: Any) -> int:
            return (await listing.list_jobs(work, JobQuery.model_validate(filters))).total

        assert await found() == 11
        states = ("waiting", "delayed", "active", "completed", "failed", "cancelled")
        assert [await found(state=state) for state in states] == [5, 1, 1, 2, 1, 1]
        assert await found(queue="events") == 0
        assert await found(task="errand.count", tracker_id=4) == 1
        assert await found(q="COUNT") == 11


async def test_what_ended_a_week_ago_is_deleted_and_dead_letters_are_kept(
    database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        ids = await enqueue_many(work, errands.fail, [{}] * 6)
    done, fresh, cancelled, failed, waiting, long_failed = ids
    await put(database, done, "succeeded", age="8 days")
    await put(database, fresh, "succeeded", age="6 days")
    await put(database, cancelled, "aborted", age="8 days")
    await fail(database, failed, age="8 days")
    await fail(database, long_failed, age="91 days")
    async with database.across_tenants() as work:
        await work.session.execute(
            text("update procrastinate_events set at = at - interval '30 days' where job_id = :id"),
            {"id": waiting},
        )
    await delete_finished(job_context(database), tenant_id=None)
    left = [job_id for job_id in ids if await job_row(database, job_id) is not None]
    assert left == [fresh, failed, waiting]


async def test_one_retried_after_a_long_time_is_kept_from_its_new_end_on(
    database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.fail)
    await fail(database, job_id, age="60 days")
    async with database.work(tenant_id) as work:
        await dead_letters.retry_job(work, job_id)
    await put(database, job_id, "succeeded")
    await delete_finished(job_context(database), tenant_id=None)
    assert await job_row(database, job_id) is not None


async def silence(database: Database, tenant_id: int, tracker_id: int) -> None:
    async with database.work(tenant_id) as work:
        await work.session.execute(
            text("update tracker set last_activity_at = last_activity_at - interval '1 hour' where id = :id"),
            {"id": tracker_id},
        )


async def test_a_tracker_whose_work_has_died_is_ended(database: Database, tenant_id: int) -> None:
    dead = await opened(database, tenant_id, steps=2)
    never_started = await opened(database, tenant_id, steps=2)
    young = await opened(database, tenant_id, steps=2)
    at_work = await opened(database, tenant_id, steps=2)
    async with database.work(tenant_id) as work:
        await advance(work, dead, "steps", done=1)
        await enqueue(work, errands.count, tracker_id=at_work, run_at=work.now.replace(year=2999))
    for tracker_id in (dead, never_started, at_work):
        await silence(database, tenant_id, tracker_id)
    await end_dead_trackers(job_context(database), tenant_id=None)
    found = [await status(database, tenant_id, one) for one in (dead, never_started, young, at_work)]
    assert found == ["failed", "failed", "pending", "pending"]


async def test_a_parent_is_as_alive_as_its_children(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        main = await errand_tracker(work, phases=[], ends_with_children=True)
        child = await errand_tracker(work, parent_id=main.id)
    await silence(database, tenant_id, main.id)
    await end_dead_trackers(job_context(database), tenant_id=None)
    assert await status(database, tenant_id, main.id) == "pending"
    await silence(database, tenant_id, child.id)
    await end_dead_trackers(job_context(database), tenant_id=None)
    assert await status(database, tenant_id, child.id) == "failed"
    assert await status(database, tenant_id, main.id) == "failed"


async def test_whoever_was_taken_for_dead_and_was_not_says_how_it_ended(
    database: Database, tenant_id: int
) -> None:
    tracker_id = await opened(database, tenant_id, steps=2)
    await silence(database, tenant_id, tracker_id)
    await end_dead_trackers(job_context(database), tenant_id=None)
    async with database.work(tenant_id) as work:
        await finish(work, tracker_id, outcome={"orders": 2})
    assert await status(database, tenant_id, tracker_id) == "completed"


async def test_what_spoke_while_it_was_taken_for_dead_lives(
    database: Database, urls: DatabaseUrls, tenant_id: int
) -> None:
    tracker_id = await opened(database, tenant_id, steps=2)
    await silence(database, tenant_id, tracker_id)
    async with database.work(tenant_id) as work:
        await advance(work, tracker_id, "steps", done=1)
        reaping = asyncio.create_task(end_dead_trackers(job_context(database), tenant_id=None))
        while not await waits_for_lock(urls):  # noqa: ASYNC110 - the database calls nobody
            await asyncio.sleep(0.02)
    await reaping
    assert await status(database, tenant_id, tracker_id) == "in_progress"


async def waits_for_lock(urls: DatabaseUrls) -> bool:
    """Only a superuser sees what others wait for."""
    async with await psycopg.AsyncConnection.connect(urls.admin) as admin:
        found = await admin.execute(
            "select exists (select from pg_stat_activity"
            " where wait_event_type = 'Lock' and datname = current_database())"
        )
        row = await found.fetchone()
        return row is not None and bool(row[0])
