"""Orders' jobs: what starts by the clock, and what is too much for one transaction."""

from datetime import date, timedelta

from souk.jobs.public import TaskContext, for_each_tenant, task
from souk.orders.actions.rates import ORDERS_PER_ROUND, RATE_WAITING, rate_orders
from souk.orders.actions.resolve import RESOLVE_WAITING, resolve_skus
from souk.orders.repository.payloads import delete_payloads
from souk.orders.repository.tally import fold_tally, tenants_to_fold
from souk.tenancy.public import list_tenants, tenant_settings

PAYLOADS_PER_ROUND = 5_000


@task("orders.fold_tally")
async def fold_tallies(context: TaskContext, *, tenant_id: None = None) -> None:
    """Fold the differences by which orders are counted, so that counting stays a sum of few rows."""
    async with context.database.across_tenants() as system:
        tenants = await tenants_to_fold(system)

    async def fold(tenant: int) -> None:
        async with context.database.work(tenant) as work:
            await fold_tally(work)

    await for_each_tenant(context, tenants, fold)


@task("orders.forget_payloads", time_limit_s=3600)
async def forget_payloads(context: TaskContext, *, tenant_id: None = None) -> None:
    """Delete raw orders that are older than each tenant keeps them (400 days by default)."""

    async def forget(tenant: int) -> None:
        deleted = PAYLOADS_PER_ROUND
        while deleted == PAYLOADS_PER_ROUND:
            context.stop_if_asked()
            async with context.database.work(tenant) as work:
                kept_days = (await tenant_settings(work)).retention.raw_order_days
                before = work.now - timedelta(days=kept_days)
                deleted = await delete_payloads(work, before, limit=PAYLOADS_PER_ROUND)

    tenants = await list_tenants(context.database, closed_too=True)
    await for_each_tenant(context, (scope.tenant_id for scope in tenants), forget)


@task(RATE_WAITING, time_limit_s=3600)
async def rate_waiting(context: TaskContext, *, tenant_id: int, first_day: str, last_day: str) -> None:
    """Rate the orders that still wait for rates of these days, some thousand at a time."""
    rated = ORDERS_PER_ROUND
    while rated == ORDERS_PER_ROUND:
        context.stop_if_asked()
        async with context.work() as work:
            rated = await rate_orders(work, date.fromisoformat(first_day), date.fromisoformat(last_day))


@task(RESOLVE_WAITING, time_limit_s=3600)
async def resolve_waiting(context: TaskContext, *, tenant_id: int, skus: list[str]) -> None:
    """Resolve the lines with these SKUs that are still open, some thousand at a time."""
    goes_on = True
    while goes_on:
        context.stop_if_asked()
        async with context.work() as work:
            goes_on = (await resolve_skus(work, skus)).goes_on
