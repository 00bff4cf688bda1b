"""Progress is counted."""

from collections.abc import Callable, Mapping
from typing import Any

from souk.jobs.trackers.errors import PhaseUnknown
from souk.jobs.trackers.family import settle, start
from souk.jobs.trackers.models import Tracker
from souk.jobs.trackers.repository import get_tracker, lock_family
from souk.jobs.trackers.rules import Phase
from souk.jobs.trackers.states import PhaseStatus
from souk.kernel.errors import Invalid
from souk.kernel.work import ReadWork, Work


async def advance(
    work: Work, tracker_id: int, phase: str, *, done: int = 0, failed: int = 0, total: int | None = None
) -> Tracker:
    """Count `done` and `failed` more items of a phase, and perhaps how many there are in all.

    Counts of concurrent transactions all add up; progress never runs backwards and never passes 100. The
    tracker stays locked until the transaction ends, so count as its last act. What is counted after the
    tracker's end is kept and changes nothing else.

    Raises TrackerMissing, PhaseUnknown, Invalid for counts below zero.
    """
    if done < 0 or failed < 0 or (total is not None and total < 0):
        raise Invalid("Progress is counted forwards: nothing below zero.")

    def count(present: Phase) -> Phase:
        return present.advanced(done=done, failed=failed, total=total, now=work.now)

    return await _change(work, tracker_id, phase, count)


async def finish_phase(
    work: Work, tracker_id: int, phase: str, *, status: str = PhaseStatus.COMPLETED
) -> Tracker:
    """Bring a phase to its end, `completed` or `failed`. Its end is final; again changes nothing.

    A completed phase was as large as what was counted; where nothing was counted, all of it is done.
    Raises TrackerMissing, PhaseUnknown.
    """
    how = PhaseStatus(status)

    def finish(present: Phase) -> Phase:
        return present if present.ended else present.finished(how, work.now)

    return await _change(work, tracker_id, phase, finish)


async def touch(work: Work, tracker_id: int, *, metadata: Mapping[str, Any] | None = None) -> Tracker:
    """A sign of life without counting, perhaps with something to note. Raises TrackerMissing."""
    family = await lock_family(work, tracker_id)
    tracker = family[0]
    if metadata:
        tracker.details = {**tracker.details, **metadata}
    _live(work, tracker)
    await settle(work, family)
    return tracker


async def is_cancelled(work: ReadWork, tracker_id: int) -> bool:
    """Whether somebody asked for the operation to end. Raises TrackerMissing."""
    return (await get_tracker(work, tracker_id)).cancel_requested_at is not None


async def _change(work: Work, tracker_id: int, name: str, change: Callable[[Phase], Phase]) -> Tracker:
    family = await lock_family(work, tracker_id)
    tracker = family[0]
    phases = tracker.steps
    at = next((place for place, phase in enumerate(phases) if phase.name == name), None)
    if at is None:
        offer = ", ".join(phase.name for phase in phases) or "none"
        raise PhaseUnknown(f"Tracker {tracker_id} has no phase '{name}'; it has: {offer}.")
    phases[at] = change(phases[at])
    tracker.steps = phases
    _live(work, tracker)
    await settle(work, family)
    return tracker


def _live(work: Work, tracker: Tracker) -> None:
    if not tracker.ended:
        start(work, tracker)
        tracker.last_activity_at = max(tracker.last_activity_at, work.now)
