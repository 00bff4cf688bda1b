"""Telling the floors above how a tracker goes on.

Events live above this floor, so it states what it needs in its own words; `souk.events.trackers` fills
it. Most of progress is for those who watch, and is told at most a few times a second; only every tenth
of the way and the end are facts for the log.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from souk.jobs.trackers.models import Tracker
from souk.jobs.trackers.repository import QUIET_FOR, lock_family
from souk.kernel.work import Work

MILESTONE_PERCENT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerNews:
    """A tracker at one moment, in plain values."""

    tracker_id: int
    parent_id: int | None
    subject_kind: str
    subject_id: int | None
    label: str
    action: str
    process_type: str
    marketplace: str | None
    status: str
    progress: int
    total: int
    completed: int
    failed: int
    phases: list[dict[str, Any]]
    outcome: dict[str, Any]
    error: str | None


class Announcer(Protocol):
    async def progressed(self, work: Work, news: TrackerNews, *, milestone: bool) -> None: ...

    async def ended(self, work: Work, news: TrackerNews) -> None: ...


_announcers: list[Announcer] = []


def announce_through(announcer: Announcer) -> None:
    """Called once, by the floor that publishes events."""
    _announcers[:] = [announcer]


async def announce_progress(work: Work, tracker: Tracker) -> None:
    """Tell how a tracker under way stands, unless that was told a moment ago."""
    if tracker.ended or (tracker.announced_at is not None and work.now - tracker.announced_at < QUIET_FOR):
        return
    milestone = tracker.progress // MILESTONE_PERCENT > tracker.announced_progress // MILESTONE_PERCENT
    tracker.announced_at = work.now
    tracker.announced_progress = tracker.progress
    for announcer in _announcers:
        await announcer.progressed(work, news_of(tracker), milestone=milestone)


async def announce_untold(work: Work, tracker_id: int) -> None:
    """Tell the last step before a pause, which came too soon after the one before it."""
    tracker = (await lock_family(work, tracker_id))[0]
    if tracker.announced_at is None or tracker.announced_at < tracker.last_activity_at:
        await announce_progress(work, tracker)


async def announce_end(work: Work, tracker: Tracker) -> None:
    """Tell how a tracker ended."""
    for announcer in _announcers:
        await announcer.ended(work, news_of(tracker))


def news_of(tracker: Tracker) -> TrackerNews:
    return TrackerNews(
        tracker_id=tracker.id,
        parent_id=tracker.parent_id,
        subject_kind=tracker.subject_kind,
        subject_id=tracker.subject_id,
        label=tracker.label,
        action=tracker.action,
        process_type=tracker.process_type,
        marketplace=tracker.marketplace,
        status=tracker.status,
        progress=tracker.progress,
        total=tracker.total,
        completed=tracker.completed,
        failed=tracker.failed,
        phases=list(tracker.phases),
        outcome=dict(tracker.outcome),
        error=tracker.error,
    )
