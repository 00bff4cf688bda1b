"""The day with kills, the day without, and whether they come to the same."""

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import text

from souk.chaos.client import Client
from souk.chaos.day import (
    MORNING,
    Story,
    campaigns_csv,
    orders_csv,
    products_csv,
    stories,
    targeting_csv,
)
from souk.chaos.processes import Souk, environment_of, running_souk
from souk.kernel.settings import Settings
from souk.kernel.work import SYSTEM, Database
from souk.readmodels.public import Finding, check_invariants
from souk.tenancy.public import (
    OwnerDraft,
    TenantDraft,
    add_owner,
    create_tenant,
    create_token,
    list_tenants,
)
from souk.wiring.loops import event_dispatcher
from souk.wiring.runtime import Runtime, open_runtime

AT_A_TIME = 6
QUIET_S = 90.0
IN_THE_MIDDLE_OF_STARTING = 0.25
"""How often a kill does not wait until Souk answers again after the one before."""

Say = Callable[[str], None]


@dataclass
class Day:
    """What a day came to. Totals are minor units by what they are of."""

    seconds: float = 0.0
    kills: dict[str, int] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_over: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not any(finding.broken for finding in self.findings) and not any(self.left_over.values())

    def complaints(self) -> list[str]:
        """What does not hold, a line each."""
        broken = [f"{f.name}: {f.broken} times not: {f.meaning}" for f in self.findings if f.broken]
        return broken + [f"{count} {what}" for what, count in self.left_over.items() if count]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "holds": self.holds}


async def live_a_day(home: Path, *, seed: int, orders: int, kills: int, every_s: float, say: Say) -> Day:
    """One whole day in a fresh folder; `kills` processes are killed on the way, one every `every_s`."""
    _fresh(home)
    day = Day()
    begun = time.perf_counter()
    async with running_souk(home) as souk:
        settings = _settings(souk)
        async with open_runtime(settings, name="souk chaos", migrating=True) as runtime:
            token = await _open_shop(runtime)
        client = Client(souk.url, token)
        try:
            killer = asyncio.create_task(_kill(souk, client, Random(seed), kills, every_s, say))
            await _live(client, seed, orders)
            await killer
            await client.backfill("2026-05-01", "2026-05-31")
        finally:
            killer.cancel()
            await client.close()
        day.seconds = time.perf_counter() - begun
        day.kills, day.requests = dict(souk.kills), dict(client.counts)
        async with open_runtime(settings, name="souk chaos") as runtime:
            await _settle(runtime.database)
            tenant_id = (await list_tenants(runtime.database))[0].tenant_id
            async with runtime.database.reading(tenant_id) as work:
                day.findings = await check_invariants(work)
                day.totals = await _totals(work.session)
                day.left_over = await _left_over(work.session)
    return day


def _fresh(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)


def _settings(souk: Souk) -> Settings:
    environment = environment_of(souk.home, souk.port)
    return Settings(home=souk.home, port=souk.port, host=environment["SOUK_HOST"], database_url=None)


async def _open_shop(runtime: Runtime) -> str:
    """A tenant, its owner, and a token for the client."""
    tenant = TenantDraft(name="Chaos", slug="chaos", currency="EUR", timezone="Europe/Madrid")
    owner = OwnerDraft(name="Owner", email="owner@chaos.example", password=Random().randbytes(16).hex())
    user = await add_owner(runtime.database, owner)
    async with runtime.database.across_tenants() as system:
        scope = await create_tenant(system, tenant, SYSTEM, owner=user)
    async with runtime.database.work(scope.tenant_id) as work:
        _, secret = await create_token(work, user.id, name="chaos", scopes=None, expires_at=None)
    return secret


async def _live(client: Client, seed: int, orders: int) -> None:
    await client.import_file("products", products_csv(seed))
    await client.import_file("ad_campaigns", campaigns_csv(seed))
    await client.import_file("ad_products", targeting_csv(seed))
    gate = asyncio.Semaphore(AT_A_TIME)

    async def one(story: Story) -> None:
        async with gate:
            await client.live_through(story)

    async with asyncio.TaskGroup() as group:
        group.create_task(client.import_file("orders", orders_csv(seed, orders // 2)))
        for place, story in enumerate(stories(seed, orders)):
            group.create_task(one(story))
            if place and place % 150 == 0:
                group.create_task(client.backfill("2026-05-01", MORNING.date().isoformat()))


async def _kill(souk: Souk, client: Client, random: Random, kills: int, every_s: float, say: Say) -> None:
    """Now and then while nothing has come up again yet; mostly not, or a slow machine would never answer."""
    for number in range(kills):
        await asyncio.sleep(random.expovariate(1 / every_s))
        if random.random() > IN_THE_MIDDLE_OF_STARTING:
            await client.ask("GET", "/readyz")
        victim = souk.kill_one(random)
        if (number + 1) % 10 == 0:
            say(f"{number + 1} of {kills} kills, the last one: {victim}")


async def _settle(database: Database) -> None:
    """Until nothing waits: every event heard, no job left to do."""
    deadline = time.perf_counter() + QUIET_S
    dispatcher = event_dispatcher(database)
    try:
        while time.perf_counter() < deadline:
            handled = await dispatcher.drain()
            async with database.across_tenants() as system:
                waiting = (
                    await system.session.execute(
                        text(
                            "select count(*) from procrastinate_jobs where status in ('todo', 'doing')"
                            " and (scheduled_at is null or scheduled_at <= now())"
                        )
                    )
                ).scalar_one()
            if not handled and not waiting:
                return
            await asyncio.sleep(0.5)
    finally:
        await dispatcher.close()


_TOTALS = """
    select 'orders' as of, count(*)::bigint as total from sales_order
    union all select 'sold', coalesce(sum(total_minor), 0)::bigint from sales_order
    union all select 'returned lines', count(*) from returned_line
    union all select 'units taken back', coalesce(sum(refunded_quantity), 0)::bigint from order_item
    union all select 'refunded', coalesce(sum(refunded_minor), 0)::bigint from sales_order
    union all select 'status ' || status, count(*) from sales_order group by status
    union all
    select c.name || ' full', sum(e.revenue_full)::bigint from attribution_entry e
    join ad_campaign c on c.tenant_id = e.tenant_id and c.id = e.campaign_id group by c.name
    union all
    select c.name || ' split', sum(e.revenue_split)::bigint from attribution_entry e
    join ad_campaign c on c.tenant_id = e.tenant_id and c.id = e.campaign_id group by c.name
    union all
    select c.name || ' profit', coalesce(sum(e.profit_split), 0)::bigint from attribution_entry e
    join ad_campaign c on c.tenant_id = e.tenant_id and c.id = e.campaign_id group by c.name
"""


async def _totals(session: Any) -> dict[str, int]:
    return {row.of: row.total for row in await session.execute(text(_TOTALS))}


async def _left_over(session: Any) -> dict[str, int]:
    rows = await session.execute(
        text("""
            select 'events set aside' as what, count(*) as how_many from event_set_aside
            union all select 'trackers that did not end', count(*) from tracker
                      where status in ('pending', 'in_progress')
        """)
    )
    return {row.what: row.how_many for row in rows}
