"""Procrastinate, made to end only what is still its own."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.tasks import Task as EngineTask

from souk.jobs.queues import Queue
from souk.jobs.task import Task
from souk.kernel.log import get_logger

logger = get_logger(__name__)

WRITE_TRIES = 60
WRITE_PAUSE_S = 1.0

Runner = Callable[[JobContext, str, dict[str, Any]], Awaitable[None]]

# `attempts` counts up whenever a job is put back, so it names this run among all of them.
_MINE = """
    with mine as materialized (
        select id from procrastinate_jobs
        where id = %(id)s and status = 'doing' and attempts = %(attempts)s
            and (worker_id = %(worker_id)s or worker_id is null)
        for update
    )"""
_FINISH = _MINE + " select procrastinate_finish_job_v1(id, %(status)s, false) from mine"
_FORGET_QUEUEING_LOCK = _MINE + (
    " update procrastinate_jobs set queueing_lock = null from mine where procrastinate_jobs.id = mine.id"
)
_RETRY = _MINE + " select procrastinate_retry_job_v2(id, %(retry_at)s, null, null, null) from mine"


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
        await self._write(job, [_FINISH], status=status.value)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        # What has started once no longer stands for later calls: they may have made a job of their own.
        statements = [_RETRY] if job.queueing_lock is None else [_FORGET_QUEUEING_LOCK, _RETRY]
        await self._write(job, statements, retry_at=retry_at or datetime.now(UTC))

    async def _write(self, job: Job, statements: list[str], **values: Any) -> None:
        """Write how the run ended, waiting for a database that is away.

        A run whose end cannot be written would stay "running" as long as this worker lives. So after a
        minute the worker gives itself up: its jobs are then abandoned ones, and run again.
        """
        fence = {"id": job.id, "attempts": job.attempts, "worker_id": job.worker_id}
        for _ in range(WRITE_TRIES):
            try:
                async with self.connector.pool.connection() as connection:
                    rows = 0
                    for statement in statements:
                        rows = (await connection.execute(statement, {**fence, **values})).rowcount
            except psycopg.OperationalError as away:
                logger.warning("job_end_not_written", job_id=job.id, error=str(away))
                await asyncio.sleep(WRITE_PAUSE_S)
                continue
            if not rows:
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
