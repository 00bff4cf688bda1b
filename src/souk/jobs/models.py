"""What this floor keeps beside the engine's own tables: why jobs failed, and when which ones start."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Integer, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from souk.jobs.engine import JOB
from souk.kernel.db.base import Base


class JobError(Base):
    """One failed run of a job, in words. `retry_at` is when it runs again; null when it does not.
    `trace` is where in the program it broke; null where it did not break there (a worker that died).

    The job's own row is the engine's (`procrastinate_jobs`); it keeps no reason.
    """

    __tablename__ = "job_error"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    tenant_id: Mapped[int | None] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int] = mapped_column(ForeignKey(JOB.c.id, ondelete="CASCADE"))
    attempt: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str]
    message: Mapped[str]
    trace: Mapped[str | None]
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.now())
    retry_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("attempt >= 1", name="attempt"),
        Index("job_error_job_idx", "job_id", "id"),
    )


class Schedule(Base):
    """Work that starts by the clock: every so many seconds, or daily at a time of a timezone.

    Without a tenant it is one of Souk's own, listed in `souk/wiring/schedules.py`.
    """

    __tablename__ = "schedule"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    tenant_id: Mapped[int | None] = mapped_column(ForeignKey("tenant.id", ondelete="CASCADE"))
    name: Mapped[str]
    task: Mapped[str]
    args: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    every_s: Mapped[int | None] = mapped_column(Integer)
    offset_s: Mapped[int] = mapped_column(Integer, server_default="0")
    daily_at: Mapped[time | None]
    timezone: Mapped[str] = mapped_column(server_default="UTC")
    next_run_at: Mapped[datetime]
    last_run_at: Mapped[datetime | None]
    last_job_id: Mapped[int | None]
    active: Mapped[bool] = mapped_column(server_default="true")

    __table_args__ = (
        UniqueConstraint("tenant_id", "name", postgresql_nulls_not_distinct=True),
        CheckConstraint("(every_s is null) <> (daily_at is null)", name="rhythm"),
        Index("schedule_due_idx", "next_run_at", postgresql_where=text("active")),
    )
