"""What happens to long operations. Most progress is only shown live; milestones and ends are in the log."""

from dataclasses import dataclass
from typing import Any

from souk.events.event import Event, emit
from souk.events.live import notify_live
from souk.jobs.trackers import TrackerNews
from souk.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerEvent(Event):
    """`progress` is 0 to 100; `total`, `completed` and `failed` count what the operation goes through."""

    capability = "jobs.read"

    tracker_id: int
    parent_id: int | None
    subject_kind: str
    subject_id: int | None
    action: str
    label: str
    marketplace: str | None
    status: str
    progress: int
    total: int
    completed: int
    failed: int

    @property
    def aggregate(self) -> str:
        return f"tracker:{self.tracker_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerProgressed(TrackerEvent):
    type = "tracker.progressed"

    phases: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerFinished(TrackerEvent):
    """It came to its end, or a person cancelled it: see `status`."""

    type = "tracker.finished"

    outcome: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerFailed(TrackerEvent):
    type = "tracker.failed"

    outcome: dict[str, Any]
    error: str | None


class TrackerEvents:
    """What the jobs floor announces through."""

    async def progressed(self, work: Work, news: TrackerNews, *, milestone: bool) -> None:
        event = TrackerProgressed(phases=news.phases, **_common(news))
        if milestone:
            emit(work, event)
        else:
            await notify_live(work, event)

    async def ended(self, work: Work, news: TrackerNews) -> None:
        if news.status == "failed":
            emit(work, TrackerFailed(outcome=news.outcome, error=news.error, **_common(news)))
        else:
            emit(work, TrackerFinished(outcome=news.outcome, **_common(news)))


def _common(news: TrackerNews) -> dict[str, Any]:
    return {
        "tracker_id": news.tracker_id,
        "parent_id": news.parent_id,
        "subject_kind": news.subject_kind,
        "subject_id": news.subject_id,
        "action": news.action,
        "label": news.label,
        "marketplace": news.marketplace,
        "status": news.status,
        "progress": news.progress,
        "total": news.total,
        "completed": news.completed,
        "failed": news.failed,
    }
