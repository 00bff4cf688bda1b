"""The arithmetic of progress, on plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from souk.jobs.trackers.states import ENDED, PhaseStatus, TrackerStatus

UNKNOWN_AT_LEAST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One step of a tracker. `total` is None while nobody knows how much there is to do."""

    name: str
    label: str = ""
    status: PhaseStatus = PhaseStatus.PENDING
    total: int | None = None
    completed: int = 0
    failed: int = 0
    started_at: str | None = None
    ended_at: str | None = None

    @property
    def done(self) -> int:
        return self.completed + self.failed

    @property
    def ended(self) -> bool:
        return self.status in (PhaseStatus.COMPLETED, PhaseStatus.FAILED, PhaseStatus.CANCELLED)

    def advanced(self, *, done: int, failed: int, total: int | None, now: datetime) -> "Phase":
        """The phase with so much more done. More than the total makes the total grow: what has been
        counted is the truth, and a bar never passes its end.
        """
        completed, missed = self.completed + done, self.failed + failed
        known = self.total if total is None else total
        return replace(
            self,
            status=PhaseStatus.IN_PROGRESS if self.status == PhaseStatus.PENDING else self.status,
            total=None if known is None else max(known, completed + missed),
            completed=completed,
            failed=missed,
            started_at=self.started_at or now.isoformat(),
        )

    def finished(self, status: PhaseStatus, now: datetime) -> "Phase":
        """The phase at its end. Completed, it was as large as what was counted; where nothing was counted
        (a phase that is one step), all of it is done.
        """
        total, completed = self.total or 0, self.completed
        if status == PhaseStatus.COMPLETED:
            completed = self.completed if self.done else total
            total = completed + self.failed
        return replace(
            self,
            status=status,
            total=max(total, self.done),
            completed=completed,
            started_at=self.started_at or now.isoformat(),
            ended_at=now.isoformat(),
        )

    def reopened(self) -> "Phase":
        """The phase of a tracker that goes on after all: what failed in it is under way again."""
        if self.status != PhaseStatus.FAILED:
            return self
        return replace(self, status=PhaseStatus.IN_PROGRESS, ended_at=None)


@dataclass(frozen=True, slots=True)
class Part:
    """What a whole is measured by: a phase, or a child tracker. `fraction` is 0 to 1."""

    total: int | None
    fraction: float


def part_of_phase(phase: Phase) -> Part:
    if phase.ended:
        return Part(phase.total or 0, 1.0)
    # an empty phase that nobody has ended yet counts as unknown, or the bar would pass over it
    return Part(phase.total or None, phase.done / phase.total if phase.total else 0.0)


def progress_percent(parts: Sequence[Part]) -> int:
    """How far the whole is, 0 to 100, rounded down: its parts weighed by how much there is to do in them.

    A part nobody has measured weighs as much as the largest one that is known, and is never taken for a
    small one: else one step of preparation would be half of an import whose rows are still to be counted.
    """
    unknown = max([UNKNOWN_AT_LEAST, *(part.total for part in parts if part.total is not None)])
    weights = [unknown if part.total is None else part.total for part in parts]
    whole = sum(weights)
    if whole == 0:
        return 100 if parts else 0
    # a hair more than the sum of floats, so that 29 of 29 hundredths are not 28 percent
    done = sum(weight * part.fraction for weight, part in zip(weights, parts, strict=True))
    return min(100, int(100 * done / whole + 1e-9))


def status_of_children(statuses: Iterable[TrackerStatus]) -> TrackerStatus | None:
    """How a tracker ends that ends with its children: None while one of them is under way.

    One completed child makes it completed; without any, one failed makes it failed.
    """
    present = set(statuses)
    if not present or present - ENDED:
        return None
    for status in (TrackerStatus.COMPLETED, TrackerStatus.FAILED):
        if status in present:
            return status
    return TrackerStatus.CANCELLED


def rate_per_s(phases: Sequence[Phase], now: datetime) -> float | None:
    """Items a second in the phase under way; None before its first item."""
    running = next((phase for phase in phases if phase.status == PhaseStatus.IN_PROGRESS), None)
    if running is None or not running.done or running.started_at is None:
        return None
    elapsed_s = (now - datetime.fromisoformat(running.started_at)).total_seconds()
    return running.done / elapsed_s if elapsed_s > 0 else None


def eta_s(phases: Sequence[Phase], rate: float | None) -> int | None:
    """Seconds to the end at the present rate; None while a total is unknown."""
    if not rate or any(phase.total is None for phase in phases):
        return None
    left = sum(max(0, (phase.total or 0) - phase.done) for phase in phases if not phase.ended)
    return round(left / rate)
