"""What keeps the queue in order, beside the jobs and not as jobs: a full worker would delay those.

One worker at a time does it, whoever gets the advisory lock.
"""

import asyncio
from contextlib import suppress
from typing import Any

from sqlalchemy import Row, TextClause, text

from souk.jobs.failures import record_failure
from souk.jobs.stats import queue_stats
from souk.jobs.task import find_task
from souk.jobs.trackers.announcing import announce_untold
from souk.jobs.trackers.ending import WORK_DIED, end_without_jobs
from souk.jobs.trackers.repository import untold_trackers
from souk.kernel.errors import Missing
from souk.kernel.log import get_logger
from souk.kernel.work import Database, SystemWork
from souk.worker import metrics
from souk.worker.jobs import STALLED_AFTER_S
from souk.worker.supervise import pause

logger = get_logger(__name__)

EVERY_S = 5.0
TELL_EVERY_S = 1.0
ABANDONED_MAX = 500
LOST_RUNS_MAX = 10
"""So often a job may take its worker down with it before it is taken to be the cause."""
STALE_ROWS = 2_000

_ADVISORY_KEY = 0x6A6F6273  # "jobs"

_TAKE_LOCK = text("select pg_try_advisory_xact_lock(:key)")
_ABANDONED = text("""
    select job.id, job.tenant_id, job.tracker_id, job.queue_name, job.task_name, job.attempts,
        job.abort_requested
    from procrastinate_jobs job
    where job.status = 'doing' and not exists (
        select from procrastinate_workers worker
        where worker.id = job.worker_id
            and worker.last_heartbeat >= now() - make_interval(secs => :stalled_after_s))
    order by job.id limit :limit
    for update of job skip locked""")
_PUT_BACK = text("""
    update procrastinate_jobs
    set status = 'todo', attempts = attempts + 1, scheduled_at = now(), worker_id = null, queueing_lock = null
    where id = any(:ids)""")
_END = text("""
    update procrastinate_jobs
    set status = cast(:status as procrastinate_job_status), attempts = attempts + 1, worker_id = null,
        abort_requested = false
    where id = any(:ids)""")
# Not those that still have a job: its row may be held by a commit under way, and pruning would wait for it.
_PRUNE = text("""
    delete from procrastinate_workers worker
    where last_heartbeat < now() - make_interval(secs => :stalled_after_s)
        and not exists (select from procrastinate_jobs job
            where job.worker_id = worker.id and job.status = 'doing')""")
_STALE_ROWS = text("""
    select coalesce(max(n_mod_since_analyze), 0) from pg_stat_user_tables
    where relname in ('procrastinate_jobs', 'procrastinate_events')
        and schemaname = current_schema()""")
_WORKERS = text("""
    select count(*) from procrastinate_workers
    where last_heartbeat >= now() - make_interval(secs => :stalled_after_s)""")


async def keep_up(database: Database, stop: asyncio.Event) -> None:
    """Put back abandoned jobs and keep the queue's statistics fresh, every few seconds."""
    while not stop.is_set():
        await put_back_abandoned(database)
        await refresh_statistics(database)
        await pause(stop, EVERY_S)


async def put_back_abandoned(database: Database, *, stalled_after_s: float = STALLED_AFTER_S) -> int:
    """Put jobs back whose worker has died or hung. Returns how many there were.

    One that was to be cancelled is cancelled; one that took too many workers down with it goes to the
    dead letters.
    """
    orphaned: list[tuple[int, int, str]] = []
    async with database.across_tenants() as work:
        if not (await work.session.execute(_TAKE_LOCK, {"key": _ADVISORY_KEY})).scalar_one():
            return 0
        found = await work.session.execute(
            _ABANDONED, {"stalled_after_s": stalled_after_s, "limit": ABANDONED_MAX}
        )
        rows = found.all()
        back: list[Row[Any]] = []
        cancelled: list[Row[Any]] = []
        given_up: list[Row[Any]] = []
        for row in rows:
            hopeless = row.attempts + 1 >= _runs_allowed(row.task_name)
            group = cancelled if row.abort_requested else given_up if hopeless else back
            group.append(row)
            metrics.ABANDONED.labels(row.queue_name).inc()
            logger.warning("job_abandoned", job_id=row.id, task=row.task_name, tenant_id=row.tenant_id)
            if group is not back and row.tracker_id is not None:
                why = f"The worker died while it ran {row.task_name}, {row.attempts + 1} times."
                orphaned.append((row.tenant_id, row.tracker_id, why))
        for row in [*back, *given_up]:
            await _keep(work, row, again=row in back)
        await _execute(work, _PUT_BACK, [row.id for row in back])
        await _execute(work, _END, [row.id for row in cancelled], status="aborted")
        await _execute(work, _END, [row.id for row in given_up], status="failed")
        await work.session.execute(_PRUNE, {"stalled_after_s": stalled_after_s})
    for tenant_id, tracker_id, why in orphaned:
        with suppress(Missing):  # the tenant or the tracker, deleted since
            async with database.work(tenant_id) as own:
                await end_without_jobs(own, tracker_id, error=why, error_code=WORK_DIED)
    return len(rows)


async def refresh_statistics(database: Database) -> bool:
    """Have the queue's tables analyzed once many of their rows have changed: between two visits of
    autovacuum, a large batch would leave the planner with an empty table in mind.
    """
    async with database.across_tenants() as work:
        stale = (await work.session.execute(_STALE_ROWS)).scalar_one()
        if stale < STALE_ROWS:
            return False
        if not (await work.session.execute(_TAKE_LOCK, {"key": _ADVISORY_KEY})).scalar_one():
            return False
        await work.session.execute(text("select analyze_jobs()"))
        return True


async def tell_progress(database: Database, stop: asyncio.Event) -> None:
    """Tell the progress of trackers that paused right after a step: those who watch see the last one too."""
    while not stop.is_set():
        async with database.across_tenants() as work:
            untold = await untold_trackers(work, limit=ABANDONED_MAX)
        for tenant_id, tracker_id in untold:
            with suppress(Missing):
                async with database.work(tenant_id) as own:
                    await announce_untold(own, tracker_id)
        await pause(stop, TELL_EVERY_S)


async def watch_queues(database: Database, stop: asyncio.Event) -> None:
    """Tell Prometheus how the queues stand, of all tenants."""
    while not stop.is_set():
        async with database.across_tenants() as work:
            queues = await queue_stats(work.session)
            workers = await work.session.execute(_WORKERS, {"stalled_after_s": STALLED_AFTER_S})
            metrics.WORKERS.set(workers.scalar_one())
        for queue in queues:
            for state in ("waiting", "delayed", "active", "failed"):
                metrics.QUEUE_JOBS.labels(queue.queue, state).set(getattr(queue, state))
            metrics.QUEUE_WAIT.labels(queue.queue).set(queue.oldest_wait_s or 0.0)
        await pause(stop, 3 * EVERY_S)


def _runs_allowed(task_name: str) -> int:
    task = find_task(task_name)
    if task is None:
        return LOST_RUNS_MAX
    return 1 if task.retry.max_runs == 1 else max(task.retry.max_runs, LOST_RUNS_MAX)


async def _keep(work: SystemWork, row: Row[Any], *, again: bool) -> None:
    await record_failure(
        work,
        row.id,
        attempt=row.attempts + 1,
        kind="WorkerDied",
        message="The worker that ran it stopped answering.",
        retry_at=work.now if again else None,
    )


async def _execute(work: SystemWork, statement: TextClause, ids: list[int], **values: Any) -> None:
    if ids:
        await work.session.execute(statement, {"ids": ids, **values})
