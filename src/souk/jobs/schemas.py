"""What the API says of jobs."""

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import Field

from souk.jobs.queues import Queue
from souk.kernel.lists import ListQuery
from souk.kernel.shapes import Draft, Id, Instant, Shape

State = Literal["waiting", "delayed", "active", "completed", "failed", "cancelled"]


class JobErrorShape(Shape):
    """Why a run failed. `retry_at` is null where no further run followed by itself."""

    attempt: int
    kind: str
    message: str
    occurred_at: Instant
    retry_at: Instant | None


class JobShape(Shape):
    """`attempts` are the runs that have ended; `error` is that of the last one that failed.

    `delayed` jobs wait for `run_at`, `waiting` ones for a free worker. `can_retry` and `can_cancel` say what
    can be done now.
    """

    id: Id
    task: str
    queue: str
    state: State
    priority: int
    lock: str | None
    arguments: dict[str, Any]
    attempts: int
    tracker_id: Id | None
    cancel_requested: bool
    enqueued_at: Instant | None
    run_at: Instant | None
    started_at: Instant | None
    ended_at: Instant | None
    error: JobErrorShape | None
    can_retry: bool
    can_cancel: bool


class JobFailureShape(JobErrorShape):
    """`trace` is where in the program it broke, for those who may see that (`jobs.trace`); else null."""

    trace: str | None


class JobDetailShape(JobShape):
    errors: list[JobFailureShape]


class QueueStatsShape(Shape):
    """`completed` counts those still kept (a week). `oldest_wait_s` is null where nothing waits; the rate is
    that of the last five minutes, however the jobs ended.
    """

    queue: str
    waiting: int
    active: int
    delayed: int
    completed: int
    failed: int
    oldest_wait_s: float | None
    rate_per_min: float


class JobStats(Shape):
    data: list[QueueStatsShape]


class FailedJobFilter(Draft):
    """Which dead letters; nothing given: all of them."""

    ids: Annotated[list[Id] | None, Field(min_length=1, max_length=1_000)] = None
    queue: Queue | None = None
    task: Annotated[str | None, Field(min_length=1, max_length=128)] = None
    error_kind: Annotated[str | None, Field(min_length=1, max_length=200)] = None


class JobQuery(ListQuery):
    state: State | None = None
    queue: Queue | None = None
    task: Annotated[str | None, Field(max_length=128)] = None
    tracker_id: Id | None = None


class FailedJobQuery(ListQuery):
    queue: Queue | None = None
    task: Annotated[str | None, Field(max_length=128)] = None
    error_kind: Annotated[str | None, Field(max_length=200)] = None


class RetriedShape(Shape):
    """How many dead letters went back into the queue."""

    retried: int


class ScheduleShape(Shape):
    """Work that starts by the clock. `everywhere`: it is Souk's own and serves every tenant.

    Every `every_s` seconds, or daily at `daily_at` in `timezone`. `last_run_at` is when it was last due.
    """

    id: Id
    name: str
    task: str
    everywhere: bool
    every_s: int | None
    daily_at: time | None
    timezone: str
    last_run_at: Instant | None
    next_run_at: Instant
    active: bool


class ScheduleList(Shape):
    data: list[ScheduleShape]
