"""Keeping a loop running whatever happens to it."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import psycopg
import sqlalchemy.exc
from procrastinate.exceptions import ConnectorException

from souk.kernel.db.faults import told_safely
from souk.kernel.log import get_logger
from souk.worker import metrics

logger = get_logger(__name__)

BACKOFF_FIRST_S = 0.2
BACKOFF_MAX_S = 5.0
HEALTHY_AFTER_S = 30.0
ENDING_S = 60.0

_DATABASE_AWAY = (
    OSError,
    ConnectorException,
    psycopg.OperationalError,
    sqlalchemy.exc.OperationalError,
    sqlalchemy.exc.InterfaceError,
    sqlalchemy.exc.TimeoutError,
)


async def supervise(name: str, run: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
    """Run `run(stop)` until `stop` is set, again whenever it ends or fails before.

    It is given a minute to end by itself once `stop` is set, then it is broken off. A database that is
    away is a line in the log, anything else comes with its traceback.
    """
    failures = 0
    while not stop.is_set():
        started = time.monotonic()
        try:
            await _until_stopped(run, stop)
        except Exception as error:
            _tell(name, error)
        else:
            if not stop.is_set():
                logger.info("loop_ended", loop=name)
        if stop.is_set():
            return
        metrics.RESTARTS.labels(name).inc()
        failures = 1 if time.monotonic() - started > HEALTHY_AFTER_S else failures + 1
        await pause(stop, _backoff_s(failures))


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until `stop` is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def _until_stopped(run: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
    running = asyncio.ensure_future(run(stop))
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            await asyncio.wait({running}, timeout=ENDING_S)
        if running.done():
            running.result()
    finally:
        stopping.cancel()
        if not running.done():
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def _backoff_s(failures: int) -> float:
    wait: float = min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2.0 ** min(failures - 1, 10))
    return wait * (1 + random.random() / 4)  # noqa: S311 - spreads load, hides nothing


def _tell(name: str, error: Exception) -> None:
    if isinstance(error, _DATABASE_AWAY):
        logger.warning("loop_lost_the_database", loop=name, error=told_safely(error))
    else:
        logger.error("loop_failed", loop=name, exc_info=error)
