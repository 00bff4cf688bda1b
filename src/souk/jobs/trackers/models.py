"""The visible progress of one long operation."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from souk.jobs.trackers.rules import Phase
from souk.jobs.trackers.states import ENDED, MACHINE, PhaseStatus, ProcessType, TrackerStatus, TrackerVerb
from souk.kernel.db.base import Base, tenant_fk


class Tracker(Base):
    """`total`, `completed` and `failed` sum its phases and its children; `progress` is 0 to 100.

    The phases are one value of the row, not rows of their own: whoever counts locks exactly one row
    (after its ancestors'), so that concurrent counters wait for one another and never deadlock.
    """

    __tablename__ = "tracker"

    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    parent_id: Mapped[int | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None]
    label: Mapped[str] = mapped_column(server_default="")
    action: Mapped[str]
    process_type: Mapped[str] = mapped_column(server_default=ProcessType.MAIN)
    marketplace: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default=TrackerStatus.PENDING)
    phases: Mapped[list[Any]] = mapped_column(server_default="[]")
    total: Mapped[int] = mapped_column(server_default="0")
    completed: Mapped[int] = mapped_column(server_default="0")
    failed: Mapped[int] = mapped_column(server_default="0")
    progress: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    details: Mapped[dict[str, Any]] = mapped_column("metadata", server_default="{}")
    outcome: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    has_children: Mapped[bool] = mapped_column(server_default="false")
    ends_with_children: Mapped[bool] = mapped_column(server_default="false")
    stale_after_s: Mapped[int] = mapped_column(Integer, server_default="300")
    created_by: Mapped[str]
    cancel_requested_at: Mapped[datetime | None]
    cancel_requested_by: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    last_activity_at: Mapped[datetime] = mapped_column(server_default=func.now())
    completed_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    announced_progress: Mapped[int] = mapped_column(SmallInteger, server_default="0")

    __table_args__ = (
        tenant_fk("parent_id", "tracker", ondelete="CASCADE"),
        CheckConstraint("process_type in ('main', 'marketplace')", name="process_type"),
        CheckConstraint(
            "status in ('pending', 'in_progress', 'completed', 'failed', 'cancelled')", name="status"
        ),
        CheckConstraint("completed + failed <= total", name="within_total"),
        CheckConstraint("progress between 0 and 100", name="progress"),
        Index("tracker_subject_idx", "tenant_id", "subject_kind", "subject_id", "id"),
        Index("tracker_parent_idx", "tenant_id", "parent_id", postgresql_where=text("parent_id is not null")),
        Index(
            "tracker_running_idx",
            "tenant_id",
            "last_activity_at",
            postgresql_where=text("status in ('pending', 'in_progress')"),
        ),
    )

    def move(self, verb: TrackerVerb) -> None:
        """The one place its status is assigned. Raises IllegalMove."""
        self.status = MACHINE.move(TrackerStatus(self.status), verb)

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def steps(self) -> list[Phase]:
        return [Phase(**{**one, "status": PhaseStatus(one["status"])}) for one in self.phases]

    @steps.setter
    def steps(self, phases: Sequence[Phase]) -> None:
        self.phases = [{**asdict(phase), "status": phase.status.value} for phase in phases]
