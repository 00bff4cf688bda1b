"""The whole file is read once before anything changes, with its progress told."""

import asyncio
import time
from pathlib import Path

import anyio.to_thread

from souk.jobs.public import Interrupted
from souk.jobs.trackers import finish_phase
from souk.transfers.reading.source import FileForm
from souk.transfers.reading.table import Layout, ReadAs, look_through
from souk.transfers.running.record import count_up_to
from souk.transfers.running.ride import Ride, tracker_of

READING_TOLD_EVERY_S = 2.0


async def look_through_whole(ride: Ride, file: Path) -> Layout:
    """The whole file is read once before anything changes; a run that goes on has done so already."""
    run = ride.run
    if run.layout is not None and run.batches_done > 0:
        return Layout(
            **{**run.layout, "form": FileForm(run.layout["form"]), "headers": tuple(run.layout["headers"])}
        )
    read_as = ReadAs(**ride.mapping.read.model_dump())
    loop = asyncio.get_running_loop()
    reached = _Reached(ride, loop)
    layout = await anyio.to_thread.run_sync(lambda: look_through(file, read_as, ride.limits, reached.at))
    await reached.told_all()
    async with ride.writing() as work:
        total_kib = _kib(run.file_bytes)
        await count_up_to(work, tracker_of(run), "reading", done=total_kib, total=total_kib)
        await finish_phase(work, tracker_of(run), "reading")
        await count_up_to(work, tracker_of(run), "rows", done=0, total=layout.rows)
    return layout


def _kib(size_bytes: int) -> int:
    return max(1, size_bytes // 1024)


class _Reached:
    """Carries how far the reading thread has come to the tracker, every few seconds."""

    def __init__(self, ride: Ride, loop: asyncio.AbstractEventLoop) -> None:
        self._ride = ride
        self._loop = loop
        self._last_at = time.monotonic()
        self._telling: asyncio.Future[None] | None = None

    def at(self, position_bytes: int) -> None:
        """Called in the reading thread."""
        if self._ride.should_stop():
            raise Interrupted
        self._ride.told("reading", position_bytes, self._ride.run.file_bytes, 0)
        if time.monotonic() - self._last_at >= READING_TOLD_EVERY_S:
            self._last_at = time.monotonic()
            self._loop.call_soon_threadsafe(self._tell, _kib(position_bytes))

    def _tell(self, done_kib: int) -> None:
        if self._telling is None or self._telling.done():
            self._telling = asyncio.ensure_future(self._advance(done_kib))

    async def _advance(self, done_kib: int) -> None:
        run = self._ride.run
        async with self._ride.writing() as work:
            await count_up_to(work, tracker_of(run), "reading", done=min(done_kib, _kib(run.file_bytes)))

    async def told_all(self) -> None:
        if self._telling is not None:
            await self._telling
