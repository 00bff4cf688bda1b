"""Every query on trackers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Interval,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy.orm import aliased

from souk.jobs.engine import JOB
from souk.jobs.trackers.errors import TrackerMissing
from souk.jobs.trackers.models import Tracker
from souk.jobs.trackers.states import TrackerStatus
from souk.kernel.work import ReadWork, SystemWork, Work

RUNNING = (TrackerStatus.PENDING, TrackerStatus.IN_PROGRESS)

QUIET_FOR = timedelta(milliseconds=300)
"""So long nothing more is told of a tracker whose progress has just been told."""
CANCELLING = timedelta(seconds=15)
"""So long the last job of what is to be cancelled may take to end its tracker itself."""


def _locking(given: CTE) -> Select[Tracker]:
    return (
        select(Tracker)
        .where(Tracker.tenant_id == bindparam("tenant_id"), Tracker.id.in_(select(given.c.id)))
        .order_by(Tracker.id)
        .with_for_update(of=Tracker)
        .execution_options(populate_existing=True)
    )


def _families() -> Select[Tracker]:
    up = (
        select(Tracker.id, Tracker.parent_id)
        .where(Tracker.tenant_id == bindparam("tenant_id"), Tracker.id.in_(bindparam("ids", expanding=True)))
        .cte("up", recursive=True)
    )
    above = aliased(Tracker)
    joined = and_(above.tenant_id == bindparam("tenant_id"), above.id == up.c.parent_id)
    return _locking(up.union(select(above.id, above.parent_id).join(up, joined)))


def _descendants() -> Select[Tracker]:
    down = (
        select(Tracker.id)
        .where(Tracker.tenant_id == bindparam("tenant_id"), Tracker.parent_id == bindparam("id"))
        .cte("down", recursive=True)
    )
    below = aliased(Tracker)
    joined = and_(below.tenant_id == bindparam("tenant_id"), below.parent_id == down.c.id)
    return _locking(down.union_all(select(below.id).join(down, joined)))


# Built once: counting is frequent, and building these takes longer than running them.
_FAMILIES = _families()
_DESCENDANTS = _descendants()
_CHILDREN = (
    select(Tracker)
    .where(Tracker.tenant_id == bindparam("tenant_id"), Tracker.parent_id == bindparam("id"))
    .execution_options(populate_existing=True)
)


async def get_tracker(work: ReadWork, tracker_id: int) -> Tracker:
    """Raises TrackerMissing."""
    found = await work.session.scalar(
        select(Tracker).where(Tracker.tenant_id == work.tenant_id, Tracker.id == tracker_id)
    )
    if found is None:
        raise TrackerMissing(f"There is no tracker {tracker_id}.")
    return found


async def lock_family(work: Work, tracker_id: int) -> list[Tracker]:
    """Lock a tracker after all its ancestors and return them, the tracker first, its root last.

    Raises TrackerMissing.
    """
    family = await lock_families(work, [tracker_id])
    if not family:
        raise TrackerMissing(f"There is no tracker {tracker_id}.")
    return family


async def lock_families(work: Work, tracker_ids: Sequence[int]) -> list[Tracker]:
    """Lock trackers and all their ancestors and return them, children before parents.

    Everybody locks from the root down (a parent's id is always the smaller one), so that those who count
    in the same family wait for one another and never deadlock.
    """
    rows = await work.session.scalars(_FAMILIES, {"tenant_id": work.tenant_id, "ids": list(tracker_ids)})
    return list(rows)[::-1]


async def lock_descendants(work: Work, tracker: Tracker) -> list[Tracker]:
    """Lock what stands below a tracker that is locked already, parents before children."""
    if not tracker.has_children:
        return []
    rows = await work.session.scalars(_DESCENDANTS, {"tenant_id": work.tenant_id, "id": tracker.id})
    return list(rows)


async def children_of(work: Work, tracker: Tracker) -> Sequence[Tracker]:
    """The children of a locked tracker: none of them changes while it is locked."""
    if not tracker.has_children:
        return []
    rows = await work.session.scalars(_CHILDREN, {"tenant_id": work.tenant_id, "id": tracker.id})
    return rows.all()


async def has_live_job(work: Work, tracker_ids: Sequence[int], *, besides: int | None = None) -> bool:
    """Whether a job of one of the trackers waits or runs, `besides` the one asking."""
    found = await work.session.execute(
        text(
            "select exists (select from procrastinate_jobs where tenant_id = :tenant_id"
            " and tracker_id = any(:ids) and status in ('todo', 'doing')"
            " and id is distinct from :besides)"
        ),
        {"tenant_id": work.tenant_id, "ids": list(tracker_ids), "besides": besides},
    )
    return bool(found.scalar_one())


async def cancel_jobs_of(work: Work, tracker_ids: Sequence[int]) -> int:
    """Cancel the waiting jobs of trackers and ask the running ones to end, in one statement."""
    cancelled = await work.session.execute(
        text(
            "select count(procrastinate_cancel_job_v1(id, true, false)) from procrastinate_jobs"
            " where tenant_id = :tenant_id and tracker_id = any(:ids) and status in ('todo', 'doing')"
        ),
        {"tenant_id": work.tenant_id, "ids": list(tracker_ids)},
    )
    return int(cancelled.scalar_one())


async def silent_trackers(work: SystemWork, *, limit: int) -> list[tuple[int, int]]:
    """(tenant, tracker) of those under way, of all tenants, that were silent for longer than they may or
    are to be cancelled, with no job waiting or running for them, and no child under way.
    """
    child = aliased(Tracker)
    live_job = exists().where(
        JOB.c.tenant_id == Tracker.tenant_id,
        JOB.c.tracker_id == Tracker.id,
        literal_column("procrastinate_jobs.status in ('todo', 'doing')"),
    )
    live_child = exists().where(
        child.tenant_id == Tracker.tenant_id, child.parent_id == Tracker.id, child.status.in_(RUNNING)
    )
    silent = await work.session.execute(
        select(Tracker.tenant_id, Tracker.id)
        .where(
            Tracker.status.in_(RUNNING),
            or_(
                Tracker.last_activity_at < work.now - _seconds(Tracker.stale_after_s),
                Tracker.cancel_requested_at < work.now - CANCELLING,
            ),
            ~live_job,
            ~live_child,
        )
        .order_by(Tracker.last_activity_at)
        .limit(limit)
    )
    return [(row.tenant_id, row.id) for row in silent]


async def untold_trackers(work: SystemWork, *, limit: int) -> list[tuple[int, int]]:
    """(tenant, tracker) of those under way, of all tenants, whose latest progress came too soon after the
    one before to be told.
    """
    untold = await work.session.execute(
        select(Tracker.tenant_id, Tracker.id)
        .where(
            Tracker.status.in_(RUNNING),
            Tracker.last_activity_at > Tracker.announced_at,
            Tracker.last_activity_at < work.now - QUIET_FOR,
        )
        .limit(limit)
    )
    return [(row.tenant_id, row.id) for row in untold]


def is_silent(tracker: Tracker, now: datetime) -> bool:
    """Whether a locked tracker is one of the silent, jobs and children left aside."""
    if tracker.cancel_requested_at is not None and tracker.cancel_requested_at < now - CANCELLING:
        return True
    return tracker.last_activity_at < now - timedelta(seconds=tracker.stale_after_s)


def _seconds(count: Any) -> ColumnElement[timedelta]:
    return func.make_interval(0, 0, 0, 0, 0, 0, count, type_=Interval)
