"""Trackers for those who watch."""

from datetime import datetime

from sqlalchemy import select

from souk.jobs.trackers.models import Tracker
from souk.jobs.trackers.repository import RUNNING, get_tracker
from souk.jobs.trackers.rules import Phase, eta_s, part_of_phase, rate_per_s
from souk.jobs.trackers.schemas import PhaseShape, TrackerDetailShape, TrackerQuery, TrackerShape
from souk.kernel.lists import Page, fetch_page, ordering
from souk.kernel.work import ReadWork

CHILDREN_MAX = 200

_COLUMNS = {
    "id": Tracker.id,
    "created_at": Tracker.created_at,
    "last_activity_at": Tracker.last_activity_at,
    "completed_at": Tracker.completed_at,
    "progress": Tracker.progress,
    "status": Tracker.status,
}


async def list_trackers(work: ReadWork, query: TrackerQuery) -> Page[TrackerShape]:
    """The tenant's trackers, the newest first. Raises Invalid for an unknown sort."""
    statement = select(Tracker).where(Tracker.tenant_id == work.tenant_id)
    if query.status is not None:
        statement = statement.where(Tracker.status == query.status)
    if query.running is not None:
        under_way = Tracker.status.in_(RUNNING)
        statement = statement.where(under_way if query.running else ~under_way)
    if query.subject_kind is not None:
        statement = statement.where(Tracker.subject_kind == query.subject_kind)
    if query.subject_id is not None:
        statement = statement.where(Tracker.subject_id == query.subject_id)
    if query.action is not None:
        statement = statement.where(Tracker.action == query.action)
    if query.parent_id is not None:
        statement = statement.where(Tracker.parent_id == query.parent_id)
    else:
        statement = statement.where(Tracker.parent_id.is_(None))
    if query.q:
        statement = statement.where(Tracker.label.icontains(query.q, autoescape=True))
    order = ordering(query.sort, _COLUMNS, default="-id", tie=Tracker.id.desc())
    return await fetch_page(work.session, statement, query, order, lambda row: shape_of(row[0], work.now))


async def read_tracker(work: ReadWork, tracker_id: int) -> TrackerDetailShape:
    """A tracker with its children. Raises TrackerMissing."""
    tracker = await get_tracker(work, tracker_id)
    children = await work.session.scalars(
        select(Tracker)
        .where(Tracker.tenant_id == work.tenant_id, Tracker.parent_id == tracker_id)
        .order_by(Tracker.id)
        .limit(CHILDREN_MAX)
    )
    return TrackerDetailShape(
        **shape_of(tracker, work.now).model_dump(),
        children=[shape_of(child, work.now) for child in children],
    )


def shape_of(tracker: Tracker, now: datetime) -> TrackerShape:
    phases = tracker.steps
    rate = None if tracker.ended else rate_per_s(phases, now)
    return TrackerShape(
        **{
            name: getattr(tracker, name)
            for name in TrackerShape.model_fields
            if name not in {"phases", "metadata", "can_cancel", "rate_per_s", "eta_s"}
        },
        metadata=tracker.details,
        phases=[_phase(phase) for phase in phases],
        can_cancel=not tracker.ended and tracker.cancel_requested_at is None,
        rate_per_s=None if rate is None else round(rate, 3),
        eta_s=eta_s(phases, rate),
    )


def _phase(phase: Phase) -> PhaseShape:
    return PhaseShape(
        name=phase.name,
        label=phase.label,
        status=phase.status.value,
        total=phase.total,
        completed=phase.completed,
        failed=phase.failed,
        progress=min(100, int(100 * part_of_phase(phase).fraction)),
        started_at=phase.started_at,
        ended_at=phase.ended_at,
    )
