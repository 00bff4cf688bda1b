"""Tasks: named functions that run as jobs."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, ParamSpec

from souk.jobs.context import TaskContext
from souk.jobs.queues import Queue
from souk.jobs.retry import Retry

P = ParamSpec("P")
Body = Callable[Concatenate[TaskContext, P], Awaitable[None]]

TIME_LIMIT_S = 600.0
RESERVED = frozenset({"work", "task", "lock", "queueing_lock", "run_at", "priority", "queue"})
"""Words of `enqueue` itself, which a task's argument cannot be called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Generic[P]):
    """A function that runs as a job, and how. Calling it runs it here and now."""

    name: str
    body: Body[P]
    queue: Queue
    retry: Retry
    time_limit_s: float
    priority: int
    abortable: bool
    signature: inspect.Signature = field(repr=False)

    def __call__(self, context: TaskContext, /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[None]:
        return self.body(context, *args, **kwargs)

    def check(self, arguments: Mapping[str, Any]) -> None:
        """Raises TypeError, while the caller can still be seen, for arguments the task does not take."""
        try:
            self.signature.bind(None, **arguments)
        except TypeError as misfit:
            raise TypeError(f"{self.name}: {misfit}") from None


_tasks: dict[str, Task[...]] = {}


def task(
    name: str,
    *,
    queue: str = Queue.DEFAULT,
    retry: Retry | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    priority: int = 0,
    abortable: bool = True,
) -> Callable[[Body[P]], Task[P]]:
    """Make an async function a task named `<domain>.<verb>`.

    It takes a TaskContext and keyword arguments of plain JSON values, among them `tenant_id`. It must be
    idempotent: it runs at least once. There is always a retry policy (without one, a job running while
    the worker shuts down would be lost) and always a time limit.

    Cancelling a running job breaks it off where it awaits, and rolls its transaction back. A task that
    talks to the world says `abortable=False`: it is only told (`context.should_stop()`), so that it can
    record what it has done out there.

    CPU work goes to a thread: while it blocks the event loop, the worker's heartbeat stands still, and
    after 30 s its jobs count as abandoned and run twice.
    """

    def register(body: Body[P]) -> Task[P]:
        made = Task(
            name=name,
            body=body,
            queue=Queue(queue),
            retry=retry or Retry(),
            time_limit_s=time_limit_s,
            priority=priority,
            abortable=abortable,
            signature=inspect.signature(body),
        )
        _check(made)
        _tasks[name] = made
        return made

    return register


def tasks() -> dict[str, Task[...]]:
    """All tasks of the modules imported so far, by name."""
    return dict(_tasks)


def find_task(name: str) -> Task[...] | None:
    return _tasks.get(name)


def task_named(name: str) -> Task[...]:
    """Raises LookupError for a task whose module this process has not imported."""
    found = _tasks.get(name)
    if found is None:
        raise LookupError(f"there is no task '{name}': wiring/tasks.py lists the modules that have some")
    return found


def _check(made: Task[P]) -> None:
    if made.name in _tasks:
        raise ValueError(f"two tasks are called {made.name}")
    if not inspect.iscoroutinefunction(made.body):
        raise TypeError(f"{made.name}: a task is an async function")
    if made.time_limit_s <= 0:
        raise ValueError(f"{made.name}: a time limit is more than nothing")
    taken = list(made.signature.parameters)[1:]
    if "tenant_id" not in taken:
        raise TypeError(f"{made.name}: every task takes tenant_id (None for work across tenants)")
    if clash := RESERVED.intersection(taken):
        raise TypeError(f"{made.name}: {', '.join(sorted(clash))} cannot name a task's argument")
