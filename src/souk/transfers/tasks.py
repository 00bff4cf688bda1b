"""The job bodies of imports."""

from souk.jobs.public import Retry, TaskContext, for_each_tenant, task
from souk.tenancy.public import list_tenants
from souk.transfers.actions import RUN_IMPORT, forget_old_files
from souk.transfers.limits import Limits
from souk.transfers.running.record import TakenOver
from souk.transfers.running.run import run_import as run_import_here

IMPORT_TIME_LIMIT_S = 6 * 3600
"""Five million rows take minutes; a run that was cut short goes on where it was."""


@task(RUN_IMPORT, time_limit_s=IMPORT_TIME_LIMIT_S, retry=Retry(max_runs=20, longest_wait_s=60))
async def run_import(context: TaskContext, *, tenant_id: int, run_id: int, tracker_id: int) -> None:
    try:
        await run_import_here(
            context.database,
            tenant_id,
            run_id,
            limits=Limits.of(context.settings),
            should_stop=context.should_stop,
        )
    except TakenOver:
        return  # the process that has it now brings it to its end


@task("transfers.forget_old_files", time_limit_s=3600)
async def forget_files(context: TaskContext, *, tenant_id: None = None) -> None:
    """Remove uploaded files and rejected rows that are past their time."""

    async def forget(tenant: int) -> None:
        is_more = True
        while is_more:
            context.stop_if_asked()
            async with context.database.work(tenant) as work:
                is_more = await forget_old_files(work)

    tenants = await list_tenants(context.database, closed_too=True)
    await for_each_tenant(context, (scope.tenant_id for scope in tenants), forget)
