"""How the queues stand."""

from dataclasses import dataclass

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.jobs.queues import Queue

RATE_OVER_MIN = 5

# Each branch has a partial index of its own; one condition over all of them would read every finished job.
_LIVE = """
    select queue_name,
        count(*) filter (where state = 'waiting') as waiting,
        count(*) filter (where state = 'delayed') as delayed,
        count(*) filter (where state = 'active') as active,
        count(*) filter (where state = 'failed') as failed,
        min(scheduled_at) filter (where state = 'waiting') as oldest_due,
        min(id) filter (where state = 'waiting' and scheduled_at is null) as oldest_id
    from (
        select id, queue_name, scheduled_at,
            case when scheduled_at > now() then 'delayed' else 'waiting' end as state
        from procrastinate_jobs where status = 'todo'
        union all
        select id, queue_name, scheduled_at, 'active' from procrastinate_jobs where status = 'doing'
        union all
        select id, queue_name, scheduled_at, 'failed' from procrastinate_jobs where status = 'failed'
    ) job
    group by queue_name"""
_ENDED = """
    select job.queue_name, count(*) / cast(:over_min as float) as rate_per_min
    from procrastinate_events event join procrastinate_jobs job on job.id = event.job_id
    where event.type in ('succeeded', 'failed', 'cancelled', 'aborted')
        and event.at > now() - make_interval(mins => :over_min)
    group by job.queue_name"""
_SUCCEEDED = """
    select queue_name, count(*) as completed from procrastinate_jobs
    where status = 'succeeded' group by queue_name"""
_STATS = text(f"""
    with live as ({_LIVE}), ended as ({_ENDED}), succeeded as ({_SUCCEEDED})
    select queue_name, coalesce(waiting, 0) as waiting, coalesce(delayed, 0) as delayed,
        coalesce(active, 0) as active, coalesce(failed, 0) as failed, coalesce(completed, 0) as completed,
        coalesce(rate_per_min, 0) as rate_per_min,
        extract(epoch from now() - least(oldest_due, (
            select min(event.at) from procrastinate_events event
            where event.job_id = live.oldest_id and event.type = 'deferred')))::float as oldest_wait_s
    from live full join ended using (queue_name) full join succeeded using (queue_name)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueStats:
    """`completed` are those still kept; `oldest_wait_s` is None when nothing waits; the rate is that of the
    last five minutes, however the jobs ended.
    """

    queue: str
    waiting: int = 0
    active: int = 0
    delayed: int = 0
    completed: int = 0
    failed: int = 0
    oldest_wait_s: float | None = None
    rate_per_min: float = 0.0


async def queue_stats(session: AsyncSession) -> list[QueueStats]:
    """Every queue, busy or not: of the session's tenant, or of all of them for the system role."""
    found = await session.execute(_STATS, {"over_min": RATE_OVER_MIN})
    rows = {row["queue_name"]: row for row in found.mappings()}
    names = [*(queue.value for queue in Queue), *sorted(set(rows) - set(Queue))]
    return [_stats(name, rows.get(name)) for name in names]


def _stats(queue: str, row: RowMapping | None) -> QueueStats:
    if row is None:
        return QueueStats(queue=queue)
    wait = row["oldest_wait_s"]
    return QueueStats(
        queue=queue,
        waiting=row["waiting"],
        active=row["active"],
        delayed=row["delayed"],
        completed=row["completed"],
        failed=row["failed"],
        oldest_wait_s=None if wait is None else max(0.0, wait),
        rate_per_min=row["rate_per_min"],
    )
