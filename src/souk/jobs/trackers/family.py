"""What a tracker's counts are made of, its phases and its children, and how it comes to its end."""

from collections.abc import Mapping, Sequence
from typing import Any

from souk.jobs.trackers.announcing import announce_end, announce_progress
from souk.jobs.trackers.models import Tracker
from souk.jobs.trackers.repository import children_of
from souk.jobs.trackers.rules import Part, part_of_phase, progress_percent, status_of_children
from souk.jobs.trackers.states import ENDING, PhaseStatus, TrackerStatus, TrackerVerb
from souk.kernel.work import Work


async def settle(work: Work, family: Sequence[Tracker]) -> None:
    """The first of a locked family has changed: count it anew, then each of its ancestors, and tell."""
    for tracker in family:
        await _recount(work, tracker)
        await announce_progress(work, tracker)
    await work.session.flush()


def start(work: Work, tracker: Tracker) -> None:
    if tracker.status == TrackerStatus.PENDING:
        tracker.move(TrackerVerb.START)
        tracker.started_at = work.now


async def close(
    work: Work,
    tracker: Tracker,
    status: TrackerStatus,
    *,
    error: str | None = None,
    error_code: str | None = None,
    outcome: Mapping[str, Any] | None = None,
) -> None:
    """Bring a locked tracker to its end, its unfinished phases with it."""
    tracker.move(ENDING[status])
    tracker.started_at = tracker.started_at or work.now
    tracker.completed_at = tracker.last_activity_at = work.now
    tracker.error, tracker.error_code = error, error_code
    tracker.outcome = {**tracker.outcome, **(outcome or {})}
    if status == TrackerStatus.COMPLETED:
        tracker.steps = [
            phase if phase.ended else phase.finished(PhaseStatus.COMPLETED, work.now)
            for phase in tracker.steps
        ]
    else:
        how = PhaseStatus.FAILED if status == TrackerStatus.FAILED else PhaseStatus.CANCELLED
        tracker.steps = [
            phase.finished(how, work.now) if phase.status == PhaseStatus.IN_PROGRESS else phase
            for phase in tracker.steps
        ]
    await _recount(work, tracker)
    await announce_end(work, tracker)


async def _recount(work: Work, tracker: Tracker) -> None:
    children = await children_of(work, tracker)
    phases = tracker.steps
    tracker.completed = sum(phase.completed for phase in phases) + sum(one.completed for one in children)
    tracker.failed = sum(phase.failed for phase in phases) + sum(one.failed for one in children)
    tracker.total = sum(max(phase.total or 0, phase.done) for phase in phases) + sum(
        one.total for one in children
    )
    parts = [*map(part_of_phase, phases), *map(_part_of_child, children)]
    if tracker.status == TrackerStatus.COMPLETED:
        tracker.progress = 100
    elif not tracker.ended:  # what failed or was cancelled stays where it stopped
        # a total that grows does not push the bar back
        tracker.progress = max(tracker.progress, progress_percent(parts))
    if children and not tracker.ended:
        await _follow(work, tracker, children)


async def _follow(work: Work, tracker: Tracker, children: Sequence[Tracker]) -> None:
    """A tracker is under way when a child is, and may end with its children."""
    if any(one.status != TrackerStatus.PENDING for one in children):
        start(work, tracker)
    tracker.last_activity_at = max(tracker.last_activity_at, *(one.last_activity_at for one in children))
    if not tracker.ends_with_children or not all(phase.ended for phase in tracker.steps):
        return
    status = status_of_children(TrackerStatus(one.status) for one in children)
    if status is None:
        return
    missed = [f"{one.label or one.marketplace or one.id}: {one.error}" for one in children if one.error]
    await close(work, tracker, status, error="; ".join(missed) or None)


def _part_of_child(child: Tracker) -> Part:
    if child.ended:
        return Part(child.total, 1.0)
    phases = [part_of_phase(phase) for phase in child.steps]
    measured = bool(phases) and all(part.total is not None for part in phases)
    return Part(child.total if measured else None, child.progress / 100)
