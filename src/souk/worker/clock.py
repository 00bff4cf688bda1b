"""The loop that starts what is due by the clock."""

import asyncio

from souk.jobs.schedules import keep_standing, start_due
from souk.kernel.work import Database
from souk.wiring.schedules import SCHEDULES
from souk.worker.supervise import pause

LOOK_EVERY_S = 0.5


async def keep_time(database: Database, stop: asyncio.Event) -> None:
    """Start every schedule at its time, to the second, and what was missed at once."""
    async with database.across_tenants() as work:
        await keep_standing(work, SCHEDULES)
    while not stop.is_set():
        async with database.across_tenants() as work:
            await start_due(work)
        await pause(stop, LOOK_EVERY_S)
