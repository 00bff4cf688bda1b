"""The floor's own jobs."""

from collections import defaultdict
from contextlib import suppress

from sqlalchemy import text

from souk.jobs.context import TaskContext
from souk.jobs.task import task
from souk.jobs.tenants import for_each_tenant
from souk.jobs.trackers.ending import end_if_silent
from souk.jobs.trackers.repository import silent_trackers
from souk.kernel.errors import Missing

FINISHED_KEPT_DAYS = 7
FAILED_KEPT_DAYS = 90
"""Dead letters wait longer: somebody is to look at them."""
DELETED_AT_ONCE = 5_000
REAPED_AT_ONCE = 200

_DELETE = text("""
    with deleted as (delete from procrastinate_jobs where id in (
        select event.job_id
        from procrastinate_events event join procrastinate_jobs job on job.id = event.job_id
        where event.type in ('succeeded', 'failed', 'cancelled', 'aborted')
            and event.at < now() - make_interval(days => :kept_days)
            and (job.status in ('succeeded', 'cancelled', 'aborted')
                or job.status = 'failed' and event.at < now() - make_interval(days => :failed_kept_days))
            and not exists (
                select from procrastinate_events later
                where later.job_id = event.job_id and later.id > event.id)
        limit :at_once) returning 1)
    select count(*) from deleted""")


@task("jobs.delete_finished", time_limit_s=3600)
async def delete_finished(context: TaskContext, *, tenant_id: None = None) -> None:
    """Delete jobs that ended a week ago, a few thousand at a time."""
    deleted = DELETED_AT_ONCE
    while deleted == DELETED_AT_ONCE:
        context.stop_if_asked()
        async with context.database.across_tenants() as work:
            gone = await work.session.execute(
                _DELETE,
                {
                    "kept_days": FINISHED_KEPT_DAYS,
                    "failed_kept_days": FAILED_KEPT_DAYS,
                    "at_once": DELETED_AT_ONCE,
                },
            )
            deleted = gone.scalar_one()


@task("jobs.end_dead_trackers", priority=100)
async def end_dead_trackers(context: TaskContext, *, tenant_id: None = None) -> None:
    """End the trackers that were silent for too long and have no job left that could move them."""
    async with context.database.across_tenants() as work:
        silent = await silent_trackers(work, limit=REAPED_AT_ONCE)
    by_owner = defaultdict(list)
    for owner, tracker_id in silent:
        by_owner[owner].append(tracker_id)

    async def end_silent(owner: int) -> None:
        for tracker_id in by_owner[owner]:
            with suppress(Missing):  # the tenant or the tracker, deleted since
                async with context.database.work(owner) as own:
                    await end_if_silent(own, tracker_id)

    await for_each_tenant(context, by_owner, end_silent)
