"""What a person does about jobs: try those that failed again, cancel those that have not ended."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from souk.jobs.errors import JobEnded, JobMissing, JobNotFailed
from souk.jobs.listing import read_job
from souk.jobs.schemas import FailedJobFilter, JobDetailShape
from souk.jobs.trackers.ending import end_without_jobs, reopen
from souk.kernel.work import Work

RETRIED_AT_ONCE = 10_000

# The runs are counted anew: somebody has looked at it and means a whole series of tries. It gives up its
# queueing lock, since another job may wait under it by now.
_PUT_BACK = """
    update procrastinate_jobs job
    set status = 'todo', attempts = 0, scheduled_at = now(), queueing_lock = null, worker_id = null,
        abort_requested = false
    where job.tenant_id = :tenant_id and job.status = 'failed' and {which}
    returning job.id, job.task_name, job.tracker_id"""
_RETRY_ONE = text(_PUT_BACK.format(which="job.id = :job_id"))
_RETRY_MANY = text(
    _PUT_BACK.format(
        which="""job.id in (
            select failed.id from procrastinate_jobs failed
            where failed.tenant_id = :tenant_id and failed.status = 'failed'
                and (cast(:ids as bigint[]) is null or failed.id = any(cast(:ids as bigint[])))
                and failed.queue_name = coalesce(cast(:queue as text), failed.queue_name)
                and failed.task_name = coalesce(cast(:task as text), failed.task_name)
                and (cast(:error_kind as text) is null or exists (
                    select from job_error error
                    where error.job_id = failed.id and error.kind = :error_kind and error.retry_at is null))
            order by failed.id limit :at_once)"""
    )
)
_CANCEL = text("""
    select procrastinate_cancel_job_v1(id, true, false) from procrastinate_jobs
    where id = :job_id and tenant_id = :tenant_id""")
_CANCEL_MANY = text("""
    select count(procrastinate_cancel_job_v1(id, true, false)) from procrastinate_jobs
    where tenant_id = :tenant_id and status in ('todo', 'doing') and args @> :arguments
        and task_name = coalesce(cast(:task as text), task_name)""").bindparams(
    bindparam("arguments", type_=JSONB)
)


async def retry_job(work: Work, job_id: int) -> JobDetailShape:
    """Put a dead letter back into the queue. A tracker that failed by it goes on.

    Raises JobMissing, JobNotFailed.
    """
    found = await work.session.execute(_RETRY_ONE, {"tenant_id": work.tenant_id, "job_id": job_id})
    row = found.one_or_none()
    if row is None:
        job = await read_job(work, job_id)
        raise JobNotFailed(
            f"Job {job_id} is {job.state}; only one that failed can be retried.", details={"state": job.state}
        )
    if row.tracker_id is not None:
        await reopen(work, [row.tracker_id])
    return await read_job(work, job_id)


async def retry_failed(work: Work, which: FailedJobFilter) -> list[int]:
    """Put dead letters back into the queue, ten thousand at most, the oldest first. Returns their ids."""
    found = await work.session.execute(
        _RETRY_MANY,
        {"tenant_id": work.tenant_id, "at_once": RETRIED_AT_ONCE, **which.model_dump()},
    )
    rows = found.all()
    await reopen(work, sorted({row.tracker_id for row in rows if row.tracker_id is not None}))
    return [row.id for row in rows]


async def cancel_job(work: Work, job_id: int) -> JobDetailShape:
    """Cancel a waiting job; ask a running one to end. Its tracker ends when no job of it is left.

    Raises JobMissing, JobEnded.
    """
    found = await work.session.execute(_CANCEL, {"tenant_id": work.tenant_id, "job_id": job_id})
    row = found.one_or_none()
    if row is None:
        raise JobMissing(f"There is no job {job_id}.")
    job = await read_job(work, job_id)
    if row[0] is None:
        raise JobEnded(f"Job {job_id} has ended ({job.state}); there is nothing to cancel.")
    if job.tracker_id is not None:
        await end_without_jobs(
            work, job.tracker_id, error="Its job was cancelled.", error_code="cancelled", cancelled=True
        )
    return job


async def cancel_jobs(work: Work, arguments: Mapping[str, Any], *, task: str | None = None) -> int:
    """Cancel the waiting jobs that have these arguments, ask the running ones to end. Returns how many.

    For whole operations cancel their tracker instead (`request_cancel`): it does this and ends them.
    """
    found = await work.session.execute(
        _CANCEL_MANY, {"tenant_id": work.tenant_id, "arguments": dict(arguments), "task": task}
    )
    return int(found.scalar_one())
