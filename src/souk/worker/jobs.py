"""The engine's worker: fetches jobs and runs them, until it is told to stop or loses the database."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

from procrastinate import PsycopgConnector
from procrastinate.app import WorkerOptions

from souk.jobs.task import tasks
from souk.kernel.settings import Settings
from souk.kernel.work import Database
from souk.worker.engine import make_app
from souk.worker.running import Running
from souk.worker.tracing import JobSpans

POLL_S = 0.3
"""A job that waits for a lock or for its time starts at the next poll, nothing calls it."""
ABORT_POLL_S = 1.0
HEARTBEAT_S = 5.0
STALLED_AFTER_S = 30.0
GRACE_S = 20.0
"""How long running jobs may take to end when the worker is told to stop; then they are broken off, and
run again elsewhere."""
CONNECTION_TIMEOUT_S = 5.0


async def serve_jobs(
    database: Database,
    settings: Settings,
    spans: JobSpans,
    stop: asyncio.Event,
    *,
    queues: Sequence[str] | None,
    concurrency: int,
) -> None:
    """Run jobs of `queues` (None: of all), `concurrency` at a time, until `stop` is set.

    Ends earlier, or raises, when the database is away: see `supervise`. It connects as the system role,
    which sees every tenant's jobs; each job's own work is done as the app role, in its tenant.
    """
    _quieten()
    lost = asyncio.Event()
    connector = PsycopgConnector(
        conninfo=database.urls.system,
        min_size=1,
        max_size=concurrency + 4,
        timeout=CONNECTION_TIMEOUT_S,
        kwargs={"application_name": "souk worker", "connect_timeout": 5},
    )
    app = make_app(connector, tasks().values(), Running(database, settings, stop, spans), lost)
    options: WorkerOptions = {
        "name": "souk",
        "concurrency": concurrency,
        "fetch_job_polling_interval": POLL_S,
        "abort_job_polling_interval": ABORT_POLL_S,
        "update_heartbeat_interval": HEARTBEAT_S,
        "stalled_worker_timeout": STALLED_AFTER_S,
        "shutdown_graceful_timeout": GRACE_S,
        "install_signal_handlers": False,
    }
    if queues is not None:
        options["queues"] = queues
    async with app.open_async():
        running = asyncio.ensure_future(app.run_worker_async(**options))
        waiting = [running, asyncio.ensure_future(stop.wait()), asyncio.ensure_future(lost.wait())]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()  # for the worker: fetch no more, let the running jobs end
            with suppress(asyncio.CancelledError):
                await running


def _quieten() -> None:
    """The engine tells every step of every job, and the pool every failed attempt to connect, at length;
    what matters of it is told by us.
    """
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
