"""Jobs into the queue, as rows of the caller's own transaction: they exist when it commits, or never."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT
from procrastinate.sql import queries
from procrastinate.types import JobToDefer
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb
from sqlalchemy import text

from souk.jobs.task import Task, task_named
from souk.kernel.work import SystemWork, Work, raw_connection

BATCH = 1_000

_HOLD_WAITING = text("""
    select id from procrastinate_jobs
    where queueing_lock = :key and status = 'todo'
    for share""")

_WAITING = text("""
    select queueing_lock from procrastinate_jobs
    where queueing_lock = any(:keys) and status = 'todo'""")


async def enqueue(
    work: Work | SystemWork,
    task: Task[...] | str,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    run_at: datetime | None = None,
    priority: int | None = None,
    queue: str | None = None,
    **arguments: Any,
) -> int:
    """Put one job into the queue by the caller's transaction. Returns the job's id.

    `task` is the task or its name: actions lie below the `tasks.py` of their domain and name it.
    `tenant_id` is the work's own unless given. Jobs with the same `lock` run one at a time, in order.
    While a job with the same `queueing_lock` waits, no second one is made: the id returned is that of the
    waiting one, which starts only after this transaction has ended and so sees what it wrote. Both are
    the tenant's own. `run_at` starts it not before. Of two waiting jobs the one of higher `priority`
    starts first.

    Raises TypeError for arguments the task does not take, LookupError for a name there is no task of.
    """
    job = _job(
        work,
        _meant(task),
        arguments,
        lock=lock,
        queueing_lock=queueing_lock,
        run_at=run_at,
        priority=priority,
        queue=queue,
    )
    if job.queueing_lock is None:
        return (await _insert(work, [job]))[0]
    return await _insert_unless_waiting(work, job)


async def enqueue_many(
    work: Work | SystemWork,
    task: Task[...] | str,
    arguments: Iterable[Mapping[str, Any]],
    *,
    lock: str | Callable[[Mapping[str, Any]], str | None] | None = None,
    run_at: datetime | None = None,
    priority: int | None = None,
    queue: str | None = None,
) -> list[int]:
    """Put a job for each of `arguments` into the queue, a thousand a statement. Returns their ids in order.

    `lock` is one for all, or a function of a job's arguments. Otherwise as `enqueue`.
    """
    meant = _meant(task)
    rest = iter(arguments)
    ids: list[int] = []
    while batch := list(islice(rest, BATCH)):
        jobs = [
            _job(
                work,
                meant,
                one,
                lock=lock(one) if callable(lock) else lock,
                queueing_lock=None,
                run_at=run_at,
                priority=priority,
                queue=queue,
            )
            for one in batch
        ]
        ids += await _insert(work, jobs)
    return ids


async def enqueue_unless_waiting(
    work: SystemWork, jobs: Mapping[str, tuple[Task[...], Mapping[str, Any]]]
) -> dict[str, int]:
    """Put a job for each key into the queue that has none waiting, and run those of one key one at a time.

    Returns the ids of the jobs made, by key. The caller holds what the keys stand for, so that nobody else
    makes jobs of the same keys meanwhile.
    """
    made = {
        key: _job(
            work,
            task,
            arguments,
            lock=key,
            queueing_lock=key,
            run_at=None,
            priority=None,
            queue=None,
        )
        for key, (task, arguments) in jobs.items()
    }
    waiting = await work.session.scalars(_WAITING, {"keys": [job.queueing_lock for job in made.values()]})
    taken = set(waiting)
    fresh = {key: job for key, job in made.items() if job.queueing_lock not in taken}
    ids = await _insert(work, list(fresh.values())) if fresh else []
    return dict(zip(fresh, ids, strict=True))


def owned_key(tenant_id: int | None, key: str) -> str:
    """A lock's name within its tenant: the engine's locks are one space for all."""
    return f"{'-' if tenant_id is None else tenant_id}:{key}"


def _meant(task: Task[...] | str) -> Task[...]:
    return task_named(task) if isinstance(task, str) else task


def _job(
    work: Work | SystemWork,
    task: Task[...],
    given: Mapping[str, Any],
    *,
    lock: str | None,
    queueing_lock: str | None,
    run_at: datetime | None,
    priority: int | None,
    queue: str | None,
) -> JobToDefer:
    arguments = {"tenant_id": work.tenant_id, **given} if isinstance(work, Work) else dict(given)
    task.check(arguments)
    owner = arguments["tenant_id"]
    return JobToDefer(
        queue_name=queue or task.queue,
        task_name=task.name,
        priority=task.priority if priority is None else priority,
        lock=None if lock is None else owned_key(owner, lock),
        queueing_lock=None if queueing_lock is None else owned_key(owner, queueing_lock),
        args=arguments,
        scheduled_at=run_at,
    )


async def _insert(work: Work | SystemWork, jobs: Sequence[JobToDefer]) -> list[int]:
    # The engine's statement but not its connector, which takes row-level security for a fault of its own:
    # a unique violation then carries no detail, and the connector insists on one.
    raw = await raw_connection(work.session)
    rows = [(*job[:5], Jsonb(job.args), job.scheduled_at) for job in jobs]
    made = await raw.execute(queries["defer_jobs"], {"jobs": rows})
    return [row[0] for row in await made.fetchall()]


async def _insert_unless_waiting(work: Work | SystemWork, job: JobToDefer) -> int:
    while True:
        try:
            # A savepoint: the unique violation would abort the caller's whole transaction.
            async with work.session.begin_nested():
                return (await _insert(work, [job]))[0]
        except UniqueViolation as violation:
            if violation.diag.constraint_name != QUEUEING_LOCK_CONSTRAINT:
                raise
        # The worker skips rows that are locked: while we hold the waiting job it starts only after us.
        held = await work.session.execute(_HOLD_WAITING, {"key": job.queueing_lock})
        waiting = held.scalar_one_or_none()
        if waiting is not None:
            return int(waiting)
        # It has started in between, without what we wrote: a job of our own is needed.
