"""What is tidied up at night."""

from souk.jobs.public import TaskContext, task
from souk.tenancy.actions.forgetting import forget_expired


@task("tenancy.forget_expired")
async def forget_expired_keys_and_links(context: TaskContext, *, tenant_id: None = None) -> None:
    """Delete what has expired and proves nothing any more."""
    async with context.database.across_tenants() as work:
        await forget_expired(work)
