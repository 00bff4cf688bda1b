"""A publisher for these tests: a kitchen whose dishes go through numbered steps."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from souk.events import Event, emit
from souk.events.dispatch import Dispatcher
from souk.events.log import EventLog, Facts, Handler, append
from souk.events.subscriber import Subscriber
from souk.kernel.work import SYSTEM, Database, Work, enter_tenant

_names = itertools.count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DishStirred(Event):
    type = "kitchen.dish_stirred"
    capability = "orders.read"

    dish: str
    step: int

    @property
    def aggregate(self) -> str:
        return f"dish:{self.dish}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DishServed(Event):
    type = "kitchen.dish_served"
    capability = "orders.read"

    dish: str

    @property
    def aggregate(self) -> str:
        return f"dish:{self.dish}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestThanked(Event):
    """What these tests' handlers emit: it is in the log exactly when their transaction is."""

    type = "kitchen.guest_thanked"
    capability = "orders.read"

    step: int
    dish: str

    @property
    def aggregate(self) -> str:
        return f"guest:{self.dish}"


async def cook(database: Database, tenant_id: int, *events: Event) -> None:
    """One committed transaction that emits `events`."""
    async with database.work(tenant_id) as work:
        for event in events:
            emit(work, event)


@asynccontextmanager
async def cooking(database: Database, tenant_id: int, *events: Event) -> AsyncIterator[AsyncSession]:
    """A transaction that has written `events` and not ended yet; the block commits it or rolls it back."""
    async with AsyncSession(database.app) as session:
        await session.begin()
        scope = await enter_tenant(session, tenant_id)
        work = Work(session, scope, SYSTEM, database.clock.now())
        work.facts.extend(events)
        await append(session, [Facts.of(work)])
        yield session
        await session.rollback()


def hearing(handler: Handler, *, name: str | None = None, **options: object) -> Subscriber:
    return Subscriber(
        name or f"kitchen-{next(_names)}",
        hears=options.pop("hears", (DishStirred, DishServed)),  # type: ignore[arg-type]
        handler=handler,
        **options,  # type: ignore[arg-type]
    )


@asynccontextmanager
async def dispatching(
    database: Database, *subscribers: Subscriber, log: EventLog | None = None
) -> AsyncIterator[Dispatcher]:
    """A dispatcher whose subscribers have their positions already."""
    dispatcher = Dispatcher(database, subscribers, log or EventLog({}))
    try:
        await dispatcher.drain()
        yield dispatcher
    finally:
        await dispatcher.close()


async def thank(work: Work, events: Sequence[Event]) -> None:
    """A handler whose effect is in the database: one fact for each event heard."""
    for event in events:
        emit(work, GuestThanked(dish=str(event.dish), step=getattr(event, "step", 0)))  # type: ignore[attr-defined]


async def thanked(database: Database, tenant_id: int, dish: str | None = None) -> list[tuple[str, int]]:
    """The effects of `thank` in log order."""
    async with database.reading(tenant_id) as work:
        rows = await work.session.execute(
            text("select payload from event_log where type = 'kitchen.guest_thanked' order by id")
        )
        found = [(row.payload["dish"], row.payload["step"]) for row in rows]
    return [each for each in found if dish is None or each[0] == dish]


def stirred(dish: str, *steps: int) -> list[Event]:
    return [DishStirred(dish=dish, step=step) for step in steps]
