"""The queue and its dead letters."""

from typing import Annotated

from fastapi import Path, Query

from souk.jobs import dead_letters, listing
from souk.jobs.schedules.reading import schedules_for
from souk.jobs.schemas import (
    FailedJobFilter,
    FailedJobQuery,
    JobDetailShape,
    JobQuery,
    JobShape,
    JobStats,
    QueueStatsShape,
    RetriedShape,
    ScheduleList,
)
from souk.jobs.stats import queue_stats
from souk.kernel.lists import Page
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import Door, api_router, reading, streaming, writing
from souk.tenancy.public import may, record_audit

router = api_router("/jobs", tag="Jobs")

JobId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("")
async def list_jobs(
    work: Annotated[ReadWork, reading("jobs.read")], query: Annotated[JobQuery, Query()]
) -> Page[JobShape]:
    """The tenant's jobs, the newest first; those that ended well are kept for a week."""
    return await listing.list_jobs(work, query)


@router.get("/stats")
async def show_stats(work: Annotated[ReadWork, reading("jobs.read")]) -> JobStats:
    """How the tenant's jobs stand, queue by queue."""
    return JobStats(data=[QueueStatsShape.model_validate(one) for one in await queue_stats(work.session)])


@router.get("/failed")
async def list_failed_jobs(
    work: Annotated[ReadWork, reading("jobs.read")], query: Annotated[FailedJobQuery, Query()]
) -> Page[JobShape]:
    """The dead letters: jobs that failed for good, each with why. They wait here for a person."""
    return await listing.list_failed(work, query)


@router.get("/schedules")
async def list_schedules(door: Annotated[Door, streaming("jobs.read")]) -> ScheduleList:
    """What starts by the clock: the tenant's own, and what Souk does for every tenant."""
    async with door.database.across_tenants() as work:
        return ScheduleList(data=await schedules_for(work, door.access.scope.tenant_id))


@router.post("/retry-all", status_code=202)
async def retry_failed_jobs(
    work: Annotated[Work, writing("jobs.retry")], which: FailedJobFilter
) -> RetriedShape:
    """Put dead letters back into the queue: all, those named, those of a queue, task or kind of error."""
    retried = await dead_letters.retry_failed(work, which)
    if retried:
        chosen = which.model_dump(exclude_none=True, exclude={"ids"}, mode="json")
        label = ", ".join(chosen.values()) or ("all" if which.ids is None else "chosen")
        await record_audit(
            work,
            "job.retried",
            subject=("job", retried[0], f"{len(retried)} failed jobs ({label})"),
            after={"jobs": len(retried), **chosen},
        )
    return RetriedShape(retried=len(retried))


@router.get("/{job_id}")
async def show_job(work: Annotated[ReadWork, reading("jobs.read")], job_id: JobId) -> JobDetailShape:
    """One job with every failure it had; where in the program it broke is for administrators."""
    return await listing.read_job(work, job_id, with_traces=may(work, "jobs.trace"))


@router.post("/{job_id}/retry", status_code=202)
async def retry_job(work: Annotated[Work, writing("jobs.retry")], job_id: JobId) -> JobDetailShape:
    """Put a dead letter back into the queue; its runs are counted anew. A tracker it failed goes on."""
    job = await dead_letters.retry_job(work, job_id)
    await record_audit(work, "job.retried", subject=("job", job.id, job.task))
    return job


@router.post("/{job_id}/cancel", status_code=202)
async def cancel_job(work: Annotated[Work, writing("jobs.cancel")], job_id: JobId) -> JobDetailShape:
    """Cancel a waiting job; a running one is asked to end and does so at the next safe place."""
    job = await dead_letters.cancel_job(work, job_id)
    await record_audit(work, "job.cancelled", subject=("job", job.id, job.task))
    return job
