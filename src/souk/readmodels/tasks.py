"""What the night looks at."""

from souk.jobs.public import Queue, TaskContext, enqueue, task
from souk.readmodels.integrity import check_integrity
from souk.tenancy.public import list_tenants


@task("readmodels.check_every_tenant", queue=Queue.ATTRIBUTION)
async def check_every_tenant(context: TaskContext, *, tenant_id: None = None) -> None:
    """One job a tenant: a large one holds up nobody else's check."""
    for scope in await list_tenants(context.database):
        async with context.database.work(scope.tenant_id) as work:
            await enqueue(work, check_tenant, queueing_lock="integrity", tenant_id=scope.tenant_id)


@task("readmodels.check_tenant", queue=Queue.ATTRIBUTION, time_limit_s=7200)
async def check_tenant(context: TaskContext, *, tenant_id: int) -> None:
    """Check that everything of a tenant adds up, keep the outcome, and say so when something does not."""
    await check_integrity(context.database, tenant_id)
