"""A long operation comes into sight."""

from collections.abc import Mapping, Sequence
from typing import Any

from souk.jobs.trackers.errors import TrackerEnded
from souk.jobs.trackers.family import settle
from souk.jobs.trackers.models import Tracker
from souk.jobs.trackers.repository import lock_family
from souk.jobs.trackers.rules import Phase
from souk.jobs.trackers.states import ProcessType
from souk.kernel.errors import Invalid
from souk.kernel.work import Work

PHASES_MAX = 50
STALE_AFTER_S = 300


async def open_tracker(
    work: Work,
    *,
    subject_kind: str,
    subject_id: int | None,
    action: str,
    phases: Sequence[tuple[str, int | None]],
    label: str = "",
    parent_id: int | None = None,
    process_type: str = ProcessType.MAIN,
    marketplace: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    ends_with_children: bool = False,
    stale_after_s: int = STALE_AFTER_S,
) -> Tracker:
    """Make the progress of an operation visible. Commit it together with the jobs that do the work.

    `phases` are ordered names with how much each has to do (None: not known yet). Give the tracker's id
    to its jobs as the argument `tracker_id`: while one of them waits or runs, it cannot be taken for
    dead. Without jobs it is, after `stale_after_s` seconds without a sign of life. A child's counts are
    part of its parent's; with `ends_with_children`, a tracker needs nobody to finish it.

    Raises Invalid for phases that repeat a name, TrackerMissing or TrackerEnded for a parent that is not
    there or has ended.
    """
    _check(phases)
    family = [] if parent_id is None else await lock_family(work, parent_id)
    if family and family[0].ended:
        raise TrackerEnded(f"Tracker {parent_id} has ended; nothing can be done under it.")
    tracker = Tracker(
        tenant_id=work.tenant_id,
        parent_id=parent_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        label=label,
        action=action,
        process_type=ProcessType(process_type),
        marketplace=marketplace,
        details=dict(metadata or {}),
        ends_with_children=ends_with_children,
        stale_after_s=stale_after_s,
        created_by=work.actor.label,
        created_at=work.now,
        last_activity_at=work.now,
        total=sum(total or 0 for _, total in phases),
    )
    tracker.steps = [Phase(name=name, total=total) for name, total in phases]
    work.session.add(tracker)
    await work.session.flush()
    await work.session.refresh(tracker)
    for parent in family[:1]:
        parent.has_children = True
    await settle(work, [tracker, *family])
    return tracker


def _check(phases: Sequence[tuple[str, int | None]]) -> None:
    names = [name for name, _ in phases]
    if len(set(names)) < len(names):
        raise Invalid("A tracker's phases each have a name of their own.")
    if len(names) > PHASES_MAX:
        raise Invalid(f"A tracker has at most {PHASES_MAX} phases.")
    if any(total is not None and total < 0 for _, total in phases):
        raise Invalid("A phase has nothing or something to do, never less than nothing.")
