"""Trackers and looks at the queue for tests."""

from typing import Any

from sqlalchemy import text

from souk.jobs.trackers import Tracker, get_tracker, open_tracker
from souk.kernel.work import Database, Work


async def errand_tracker(work: Work, **rest: Any) -> Tracker:
    return await open_tracker(
        work,
        **{"subject_kind": "errand", "subject_id": 1, "action": "run", "phases": [("steps", 10)], **rest},
    )


async def opened(database: Database, tenant_id: int, **totals: int | None) -> int:
    """A committed tracker with these phases."""
    async with database.work(tenant_id) as work:
        return (await errand_tracker(work, phases=list(totals.items()))).id


async def counts(database: Database, tenant_id: int, tracker_id: int) -> dict[str, int]:
    async with database.reading(tenant_id) as work:
        tracker = await get_tracker(work, tracker_id)
        return {phase.name: phase.completed for phase in tracker.steps}


async def status(database: Database, tenant_id: int, tracker_id: int) -> str:
    async with database.reading(tenant_id) as work:
        return (await get_tracker(work, tracker_id)).status


async def job_row(database: Database, job_id: int) -> Any:
    """The engine's row, as the system role sees it; None when there is none."""
    async with database.across_tenants() as work:
        found = await work.session.execute(
            text("select * from procrastinate_jobs where id = :id"), {"id": job_id}
        )
        return found.one_or_none()


async def errors_of(database: Database, job_id: int) -> list[Any]:
    async with database.across_tenants() as work:
        found = await work.session.execute(
            text("select * from job_error where job_id = :id order by id"), {"id": job_id}
        )
        return list(found)
