"""An export is read from the database as fast as it goes, and sent as fast as its reader takes it.

In between it lies in a file of this machine, so that who reads slowly holds no connection; and only so many
are read at a time, so that exports leave connections to everybody else.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from weakref import WeakKeyDictionary

import anyio.to_thread

from souk.kernel.work import Database
from souk.transfers.errors import TooManyExports

WAIT_S = 5.0
"""How long an export waits for others to be read before it is refused."""
COME_AGAIN_S = 10
UNREAD_MAX = 50
"""Exports of this process whose readers are not done with them, read or not: they take room on the disk."""
_SEND_BYTES = 256 * 1024

Making = Callable[[], AbstractAsyncContextManager[AsyncIterator[bytes]]]
"""Opens what an export needs of the database, gives its pieces, and lets it go again."""


class Desk:
    """Where the exports of one process queue. They are read on at most half of the pool's connections."""

    def __init__(self, connections: int) -> None:
        self._reading = asyncio.Semaphore(max(1, connections // 2))
        self._unread = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """For as long as somebody reads the export. Raises TooManyExports."""
        if self._unread >= UNREAD_MAX:
            raise _too_many()
        self._unread += 1
        try:
            yield
        finally:
            self._unread -= 1

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """For as long as it is read from the database. Raises TooManyExports."""
        try:
            async with asyncio.timeout(WAIT_S):
                await self._reading.acquire()
        except TimeoutError:
            raise _too_many() from None
        try:
            yield
        finally:
            self._reading.release()


def _too_many() -> TooManyExports:
    return TooManyExports(
        f"Others are exporting just now; try again in {COME_AGAIN_S} seconds.",
        details={"retry_after_s": COME_AGAIN_S},
    )


_desks: WeakKeyDictionary[Database, Desk] = WeakKeyDictionary()


def desk_of(database: Database) -> Desk:
    """The desk of this process's database."""
    if database not in _desks:
        _desks[database] = Desk(database.pool_size)
    return _desks[database]


async def read_ahead(desk: Desk, making: Making) -> AsyncGenerator[bytes]:
    """The pieces of an export, from a file that is written meanwhile.

    Raises TooManyExports before the first piece, and what `making` raises, where it had come to.
    """
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(desk.place())
        file = stack.enter_context(tempfile.TemporaryFile(prefix="souk-export-"))  # noqa: SIM115 (it is one)
        spool = _Spool(file.fileno())
        writing = asyncio.create_task(spool.fill(desk, making), name="export")
        stack.push_async_callback(_end, writing)
        position = 0
        while True:
            if position < spool.written:
                piece = await anyio.to_thread.run_sync(os.pread, spool.file, _SEND_BYTES, position)
                position += len(piece)
                yield piece
            elif writing.done():
                await writing
                return
            else:
                await spool.grown()


class _Spool:
    """A file that grows at its end while it is read from its beginning."""

    def __init__(self, file: int) -> None:
        self.file = file
        self.written = 0
        self._news = asyncio.Event()

    async def fill(self, desk: Desk, making: Making) -> None:
        try:
            async with desk.turn(), making() as pieces:
                async for piece in pieces:
                    await anyio.to_thread.run_sync(self._write, piece)
                    self.written += len(piece)
                    self._news.set()
        finally:
            self._news.set()

    async def grown(self) -> None:
        """Until there is more to read, or to know."""
        self._news.clear()
        await self._news.wait()

    def _write(self, piece: bytes) -> None:
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(self.file, rest) :]


async def _end(writing: "asyncio.Task[None]") -> None:
    writing.cancel()
    with suppress(asyncio.CancelledError, Exception):  # who reads on is told by the task itself
        await writing
