"""A worker: jobs, the clock, the queue's upkeep and the loops of wiring, each supervised.

The same in a process of its own (`souk worker`) and inside the web's (`souk serve`).
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial

from souk.kernel.log import get_logger
from souk.wiring import tasks as _tasks  # noqa: F401  a worker knows the tasks that have been imported
from souk.wiring.loops import LOOPS
from souk.wiring.runtime import Runtime
from souk.worker.clock import keep_time
from souk.worker.jobs import serve_jobs
from souk.worker.supervise import supervise
from souk.worker.tracing import JobSpans
from souk.worker.upkeep import keep_up, tell_progress, watch_queues

logger = get_logger(__name__)

Run = Callable[[asyncio.Event], Awaitable[None]]


async def run_worker(
    runtime: Runtime,
    stop: asyncio.Event,
    *,
    queues: Sequence[str] | None = None,
    concurrency: int | None = None,
) -> None:
    """Work until `stop` is set. Running jobs are then given time to end; what does not is run again
    elsewhere. Nothing is lost either way, nor when the process is killed. Raises TracingNotInstalled.
    """
    database, settings = runtime.database, runtime.settings
    spans = JobSpans.of(settings)
    runs: dict[str, Run] = {
        "jobs": partial(
            _jobs, runtime, spans, queues=queues, concurrency=concurrency or settings.worker_concurrency
        ),
        "clock": partial(keep_time, database),
        "upkeep": partial(keep_up, database),
        "progress": partial(tell_progress, database),
        "queue metrics": partial(watch_queues, database),
        **{loop.name: partial(loop.run, runtime) for loop in LOOPS},
    }
    logger.info("worker_started", queues=queues or "all", loops=sorted(runs))
    async with asyncio.TaskGroup() as group:
        for name, run in runs.items():
            group.create_task(supervise(name, run, stop), name=f"loop {name}")
    await asyncio.to_thread(spans.close)
    logger.info("worker_stopped")


@asynccontextmanager
async def working(
    runtime: Runtime, *, queues: Sequence[str] | None = None, concurrency: int | None = None
) -> AsyncIterator[None]:
    """A worker in this process, for as long as the block runs."""
    stop = asyncio.Event()
    worker = asyncio.create_task(
        run_worker(runtime, stop, queues=queues, concurrency=concurrency), name="worker"
    )
    try:
        yield
    finally:
        stop.set()
        await worker


@contextmanager
def stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `stop`; a second one ends the process as usual."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def asked(number: signal.Signals) -> None:
        logger.info("worker_stopping", signal=number.name)
        stop.set()
        for one in signals:
            loop.remove_signal_handler(one)

    with suppress(NotImplementedError):  # Windows: Ctrl-C breaks the process off, as a kill would
        for number in signals:
            loop.add_signal_handler(number, asked, number)
    try:
        yield
    finally:
        with suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)


async def _jobs(
    runtime: Runtime,
    spans: JobSpans,
    stop: asyncio.Event,
    *,
    queues: Sequence[str] | None,
    concurrency: int,
) -> None:
    await serve_jobs(runtime.database, runtime.settings, spans, stop, queues=queues, concurrency=concurrency)
