"""Tasks of the tests. Their effect is what they count in a tracker."""

import asyncio
from pathlib import Path

from souk.jobs.public import Retry, TaskContext, task
from souk.jobs.trackers import advance
from souk.kernel.errors import Invalid, Unavailable

AT_ONCE = Retry(max_runs=3, first_wait_s=0, jitter=0)


@task("errand.count", queue="stock")
async def count(context: TaskContext, *, tenant_id: int, tracker_id: int) -> None:
    async with context.work() as work:
        await advance(work, tracker_id, "steps", done=1)


@task("errand.fail", queue="stock", retry=AT_ONCE)
async def fail(context: TaskContext, *, tenant_id: int, tracker_id: int | None = None) -> None:
    raise Unavailable("The shop's bell is out of order.")


@task("errand.refuse", queue="stock", retry=AT_ONCE)
async def refuse(context: TaskContext, *, tenant_id: int, tracker_id: int | None = None) -> None:
    raise Invalid("There is no such street.")


@task("errand.dawdle", queue="stock", retry=AT_ONCE, time_limit_s=0.05)
async def dawdle(context: TaskContext, *, tenant_id: int) -> None:
    await asyncio.Event().wait()


@task("errand.wait", queue="stock", retry=AT_ONCE)
async def wait(context: TaskContext, *, tenant_id: int, tracker_id: int, until: str) -> None:
    """Counts that it has started, waits for a file, counts that it has ended."""
    async with context.work() as work:
        await advance(work, tracker_id, "started", done=1)
    while not Path(until).exists():  # noqa: ASYNC240 - another process makes it
        context.stop_if_asked()
        await asyncio.sleep(0.02)
    async with context.work() as work:
        await advance(work, tracker_id, "ended", done=1)


@task("errand.wait_stubbornly", queue="stock", retry=AT_ONCE, abortable=False)
async def wait_stubbornly(context: TaskContext, *, tenant_id: int, tracker_id: int, until: str) -> None:
    """As `wait`, but it cannot be broken off, and does not ask."""
    async with context.work() as work:
        await advance(work, tracker_id, "started", done=1)
    while not Path(until).exists():  # noqa: ASYNC110, ASYNC240 - another process makes it
        await asyncio.sleep(0.02)
    async with context.work() as work:
        await advance(work, tracker_id, "ended", done=1)


@task("errand.nightly", queue="default")
async def nightly(context: TaskContext, *, tenant_id: int | None) -> None:
    """Nothing; it is only ever due."""
