"""What the night looks at."""

from souk.jobs.public import Queue, TaskContext, enqueue, for_each_tenant, task
from souk.readmodels.integrity import check_integrity
from souk.tenancy.public import list_tenants


@task("readmodels.check_every_tenant", queue=Queue.ATTRIBUTION)
async def check_every_tenant(context: TaskContext, *, tenant_id: None = None) -> None:
    """One job a tenant: a large one holds up nobody else's check."""

    async def check(tenant: int) -> None:
        async with context.database.work(tenant) as work:
            await enqueue(work, check_tenant, queueing_lock="integrity", tenant_id=tenant)

    tenants = await list_tenants(context.database)
    await for_each_tenant(context, (scope.tenant_id for scope in tenants), check)


@task("readmodels.check_tenant", queue=Queue.ATTRIBUTION, time_limit_s=7200)
async def check_tenant(context: TaskContext, *, tenant_id: int) -> None:
    """Check that everything of a tenant adds up, keep the outcome, and say so when something does not."""
    await check_integrity(context.database, tenant_id)
