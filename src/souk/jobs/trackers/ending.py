"""A long operation comes to its end, or is asked to."""

from collections.abc import Mapping, Sequence
from typing import Any

from souk.jobs.trackers.errors import TrackerEnded
from souk.jobs.trackers.family import close, settle
from souk.jobs.trackers.models import Tracker
from souk.jobs.trackers.repository import (
    cancel_jobs_of,
    has_live_job,
    is_silent,
    lock_descendants,
    lock_families,
    lock_family,
)
from souk.jobs.trackers.states import TrackerStatus, TrackerVerb
from souk.kernel.work import Work

WORK_DIED = "work_died"
_SILENT = "The work stopped without a word, and nothing is left that could go on with it."


async def finish(
    work: Work,
    tracker_id: int,
    *,
    status: str = TrackerStatus.COMPLETED,
    error: str | None = None,
    error_code: str | None = None,
    outcome: Mapping[str, Any] | None = None,
) -> Tracker:
    """Bring a tracker to its end: `completed`, `failed` (say why in `error`) or `cancelled`.

    `outcome` are the figures to show afterwards. The first end counts, a second one changes nothing,
    except that whoever was taken for dead and was not may say how it really ended.
    Raises TrackerMissing.
    """
    family = await lock_family(work, tracker_id)
    tracker = family[0]
    if tracker.status == TrackerStatus.FAILED and tracker.error_code == WORK_DIED:
        _reopen(work, tracker)
    if not tracker.ended:
        await close(work, tracker, TrackerStatus(status), error=error, error_code=error_code, outcome=outcome)
        await settle(work, family)
    return tracker


async def request_cancel(work: Work, tracker_id: int) -> Tracker:
    """Ask for an operation to end, and everything below it: its waiting jobs are cancelled, its running
    ones told. It has ended when the last of them has; at once when there is none.

    Asking twice changes nothing. Raises TrackerMissing, TrackerEnded.
    """
    family = await lock_family(work, tracker_id)
    tracker = family[0]
    if tracker.ended:
        raise TrackerEnded(f"Tracker {tracker_id} has ended ({tracker.status}); there is nothing to cancel.")
    below = await lock_descendants(work, tracker)
    together = [tracker, *(one for one in below if not one.ended)]
    for one in together:
        one.cancel_requested_at = one.cancel_requested_at or work.now
        one.cancel_requested_by = one.cancel_requested_by or work.actor.label
    await work.session.flush()
    await cancel_jobs_of(work, [one.id for one in together])
    for one in reversed(together):  # children before parents
        if not one.ended and not await has_live_job(work, [one.id]):
            await _cancel_if_alone(work, one, together)
    await settle(work, family)
    return tracker


async def end_without_jobs(
    work: Work,
    tracker_id: int,
    *,
    error: str,
    error_code: str,
    besides: int | None = None,
    cancelled: bool = False,
) -> bool:
    """End a tracker whose last job has ended without finishing it: cancelled when it or that job was to be,
    failed otherwise. Returns whether it was for us to do. `besides` is the job that is just ending.
    """
    family = await lock_family(work, tracker_id)
    tracker = family[0]
    below = await lock_descendants(work, tracker)
    if tracker.ended or any(not one.ended for one in below):
        return False
    if await has_live_job(work, [tracker.id], besides=besides):
        return False
    if cancelled or tracker.cancel_requested_at is not None:
        await close(work, tracker, TrackerStatus.CANCELLED)
    else:
        await close(work, tracker, TrackerStatus.FAILED, error=error, error_code=error_code)
    await settle(work, family)
    return True


async def end_if_silent(work: Work, tracker_id: int) -> bool:
    """End a tracker that was found silent, unless it has spoken since. Returns whether it was ended."""
    family = await lock_family(work, tracker_id)
    if not is_silent(family[0], work.now):
        return False
    return await end_without_jobs(work, tracker_id, error=_SILENT, error_code=WORK_DIED)


async def reopen(work: Work, tracker_ids: Sequence[int]) -> None:
    """Failed trackers go on, and those above them, because the jobs they failed by are run again. Others
    stay as they are.
    """
    together = await lock_families(work, tracker_ids)
    for one in together:
        if one.status == TrackerStatus.FAILED:
            _reopen(work, one)
    await settle(work, together)


def _reopen(work: Work, tracker: Tracker) -> None:
    tracker.move(TrackerVerb.REOPEN)
    tracker.completed_at = tracker.error = tracker.error_code = None
    tracker.steps = [phase.reopened() for phase in tracker.steps]
    tracker.last_activity_at = work.now
    tracker.announced_at = None


async def _cancel_if_alone(work: Work, tracker: Tracker, together: list[Tracker]) -> None:
    if not any(one.parent_id == tracker.id and not one.ended for one in together):
        await close(work, tracker, TrackerStatus.CANCELLED)
        await work.session.flush()
