"""Procrastinate, made to end only what is still its own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Any, LiteralString

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.tasks import Task as EngineTask

from souk.jobs.queues import Queue
from souk.jobs.task import Task
from souk.kernel.db.faults import told_safely
from souk.kernel.log import get_logger

logger = get_logger(__name__)

WRITE_TRIES = 60
WRITE_PAUSE_S = 1.0

Runner = Callable[[JobContext, str, dict[str, Any]], Awaitable[None]]

# By our own statements, not the engine's functions, for three reasons. They end a run only where it is
# still this one: `attempts` counts up whenever a job is put back, so it names this run among all. They take
# the worker off the row, or the end of a worker would rewrite every job it ever ran. And a job put back
# no longer stands for later calls under its queueing lock: they may have made a job of their own.
_MINE = """
    where id = %(id)s and status = 'doing' and attempts = %(attempts)s
        and (worker_id = %(worker_id)s or worker_id is null)"""
_FINISH = f"""
    update procrastinate_jobs
    set status = %(status)s, attempts = attempts + 1, abort_requested = false, worker_id = null {_MINE}"""
_RETRY = f"""
    update procrastinate_jobs
    set status = case when abort_requested then 'aborted' else 'todo' end::procrastinate_job_status,
        attempts = attempts + 1, scheduled_at = %(retry_at)s, abort_requested = false, worker_id = null,
        queueing_lock = null {_MINE}"""


class RunFailed(Exception):
    """A run that failed, with what was decided about it; its cause is the failure."""

    def __init__(self, retry_at: datetime | None) -> None:
        super().__init__()
        self.retry_at = retry_at


class AsDecided(BaseRetryStrategy):
    """Every task has this retry strategy: what the run's own middleware decided is done."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, RunFailed):
            return None if exception.retry_at is None else RetryDecision(retry_at=exception.retry_at)
        if isinstance(exception, asyncio.CancelledError):  # the worker is shutting down
            return RetryDecision(retry_at=datetime.now(UTC))
        return None


class OwnJobs(JobManager):
    """Writes the end of a run only where the job is still this run's.

    The engine ends jobs by their id alone. A worker that hung, lost its jobs to another and then came
    back would end runs that are not its own.
    """

    connector: PsycopgConnector

    def __init__(self, connector: PsycopgConnector, lost: asyncio.Event) -> None:
        super().__init__(connector)
        self._lost = lost

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        try:
            return await super().fetch_job(queues, worker_id)
        except UniqueViolation:  # another worker has just started a job with the same lock
            return None

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        await self._write(job, _FINISH, status=status.value)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        await self._write(job, _RETRY, retry_at=retry_at or datetime.now(UTC))

    async def _write(self, job: Job, statement: LiteralString, **values: Any) -> None:
        """Write how the run ended, waiting for a database that is away.

        A run whose end cannot be written would stay "running" as long as this worker lives. So after a
        minute the worker gives itself up: its jobs are then abandoned ones, and run again.
        """
        fence = {"id": job.id, "attempts": job.attempts, "worker_id": job.worker_id}
        for _ in range(WRITE_TRIES):
            try:
                async with self.connector.pool.connection() as connection:
                    written = await connection.execute(statement, {**fence, **values})
            except psycopg.OperationalError as away:
                logger.warning("job_end_not_written", job_id=job.id, error=told_safely(away))
                await asyncio.sleep(WRITE_PAUSE_S)
                continue
            if not written.rowcount:
                logger.warning("job_was_taken_away", job_id=job.id, task=job.task_name)
            return
        self._lost.set()


class KnownTasks(dict[str, EngineTask[Any, Any, Any]]):
    """The tasks of this program, and a stand-in for those it does not know (yet).

    While a new version is rolled out, its jobs may meet a worker of the old one: they are put back for a
    while instead of ending as failures.
    """

    def __init__(
        self, known: dict[str, EngineTask[Any, Any, Any]], stand_in: EngineTask[Any, Any, Any]
    ) -> None:
        super().__init__(known)
        self._stand_in = stand_in

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name, self._stand_in)


def make_app(
    connector: PsycopgConnector, tasks: Iterable[Task[...]], run: Runner, lost: asyncio.Event
) -> App:
    """An engine that runs every task through `run`."""
    app = App(connector=connector)
    app.job_manager = OwnJobs(connector, lost)
    for task in tasks:
        _register(app, task.name, task.queue, run)
    stand_in = _register(App(connector=connector), "unknown", Queue.DEFAULT, run)
    app.tasks = KnownTasks(app.tasks, stand_in)
    return app


def _register(app: App, name: str, queue: str, run: Runner) -> EngineTask[Any, Any, Any]:
    async def body(context: JobContext, /, **arguments: Any) -> None:
        await run(context, context.job.task_name, arguments)

    return app.task(name=name, queue=queue, retry=AsDecided(), pass_context=True)(body)
