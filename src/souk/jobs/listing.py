"""Reading the queue: the jobs of the tenant."""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal_column, select

from souk.jobs.engine import EVENT, JOB
from souk.jobs.errors import JobMissing
from souk.jobs.models import JobError
from souk.jobs.schemas import (
    FailedJobQuery,
    JobDetailShape,
    JobErrorShape,
    JobFailureShape,
    JobQuery,
    JobShape,
)
from souk.kernel.lists import ListQuery, Page, fetch_page, ordering
from souk.kernel.work import ReadWork

_FINAL = "('succeeded', 'failed', 'cancelled', 'aborted')"
# Written out, not as parameters: only so does the planner see which partial index fits.
_IN_STATE: dict[str, ColumnElement[bool]] = {
    "waiting": literal_column("status = 'todo' and coalesce(scheduled_at, now()) <= now()"),
    "delayed": literal_column("status = 'todo' and scheduled_at > now()"),
    "active": literal_column("status = 'doing'"),
    "completed": literal_column("status = 'succeeded'"),
    "failed": literal_column("status = 'failed'"),
    "cancelled": literal_column("status in ('cancelled', 'aborted', 'aborting')"),
}
_COLUMNS = {
    "id": JOB.c.id,
    "queue": JOB.c.queue_name,
    "task": JOB.c.task_name,
    "priority": JOB.c.priority,
    "run_at": JOB.c.scheduled_at,
    "attempts": JOB.c.attempts,
}


def _at(aggregate: Any, types: str) -> Any:
    return (
        select(aggregate(EVENT.c.at))
        .where(EVENT.c.job_id == JOB.c.id, literal_column(f"type in {types}"))
        .correlate(JOB)
        .scalar_subquery()
    )


_LAST_ERROR = (
    select(
        func.jsonb_build_object(
            *(part for name in JobErrorShape.model_fields for part in (name, getattr(JobError, name)))
        )
    )
    .where(JobError.job_id == JOB.c.id)
    .order_by(JobError.id.desc())
    .limit(1)
    .correlate(JOB)
    .scalar_subquery()
)
_SELECT = select(
    JOB,
    case(*((condition, state) for state, condition in _IN_STATE.items())).label("state"),
    _at(func.min, "('deferred')").label("enqueued_at"),
    _at(func.max, "('started')").label("started_at"),
    _at(func.max, _FINAL).label("ended_at"),
    _LAST_ERROR.label("error"),
)


async def list_jobs(work: ReadWork, query: JobQuery) -> Page[JobShape]:
    """The tenant's jobs, the newest first. Raises Invalid for an unknown sort."""
    statement = _of(work)
    if query.state is not None:
        statement = statement.where(_IN_STATE[query.state])
    if query.queue is not None:
        statement = statement.where(JOB.c.queue_name == query.queue.value)
    if query.task is not None:
        statement = statement.where(JOB.c.task_name == query.task)
    if query.tracker_id is not None:
        statement = statement.where(JOB.c.tracker_id == query.tracker_id)
    return await _page(work, statement, query)


async def list_failed(work: ReadWork, query: FailedJobQuery) -> Page[JobShape]:
    """The dead letters: jobs that failed for good and wait for a person. Raises Invalid."""
    statement = _of(work).where(_IN_STATE["failed"])
    if query.queue is not None:
        statement = statement.where(JOB.c.queue_name == query.queue.value)
    if query.task is not None:
        statement = statement.where(JOB.c.task_name == query.task)
    if query.error_kind is not None:
        statement = statement.where(
            exists().where(
                JobError.job_id == JOB.c.id, JobError.kind == query.error_kind, JobError.retry_at.is_(None)
            )
        )
    return await _page(work, statement, query)


async def read_job(work: ReadWork, job_id: int, *, with_traces: bool = False) -> JobDetailShape:
    """One job with every failure it had, and where in the program each was. Raises JobMissing."""
    found = await work.session.execute(_of(work).where(JOB.c.id == job_id))
    row = found.one_or_none()
    if row is None:
        raise JobMissing(f"There is no job {job_id}.")
    errors = await work.session.scalars(
        select(JobError).where(JobError.job_id == job_id).order_by(JobError.id.desc()).limit(100)
    )
    failures = [JobFailureShape.model_validate(error) for error in errors]
    if not with_traces:
        failures = [failure.model_copy(update={"trace": None}) for failure in failures]
    return JobDetailShape(**_values(row), errors=failures)


def _of(work: ReadWork) -> Select[Any]:
    return _SELECT.where(JOB.c.tenant_id == work.tenant_id)


async def _page(work: ReadWork, statement: Select[Any], query: ListQuery) -> Page[JobShape]:
    if query.q:
        statement = statement.where(
            JOB.c.task_name.icontains(query.q, autoescape=True)
            | exists().where(
                JobError.job_id == JOB.c.id, JobError.message.icontains(query.q, autoescape=True)
            )
        )
    order = ordering(query.sort, _COLUMNS, default="-id", tie=JOB.c.id.desc())
    return await fetch_page(work.session, statement, query, order, lambda row: JobShape(**_values(row)))


def _values(row: Any) -> dict[str, Any]:
    ended = row.state in ("completed", "failed", "cancelled")
    return {
        "id": row.id,
        "task": row.task_name,
        "queue": row.queue_name,
        "state": row.state,
        "priority": row.priority,
        "lock": None if row.lock is None else row.lock.partition(":")[2],
        "arguments": {name: value for name, value in row.args.items() if name != "tenant_id"},
        "attempts": row.attempts,
        "tracker_id": row.tracker_id,
        "cancel_requested": row.abort_requested,
        "enqueued_at": row.enqueued_at,
        "run_at": row.scheduled_at,
        "started_at": row.started_at,
        "ended_at": row.ended_at if ended else None,
        "error": row.error,
        "can_retry": row.state == "failed",
        "can_cancel": not ended and not row.abort_requested,
    }
