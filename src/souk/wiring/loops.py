"""The loops that run beside the jobs in every worker, each supervised: started again after a failure."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from souk.events.dispatch import Dispatcher
from souk.events.log import EventLog
from souk.kernel.work import Database
from souk.wiring.runtime import Runtime
from souk.wiring.subscriptions import AFTER_COMMIT, IN_TRANSACTION


@dataclass(frozen=True, slots=True)
class Loop:
    """`run` works until its event is set."""

    name: str
    run: Callable[[Runtime, asyncio.Event], Awaitable[None]]


def event_dispatcher(database: Database) -> Dispatcher:
    """What hands the log to its subscribers; tests and commands `drain()` it."""
    return Dispatcher(database, AFTER_COMMIT, EventLog(IN_TRANSACTION))


async def _dispatch_events(runtime: Runtime, stop: asyncio.Event) -> None:
    await event_dispatcher(runtime.database).run(stop)


LOOPS: tuple[Loop, ...] = (Loop("events", _dispatch_events),)
