"""The loop in every worker that hands the log to its subscribers."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from souk.events.dispatch import metrics
from souk.events.dispatch.positions import behind, register
from souk.events.dispatch.turn import Progress, Turns
from souk.events.log import EventLog
from souk.events.subscriber import Subscriber
from souk.kernel.db.faults import is_lost_connection, is_race, told_safely
from souk.kernel.log import get_logger
from souk.kernel.work import Database, make_engine

logger = get_logger(__name__)

POLL_S = 0.05
LAG_EVERY_S = 5.0
TURN_TIMEOUT_S = 120.0
LONG_TURN_S = 5.0
"""A turn that took longer is followed by one of half as many events: one tenant's work may take long, but
what others wait for is the end of a turn.
"""
BACKOFF_FIRST_S = 0.1
BACKOFF_MAX_S = 10.0
FAILED_TURNS_MAX = 5
"""Turns of a single event that may end in an error before the event is set aside."""

_LAG = text("""
    select position.subscriber, greatest(drawn.id - position.position, 0) as ids,
        coalesce(extract(epoch from clock_timestamp() - next.occurred_at), 0)::float as seconds,
        (select count(*) from event_set_aside aside where aside.subscriber = position.subscriber) as aside
    from event_position position
    cross join (select coalesce(pg_sequence_last_value('event_log_id_seq'), 0) as id) as drawn
    left join lateral (
        select occurred_at from event_log where id > position.position order by id limit 1
    ) as next on true
    where position.subscriber = any(cast(:names as text[]))""")


@dataclass(slots=True)
class _Seat:
    """A subscriber in this process."""

    subscriber: Subscriber
    batch: int
    called: asyncio.Event = field(default_factory=asyncio.Event)
    failures: int = 0
    last_error: BaseException | None = None


class Dispatcher:
    """Gives each subscriber its turns, independently of the others and of other processes.

    It has its own connections, one for each subscriber, so that a slow one takes none from the rest.
    """

    def __init__(self, database: Database, subscribers: Sequence[Subscriber], log: EventLog) -> None:
        names = [each.name for each in subscribers]
        if len(set(names)) != len(names):
            raise ValueError("subscribers need names of their own")
        self._engine = make_engine(
            database.urls.system, pool_size=len(subscribers) + 1, name="souk dispatcher"
        )
        app_role = make_url(database.urls.app).username
        assert app_role is not None  # noqa: S101 (every role's URL names it)
        self._turns = Turns(self._engine, log, app_role, database.clock.now)
        self._seats = [_Seat(each, each.batch) for each in subscribers]
        self._names = names

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then the turns under way are finished."""
        try:
            async with asyncio.TaskGroup() as group:
                for seat in self._seats:
                    group.create_task(self._serve(seat, stop), name=f"subscriber {seat.subscriber.name}")
                group.create_task(self._watch(stop), name="event watch")
        finally:
            await self.close()

    async def drain(self) -> int:
        """Handle what is there now and what that brings about; returns how many events were handled.

        Events set aside stay so until their time has come. Raises what ends a turn.
        """
        async with self._engine.begin() as connection:
            await register(connection, [seat.subscriber for seat in self._seats])
        handled = 0
        while True:
            turns = [await self._turns.take(seat.subscriber) for seat in self._seats]
            handled += sum(turn.handled for turn in turns)
            if not any(turn.more or turn.handled or turn.failed for turn in turns):
                return handled

    async def close(self) -> None:
        """Let the connections go; a later run or drain opens new ones."""
        await self._engine.dispose()

    async def _watch(self, stop: asyncio.Event) -> None:
        """One small query a tick finds who has something to do."""
        registered = False
        told_lag_at = 0.0
        while not stop.is_set():
            pause = POLL_S
            try:
                async with self._engine.begin() as connection:
                    if not registered:
                        await register(connection, [seat.subscriber for seat in self._seats])
                        registered = True
                    waiting = set(await behind(connection, self._names))
                    if time.monotonic() - told_lag_at >= LAG_EVERY_S:
                        await self._tell_lag(connection)
                        told_lag_at = time.monotonic()
                for seat in self._seats:
                    if seat.subscriber.name in waiting:
                        seat.called.set()
            except Exception as error:
                logger.warning("event_watch_failed", error=told_safely(error))
                pause = 1.0
            await _sleep(stop, pause)
        for seat in self._seats:
            seat.called.set()

    async def _serve(self, seat: _Seat, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await seat.called.wait()
            seat.called.clear()
            more = True
            while more and not stop.is_set():
                more = await self._turn(seat, stop)

    async def _turn(self, seat: _Seat, stop: asyncio.Event) -> bool:
        name = seat.subscriber.name
        hopeless = seat.batch == 1 and seat.failures >= FAILED_TURNS_MAX
        began = time.monotonic()
        try:
            async with asyncio.timeout(TURN_TIMEOUT_S):
                progress = await self._turns.take(
                    seat.subscriber, batch=seat.batch, condemned=seat.last_error if hopeless else None
                )
        except Exception as error:
            await self._back_off(seat, error, stop)
            return False
        self._count(name, progress)
        seat.failures, seat.last_error = 0, None
        if time.monotonic() - began > LONG_TURN_S:
            seat.batch = max(1, seat.batch // 2)
        else:
            seat.batch = min(seat.batch * 2, seat.subscriber.batch)
        return progress.more

    async def _back_off(self, seat: _Seat, error: Exception, stop: asyncio.Event) -> None:
        """A turn that ends in an error moved nothing. Smaller turns follow, down to single events."""
        metrics.TURNS_FAILED.labels(seat.subscriber.name).inc()
        logger.warning(
            "event_turn_failed", subscriber=seat.subscriber.name, batch=seat.batch, error=told_safely(error)
        )
        if not (is_lost_connection(error) or is_race(error)):
            seat.failures = seat.failures + 1 if seat.batch == 1 else 0
            seat.batch = max(1, seat.batch // 2)
            seat.last_error = error
        await _sleep(stop, min(BACKOFF_MAX_S, BACKOFF_FIRST_S * 2**seat.failures))

    def _count(self, name: str, progress: Progress) -> None:
        if progress.handled:
            metrics.HANDLED.labels(name).inc(progress.handled)
        if progress.failed:
            metrics.FAILED.labels(name).inc(progress.failed)
        if progress.postponed:
            metrics.POSTPONED.labels(name).inc(progress.postponed)

    async def _tell_lag(self, connection: AsyncConnection) -> None:
        for row in await connection.execute(_LAG, {"names": self._names}):
            metrics.LAG_EVENTS.labels(row.subscriber).set(row.ids)
            metrics.LAG_S.labels(row.subscriber).set(row.seconds)
            metrics.SET_ASIDE.labels(row.subscriber).set(row.aside)


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
