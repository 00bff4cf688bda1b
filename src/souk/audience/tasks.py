"""The job bodies of the audience."""

from souk.audience.actions.recounting import recount_piece
from souk.jobs.public import TaskContext, for_each_tenant, task
from souk.tenancy.public import list_tenants


@task("audience.recount", time_limit_s=3 * 3600)
async def recount_all(context: TaskContext, *, tenant_id: None = None) -> None:
    """Count every contact's orders and spend anew, piece by piece: a check on what events have kept up."""

    async def recount(tenant: int) -> None:
        last: int | None = 0
        while last is not None:
            context.stop_if_asked()
            async with context.database.work(tenant) as work:
                last = await recount_piece(work, last)

    tenants = await list_tenants(context.database)
    await for_each_tenant(context, (scope.tenant_id for scope in tenants), recount)
