"""One run of a job: its limits, its end, and what is kept of its failure."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from procrastinate import JobContext
from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason

from souk.jobs.context import TaskContext
from souk.jobs.errors import Interrupted, JobTakenAway, JobTimedOut
from souk.jobs.failures import record_failure, words_of
from souk.jobs.retry import Retry
from souk.jobs.task import Task, find_task
from souk.jobs.trace import trace_of
from souk.jobs.trackers.ending import end_without_jobs
from souk.kernel.db.faults import told_safely
from souk.kernel.log import get_logger
from souk.kernel.settings import Settings
from souk.kernel.work import Database
from souk.worker import metrics
from souk.worker.engine import RunFailed
from souk.worker.tracing import JobSpans

logger = get_logger(__name__)

CANCELLED, COMPLETED, FAILED, INTERRUPTED, RETRIED = (
    "cancelled",
    "completed",
    "failed",
    "interrupted",
    "retried",
)


class UnknownTask(Exception):
    """This version of the program has no such task; a newer one may."""


_WHILE_ROLLED_OUT = Retry(max_runs=40, first_wait_s=30, factor=1, also=(UnknownTask,))


class Running:
    """Runs jobs for a worker: `await running(context, name, arguments)`."""

    def __init__(self, database: Database, settings: Settings, stop: asyncio.Event, spans: JobSpans) -> None:
        self._database = database
        self._settings = settings
        self._stop = stop
        self._spans = spans

    async def __call__(self, context: JobContext, name: str, arguments: dict[str, Any]) -> None:
        tenant_id = arguments.get("tenant_id")
        started = time.perf_counter()
        outcome = FAILED
        about = {"job_id": context.job.id or 0, "attempt": context.job.attempts + 1}
        spanned: dict[str, int | str] = {**about, "queue": context.job.queue}
        if tenant_id is not None:
            spanned["tenant_id"] = tenant_id
        with (
            structlog.contextvars.bound_contextvars(**about, task=name, tenant_id=tenant_id),
            self._spans.run(name, spanned) as ended_as,
        ):
            metrics.RUNNING.inc()
            try:
                await self._run(context, name, arguments)
                outcome = COMPLETED
            except JobAborted:
                outcome = CANCELLED
                raise
            except asyncio.CancelledError:
                outcome = INTERRUPTED
                raise
            except RunFailed as failed:
                outcome = _outcome_of(failed)
                raise
            finally:
                took_s = time.perf_counter() - started
                ended_as(outcome)
                metrics.RUNNING.dec()
                metrics.JOBS.labels(context.job.queue, name, outcome).inc()
                metrics.DURATION.labels(context.job.queue, name).observe(took_s)
                logger.info("job_ended", outcome=outcome, took_s=round(took_s, 3))

    async def _run(self, context: JobContext, name: str, arguments: dict[str, Any]) -> None:
        task = find_task(name)
        try:
            if task is None:
                raise UnknownTask(f"This worker has no task called {name}.")
            await _within_limits(task, context, task.body(self._given(context, task, arguments), **arguments))
            if _was_cancelled(context):  # too late to be broken off
                await self._end_cancelled(context, arguments)
        except (Interrupted, asyncio.CancelledError) as interruption:
            if _was_cancelled(context):
                await self._end_cancelled(context, arguments)
                raise JobAborted from interruption
            if isinstance(interruption, Interrupted):
                raise RunFailed(retry_at=datetime.now(UTC)) from interruption
            raise
        except JobTakenAway as taken:  # somebody else's now, and theirs to end
            logger.warning("job_taken_away")
            raise RunFailed(retry_at=datetime.now(UTC)) from taken
        except Exception as failure:
            if _was_cancelled(context):
                await self._end_cancelled(context, arguments)
                raise JobAborted from failure
            retry = _WHILE_ROLLED_OUT if task is None else task.retry
            raise await self._decide(context, retry, arguments, failure) from failure

    def _given(self, context: JobContext, task: Task[...], arguments: dict[str, Any]) -> TaskContext:
        job = context.job
        assert job.id is not None  # noqa: S101 - every fetched job has one
        return TaskContext(
            database=self._database,
            settings=self._settings,
            job_id=job.id,
            task=task.name,
            queue=job.queue,
            tenant_id=arguments.get("tenant_id"),
            attempt=job.attempts + 1,
            worker_id=job.worker_id,
            stopping=lambda: self._stop.is_set() or context.should_abort(),
        )

    async def _decide(
        self, context: JobContext, retry: Retry, arguments: dict[str, Any], failure: Exception
    ) -> RunFailed:
        """Whether it runs again, kept in words; if not, its tracker has lost what moved it."""
        job = context.job
        wait_s = retry.wait_s(failure, job.attempts + 1)
        retry_at = None if wait_s is None else datetime.now(UTC) + timedelta(seconds=wait_s)
        kind, message = words_of(failure)
        if retry_at is None:
            logger.error("job_failed", kind=kind, exc_info=failure)
        else:
            logger.warning("job_will_be_retried", kind=kind, message=message, retry_at=retry_at.isoformat())

        async def keep() -> None:
            async with self._database.across_tenants() as work:
                await record_failure(
                    work,
                    job.id or 0,
                    attempt=job.attempts + 1,
                    kind=kind,
                    message=message,
                    retry_at=retry_at,
                    trace=trace_of(failure),
                )

        await _as_far_as_possible("job_failure_not_kept", keep)
        if retry_at is None:
            await self._end_tracker(context, arguments, error=message or kind, error_code=kind)
        return RunFailed(retry_at)

    async def _end_cancelled(self, context: JobContext, arguments: dict[str, Any]) -> None:
        current = asyncio.current_task()
        if current is not None:
            current.uncancel()  # the cancellation has arrived; what follows may wait again
        await self._end_tracker(
            context, arguments, error="The work was cancelled.", error_code=CANCELLED, cancelled=True
        )

    async def _end_tracker(
        self,
        context: JobContext,
        arguments: dict[str, Any],
        *,
        error: str,
        error_code: str,
        cancelled: bool = False,
    ) -> None:
        tenant_id, tracker_id = arguments.get("tenant_id"), arguments.get("tracker_id")
        if not isinstance(tenant_id, int) or not isinstance(tracker_id, int):
            return

        async def end() -> None:
            async with self._database.work(tenant_id) as work:
                await end_without_jobs(
                    work,
                    tracker_id,
                    error=error,
                    error_code=error_code,
                    besides=context.job.id,
                    cancelled=cancelled,
                )

        await _as_far_as_possible("tracker_not_ended", end)


async def _within_limits(task: Task[...], context: JobContext, body: Awaitable[None]) -> None:
    """Raises JobTimedOut. A task that is not abortable is left to end by itself when it is cancelled."""

    async def limited() -> None:
        limit = asyncio.timeout(task.time_limit_s)
        try:
            async with limit:
                await body
        except TimeoutError:
            if limit.expired():
                raise JobTimedOut(f"It ran longer than {task.time_limit_s:g} seconds.") from None
            raise

    if task.abortable:
        await limited()
        return
    running = asyncio.ensure_future(limited())
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        if not _was_cancelled(context):
            running.cancel()  # the worker's time to shut down is over
        await running


def _was_cancelled(context: JobContext) -> bool:
    return context.abort_reason() is AbortReason.USER_REQUEST


def _outcome_of(failed: RunFailed) -> str:
    if isinstance(failed.__cause__, Interrupted):
        return INTERRUPTED
    return FAILED if failed.retry_at is None else RETRIED


async def _as_far_as_possible(complaint: str, write: Callable[[], Awaitable[None]]) -> None:
    """The run has ended and its end must be told, even where this cannot be written."""
    try:
        await write()
    except Exception as error:
        logger.warning(complaint, error=told_safely(error))
