"""Jobs of webhooks."""

import time
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from souk import __version__
from souk.jobs.public import Queue, TaskContext, for_each_tenant, task
from souk.kernel.errors import Missing
from souk.kernel.outbound import guarded_client
from souk.tenancy.public import list_tenants, tenant_settings
from souk.webhooks.actions.deliveries import DELIVER, start_delivering
from souk.webhooks.actions.delivering import call, record_round, take_round
from souk.webhooks.repository import endpoints_waiting, expire_deliveries, forget_deliveries

JOB_BUDGET_S = 120.0
"""Then the next endpoint has its turn; this one's job comes again."""
LAST_TRY_WITHIN = timedelta(minutes=5)
FORGOTTEN_AT_ONCE = 5_000


@task(DELIVER, queue=Queue.EVENTS, abortable=False)
async def deliver(context: TaskContext, *, tenant_id: int, endpoint_id: int) -> None:
    """Call an endpoint with what is due, round by round, for as long as it answers well."""
    started = time.monotonic()
    allow_private = context.settings.webhook_allow_private
    async with guarded_client(allow_private=allow_private, user_agent=f"Souk/{__version__}") as client:
        while not context.should_stop():
            async with context.work() as work:
                due = await take_round(work, endpoint_id)
                if due is not None and time.monotonic() - started > JOB_BUDGET_S:
                    await start_delivering(work, [endpoint_id])
            if due is None:
                return
            replies = await call(client, due, datetime.now(UTC))
            async with context.work() as work:
                goes_well = await record_round(work, due, replies)
            if not goes_well or time.monotonic() - started > JOB_BUDGET_S:
                return


@task("webhooks.take_up", queue=Queue.EVENTS)
async def take_up(context: TaskContext, *, tenant_id: None = None) -> None:
    """Start what is to be tried again now, and end what nobody will try any more."""
    async with context.database.across_tenants() as system:
        await expire_deliveries(system, before=system.now - LAST_TRY_WITHIN)
        waiting = await endpoints_waiting(system)
    by_tenant = defaultdict(list)
    for owner, endpoint_id in waiting:
        by_tenant[owner].append(endpoint_id)

    async def start(owner: int) -> None:
        with suppress(Missing):  # the tenant, closed since
            async with context.database.work(owner) as work:
                await start_delivering(work, by_tenant[owner])

    await for_each_tenant(context, by_tenant, start)


@task("webhooks.forget_deliveries", time_limit_s=3600)
async def forget_old_deliveries(context: TaskContext, *, tenant_id: None = None) -> None:
    """Delete deliveries that are older than each tenant keeps them (30 days by default)."""

    async def forget(tenant: int) -> None:
        gone = FORGOTTEN_AT_ONCE
        while gone == FORGOTTEN_AT_ONCE:
            context.stop_if_asked()
            async with context.database.work(tenant) as work:
                kept = timedelta(days=(await tenant_settings(work)).retention.webhook_body_days)
                gone = await forget_deliveries(work, before=work.now - kept, limit=FORGOTTEN_AT_ONCE)

    tenants = await list_tenants(context.database, closed_too=True)
    await for_each_tenant(context, (scope.tenant_id for scope in tenants), forget)
