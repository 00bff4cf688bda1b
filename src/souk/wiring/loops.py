"""The loops that run beside the jobs in every worker, each supervised."""

import asyncio
from collections.abc import Awaitable, Callable

from souk.events.dispatch import Dispatcher
from souk.events.log import EventLog
from souk.kernel.work import Database
from souk.wiring.subscriptions import AFTER_COMMIT, IN_TRANSACTION

Loop = Callable[[asyncio.Event], Awaitable[None]]
"""Runs until the event is set. It may be started again after a failure."""


def loops(database: Database) -> dict[str, Loop]:
    """By name, for the worker's supervisor."""
    return {"events": event_dispatcher(database).run}


def event_dispatcher(database: Database) -> Dispatcher:
    """What hands the log to its subscribers; tests and commands `drain()` it."""
    return Dispatcher(database, AFTER_COMMIT, EventLog(IN_TRANSACTION))
