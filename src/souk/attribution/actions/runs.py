"""Work on the past that takes its time: a run remembers how far it is, its tracker shows it."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text

from souk.attribution.models import AttributionRun
from souk.attribution.repository import open_runs
from souk.jobs.public import enqueue
from souk.jobs.trackers import Tracker, end_if_silent, finish, open_tracker
from souk.kernel.work import ReadWork, Work

RUN_BACKFILL, RUN_REBUILD = "attribution.backfill", "attribution.rebuild"
_TASKS = {"backfill": RUN_BACKFILL, "rebuild": RUN_REBUILD}

Chunk = Callable[[Work, int], Awaitable[bool]]
"""Does the next piece of a run. Returns whether there is more."""

# Two starts at once: the second waits here and then finds the first.
_ONE_START = text("select pg_advisory_xact_lock(hashtext('souk.attribution.runs'), :tenant_id)")


async def run_under_way(work: Work, kind: str) -> AttributionRun | None:
    """The run of a kind that still goes on. No other can start until the transaction ends.

    A run is over when its tracker is, however it came to that: finished, failed, cancelled, or killed
    and silent ever since.
    """
    await work.session.execute(_ONE_START, {"tenant_id": work.tenant_id})
    for run, tracker_id in await open_runs(work, kind):
        if not await end_if_silent(work, tracker_id):
            return run
    return None


async def open_run(work: Work, run: AttributionRun, *, phases: list[tuple[str, int]], label: str) -> Tracker:
    """Keep a new run and open its tracker."""
    work.session.add(run)
    await work.session.flush()
    tracker = await open_tracker(
        work,
        subject_kind="attribution_run",
        subject_id=run.id,
        action=run.kind,
        phases=phases,
        label=label,
    )
    run.tracker_id = tracker.id
    return tracker


async def hand_to_worker(work: Work, run: AttributionRun) -> None:
    """Put an opened run into the queue."""
    await enqueue(work, _TASKS[run.kind], run_id=run.id, tracker_id=run.tracker_id)


async def end_run(work: Work, run_id: int, *, status: str = "completed", error: str | None = None) -> None:
    """Close a run and its tracker, with what it changed."""
    run = await lock_run(work, run_id)
    if run is None or run.finished_at is not None:
        return
    run.finished_at = work.now
    if run.tracker_id is not None:
        await finish(work, run.tracker_id, status=status, error=error, outcome=_outcome(run))


def _outcome(run: AttributionRun) -> dict[str, Any]:
    return {"rows": run.entries} if run.kind == "rebuild" else {"lines": run.lines, "entries": run.entries}


async def lock_run(work: Work, run_id: int) -> AttributionRun | None:
    """The run, held until the transaction ends."""
    return await work.session.get(AttributionRun, (work.tenant_id, run_id), with_for_update=True)


async def get_run(work: ReadWork, run_id: int) -> AttributionRun:
    """Raises NoResultFound for a run that was never opened."""
    return await work.session.get_one(AttributionRun, (work.tenant_id, run_id))
