"""Attribution's jobs."""

from souk.attribution.actions import backfill, rebuild, status
from souk.attribution.actions.runs import RUN_BACKFILL, RUN_REBUILD, Chunk, end_run
from souk.attribution.repository import tenants_with_due_campaigns
from souk.jobs.public import Queue, TaskContext, for_each_tenant, task
from souk.jobs.trackers import is_cancelled


@task(RUN_BACKFILL, queue=Queue.ATTRIBUTION, time_limit_s=7200)
async def run_backfill(context: TaskContext, *, tenant_id: int, run_id: int, tracker_id: int) -> None:
    """Compute a run month by month until it is done, cancelled, or the worker wants to stop."""
    await _go_through(context, backfill.backfill_chunk, run_id, tracker_id)


@task(RUN_REBUILD, queue=Queue.ATTRIBUTION, time_limit_s=7200)
async def run_rebuild(context: TaskContext, *, tenant_id: int, run_id: int, tracker_id: int) -> None:
    """Rebuild the rollups campaign by campaign until all are done, it is cancelled, or the worker stops."""
    await _go_through(context, rebuild.rebuild_chunk, run_id, tracker_id)


async def _go_through(context: TaskContext, chunk: Chunk, run_id: int, tracker_id: int) -> None:
    more = True
    while more:
        context.stop_if_asked()
        async with context.work() as work:
            if await is_cancelled(work, tracker_id):
                await end_run(work, run_id, status="cancelled")
                return
            more = await chunk(work, run_id)
    async with context.work() as work:
        await end_run(work, run_id)


@task("attribution.end_due_campaigns", queue=Queue.CAMPAIGNS)
async def end_due_campaigns(context: TaskContext, *, tenant_id: None = None) -> None:
    """End the running campaigns whose end has come, of every tenant that has some."""
    async with context.database.across_tenants() as system:
        tenants = await tenants_with_due_campaigns(system)

    async def end_due(due_tenant: int) -> None:
        ended = status.DUE_BATCH
        while ended == status.DUE_BATCH:
            context.stop_if_asked()
            async with context.database.work(due_tenant) as work:
                ended = await status.end_due_campaigns(work)

    await for_each_tenant(context, tenants, end_due)
