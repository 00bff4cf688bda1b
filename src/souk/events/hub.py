"""One reader of the log for all who watch this process's live streams.

It reads only while somebody watches. Whoever comes first catches up from the log by itself, then joins
the reader at the very event the reader has got to; so nothing is missed or told twice, however many
processes there are and wherever a stream is resumed.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from sqlalchemy import RowMapping
from sqlalchemy.exc import SQLAlchemyError

from souk.events.horizon import last_drawn, safe_horizon
from souk.events.live import CHANNEL, Sighting
from souk.events.log import read_of_tenant, read_of_tenants
from souk.kernel.db.faults import told_safely
from souk.kernel.errors import Throttled, Unavailable
from souk.kernel.log import get_logger
from souk.kernel.work import Database

logger = get_logger(__name__)

READ_EVERY_S = 0.2
READ_EVENTS = 1000
QUEUE_EVENTS = 500
"""A watcher further behind is dropped and resumes from the log."""
REPLAY_PAGE = 500
REPLAY_EVENTS = 5000
"""A watcher who missed more is told to load everything anew instead."""
HEARTBEAT_S = 15.0
LINGER_S = 10.0
RECOVER_S = 1.0
READY_WITHIN_S = 5.0
STREAMS_MAX = 1000
PER_TENANT_MAX = 100
COME_AGAIN_S = 30


class StreamEnding(Unavailable):
    code = "stream_unavailable"
    title = "The live stream is not available now"


class TooManyStreams(Throttled):
    """This process has as many streams as it may; `retry_after_s` says when to come again."""

    code = "too_many_streams"
    title = "Too many live streams"


@dataclass(frozen=True, slots=True)
class Opened:
    """The stream's first word: it stands behind the event `id`. After `missed_some`, load everything anew."""

    id: int
    missed_some: bool


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Nothing has happened for a while; the connection is alive."""


@dataclass(eq=False, slots=True)
class _Watcher:
    tenant_id: int
    user_id: int | None
    types: Collection[str]
    waiting: deque[Sighting] = field(default_factory=deque)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    gone: bool = False

    def show(self, seen: Sighting) -> None:
        if self.gone or seen.tenant_id != self.tenant_id or seen.type not in self.types:
            return
        if not seen.is_for(self.user_id):
            return
        if len(self.waiting) < QUEUE_EVENTS:
            self.waiting.append(seen)
            self.news.set()
        else:
            self.let_go()

    def let_go(self) -> None:
        self.gone = True
        self.news.set()


class Hub:
    """The live streams of a process. `close()` ends them all."""

    def __init__(
        self, database: Database, *, streams_max: int = STREAMS_MAX, per_tenant_max: int = PER_TENANT_MAX
    ) -> None:
        self._database = database
        self._streams_max = streams_max
        self._per_tenant_max = per_tenant_max
        self._watchers: set[_Watcher] = set()
        self._visitors: Counter[int] = Counter()
        self._position = 0
        self._ready = asyncio.Event()
        self._listening = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._closed = False

    async def watch(
        self, tenant_id: int, types: Collection[str], *, user_id: int | None = None, after: int | None = None
    ) -> AsyncGenerator[Opened | Sighting | Heartbeat, None]:
        """Events of a tenant as they happen, after the event `after` or from now on.

        Ends when the hub closes or the watcher is too slow; whoever resumes it with the last id seen has
        missed nothing. Raises TooManyStreams, and Unavailable when the log cannot be read.
        """
        async with self._visiting(tenant_id):
            present = self._position
            # An id that was never given: of another database, or of this one before it was restored.
            missed_some = after is not None and after > present
            position = present if after is None or missed_some else after
            yield Opened(position, missed_some)
            replayed = 0
            while position < (upto := self._position):
                rows = await self._page(tenant_id, types, position, upto)
                replayed += len(rows)
                if replayed > REPLAY_EVENTS:
                    position, replayed = upto, 0
                    yield Opened(position, missed_some=True)
                    continue
                position = rows[-1]["id"] if len(rows) == REPLAY_PAGE else upto
                for seen in map(Sighting.of_row, rows):
                    if seen.is_for(user_id):
                        yield seen
            # Nothing is awaited between finding the reader at our position and joining it.
            watcher = _Watcher(tenant_id, user_id, types)
            self._watchers.add(watcher)
            try:
                while not (watcher.gone or self._closed):
                    for each in await _news(watcher):
                        yield each
            finally:
                self._watchers.discard(watcher)

    async def close(self) -> None:
        """End every stream, for good."""
        self._closed = True
        for watcher in self._watchers:
            watcher.let_go()
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    @asynccontextmanager
    async def _visiting(self, tenant_id: int) -> AsyncIterator[None]:
        if self._closed:
            raise StreamEnding("This process is stopping; connect again.")
        if self._visitors[tenant_id] >= self._per_tenant_max or self._visitors.total() >= self._streams_max:
            raise TooManyStreams(
                "So many watch already that another stream would slow them all; close one, or ask"
                " GET /api/v1/events for what has happened.",
                details={"retry_after_s": COME_AGAIN_S},
            )
        self._visitors[tenant_id] += 1
        try:
            if self._running is None or self._running.done():
                self._ready.clear()
                self._listening.clear()
                self._running = asyncio.create_task(self._run(), name="live streams")
            try:
                await asyncio.wait_for(self._ready.wait(), READY_WITHIN_S)
            except TimeoutError:
                raise StreamEnding("The event log cannot be read just now; connect again.") from None
            yield
        finally:
            self._visitors[tenant_id] -= 1
            self._visitors += Counter()  # forgets the tenants whom nobody watches

    async def _page(self, tenant_id: int, types: Collection[str], after: int, upto: int) -> list[RowMapping]:
        async with self._database.reading(tenant_id) as work:
            return await read_of_tenant(
                work.session, tenant_id, list(types), after=after, upto=upto, limit=REPLAY_PAGE
            )

    async def _run(self) -> None:
        listening = asyncio.create_task(self._listen(), name="live notifications")
        try:
            with suppress(TimeoutError):  # passing events are no reason to wait for long
                await asyncio.wait_for(self._listening.wait(), RECOVER_S)
            await self._read_log()
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def _read_log(self) -> None:
        """Until nobody has watched for a while."""
        alone_since: float | None = None
        while alone_since is None or time.monotonic() - alone_since < LINGER_S:
            try:
                more = await self._read_on()
            except (SQLAlchemyError, OSError) as error:
                logger.warning("live_read_failed", error=told_safely(error))
                await asyncio.sleep(RECOVER_S)
                continue
            if not more:
                await asyncio.sleep(READ_EVERY_S)
            if self._visitors.total():
                alone_since = None
            elif alone_since is None:
                alone_since = time.monotonic()

    async def _read_on(self) -> bool:
        """Show what has been committed since the last time; whether there is more at once."""
        async with self._database.across_tenants() as work:
            if not self._ready.is_set():
                self._position = await safe_horizon(work.session)
                self._ready.set()
                return False
            if await last_drawn(work.session) <= self._position:
                return False
            horizon = await safe_horizon(work.session)
            tenants = {watcher.tenant_id for watcher in self._watchers}
            rows = await read_of_tenants(
                work.session, tenants, after=self._position, upto=horizon, limit=READ_EVENTS
            )
        # Whoever joined while we read stands at our old position: they are shown these rows like the others,
        # unless the query knew nothing of their tenant.
        more = len(rows) == READ_EVENTS
        if {watcher.tenant_id for watcher in self._watchers} <= tenants:
            self._position = rows[-1]["id"] if more else horizon
            for seen in map(Sighting.of_row, rows):
                self._show(seen)
        return more

    def _show(self, seen: Sighting) -> None:
        for watcher in self._watchers:
            watcher.show(seen)

    async def _listen(self) -> None:
        """Passing events, from whichever process they are told."""
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(
                    self._database.urls.system, autocommit=True, application_name="souk live"
                )
                async with connection:
                    await connection.execute(sql.SQL("listen {}").format(sql.Identifier(CHANNEL)))
                    self._listening.set()
                    async for notification in connection.notifies():
                        self._show(Sighting.of_message(notification.payload))
            except (psycopg.Error, OSError) as error:
                logger.warning("live_listen_failed", error=told_safely(error))
            await asyncio.sleep(RECOVER_S)


async def _news(watcher: _Watcher) -> Sequence[Sighting | Heartbeat]:
    """What has come in, else a heartbeat in time."""
    try:
        async with asyncio.timeout(HEARTBEAT_S):
            await watcher.news.wait()
    except TimeoutError:
        return [Heartbeat()]
    watcher.news.clear()
    come = list(watcher.waiting)
    watcher.waiting.clear()
    return come
