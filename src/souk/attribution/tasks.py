"""Attribution's jobs."""

from souk.attribution.actions import backfill, status
from souk.attribution.repository import tenants_with_due_campaigns
from souk.jobs.public import Queue, TaskContext, task
from souk.jobs.trackers import is_cancelled


@task("attribution.backfill", queue=Queue.ATTRIBUTION, time_limit_s=7200)
async def run_backfill(context: TaskContext, *, tenant_id: int, run_id: int, tracker_id: int) -> None:
    """Compute a run month by month until it is done, cancelled, or the worker wants to stop."""
    more = True
    while more:
        context.stop_if_asked()
        async with context.work() as work:
            if await is_cancelled(work, tracker_id):
                await backfill.finish_backfill(work, run_id, status="cancelled")
                return
            more = await backfill.backfill_chunk(work, run_id)
    async with context.work() as work:
        await backfill.finish_backfill(work, run_id)


@task("attribution.end_due_campaigns", queue=Queue.CAMPAIGNS)
async def end_due_campaigns(context: TaskContext, *, tenant_id: None = None) -> None:
    """End the running campaigns whose end has come, of every tenant that has some."""
    async with context.database.across_tenants() as system:
        tenants = await tenants_with_due_campaigns(system)
    for due_tenant in tenants:
        ended = status.DUE_BATCH
        while ended == status.DUE_BATCH:
            context.stop_if_asked()
            async with context.database.work(due_tenant) as work:
                ended = await status.end_due_campaigns(work)
