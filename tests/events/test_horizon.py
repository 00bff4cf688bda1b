"""Nothing lost, doubled or disordered, however transactions overlap."""

import asyncio
from collections.abc import Sequence
from random import Random

from sqlalchemy import text
from tests.events.kitchen import (
    DishServed,
    DishStirred,
    GuestThanked,
    cook,
    cooking,
    dispatching,
    hearing,
    stirred,
    thank,
    thanked,
)

from souk.events import Event
from souk.events.horizon import KEY_SPACE, last_drawn, safe_horizon
from souk.kernel.work import Database, Work

WRITERS = 8
TRANSACTIONS_EACH = 30
BATCHES = 60


async def test_an_event_waits_for_the_lower_ids_still_in_flight(database: Database, tenant_id: int) -> None:
    async with dispatching(database, hearing(thank)) as dispatcher:
        async with cooking(database, tenant_id, DishStirred(dish="slow", step=1)) as slow:
            await cook(database, tenant_id, DishStirred(dish="quick", step=1))
            assert await dispatcher.drain() == 0
            await slow.commit()
        assert await dispatcher.drain() == 2
    assert await thanked(database, tenant_id) == [("slow", 1), ("quick", 1)]


async def test_an_event_rolled_back_holds_nothing_up(database: Database, tenant_id: int) -> None:
    async with dispatching(database, hearing(thank)) as dispatcher:
        async with cooking(database, tenant_id, DishStirred(dish="spilt", step=1)):
            await cook(database, tenant_id, DishStirred(dish="good", step=1))
        assert await dispatcher.drain() == 1
    assert await thanked(database, tenant_id) == [("good", 1)]


async def test_a_transaction_that_has_emitted_nothing_yet_holds_nothing_up(
    database: Database, tenant_id: int
) -> None:
    async with dispatching(database, hearing(thank)) as dispatcher, database.work(tenant_id) as long:
        await long.session.execute(text("select pg_current_xact_id()"))
        await cook(database, tenant_id, DishStirred(dish="quick", step=1))
        assert await dispatcher.drain() == 1


async def test_the_lock_is_a_lower_bound_taken_before_the_ids_are_drawn(
    database: Database, tenant_id: int
) -> None:
    async with cooking(database, tenant_id, *stirred("soup", 1, 2, 3)) as session:
        drawn = await last_drawn(session)
        held = await session.execute(
            text("select objid::bigint from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()")
        )
        ids = await session.execute(text("select array_agg(id order by id) from event_log"))
        first, *_, last = ids.scalar_one()
        assert held.scalar_one() < first
        assert last == drawn
        async with database.across_tenants() as reader:
            assert await safe_horizon(reader.session) < first
    async with database.across_tenants() as reader:
        assert await safe_horizon(reader.session) == await last_drawn(reader.session)


async def test_other_advisory_locks_are_none_of_the_readers_business(
    database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        for key in (1, 0x536F756B, KEY_SPACE - 1, KEY_SPACE + (1 << 48)):
            await work.session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": key})
        await work.session.execute(text("select pg_advisory_xact_lock(:space, 1)"), {"space": 0x53450000})
        async with database.across_tenants() as reader:
            assert await safe_horizon(reader.session) == await last_drawn(reader.session)


class Kitchen:
    """Writers who stir dishes in step, one writer at a time for each dish, as orders are locked."""

    def __init__(self, database: Database, tenant_id: int, seed: int) -> None:
        self.database = database
        self.tenant_id = tenant_id
        self.random = Random(seed)
        self.dishes = {f"dish-{number}": asyncio.Lock() for number in range(5)}
        self.steps = dict.fromkeys(self.dishes, 0)
        self.batches = 0

    async def handle(self, work: Work, events: Sequence[Event]) -> None:
        self.batches += 1
        await thank(work, events)

    async def write(self) -> None:
        """Goes on until enough was read while it was being written."""
        written = 0
        while written < TRANSACTIONS_EACH or self.batches < BATCHES:
            written += 1
            dish = self.random.choice(list(self.dishes))
            async with self.dishes[dish]:
                await self._one_transaction(dish)

    async def _one_transaction(self, dish: str) -> None:
        first = self.steps[dish] + 1
        last = first + self.random.randrange(3)
        async with cooking(self.database, self.tenant_id, *stirred(dish, *range(first, last + 1))) as session:
            await asyncio.sleep(self.random.choice([0, 0.001, 0.01, 0.03]))
            if self.random.random() < 0.7:
                await session.commit()
                self.steps[dish] = last


async def test_eight_writers_with_delays_and_rollbacks(database: Database, tenant_id: int) -> None:
    kitchen = Kitchen(database, tenant_id, seed=20261120)
    subscriber = hearing(kitchen.handle, name="storm", batch=7)
    stop = asyncio.Event()
    async with dispatching(database, subscriber) as one, dispatching(database, subscriber) as two:
        running = [asyncio.create_task(each.run(stop)) for each in (one, two)]
        await asyncio.gather(*(kitchen.write() for _ in range(WRITERS)))
        stop.set()
        await asyncio.gather(*running)
        await one.drain()
    for dish, steps in kitchen.steps.items():
        assert await thanked(database, tenant_id, dish) == [(dish, step) for step in range(1, steps + 1)]


async def test_a_handlers_own_facts_are_heard_in_turn(database: Database, tenant_id: int) -> None:
    heard: list[Event] = []

    async def remember(_work: object, events: object) -> None:
        heard.extend(events)  # type: ignore[arg-type]

    guests = hearing(remember, hears=(GuestThanked,))
    async with dispatching(database, hearing(thank), guests) as dispatcher:
        await cook(database, tenant_id, DishServed(dish="soup"))
        await dispatcher.drain()
    assert heard == [GuestThanked(dish="soup", step=0)]
