"""The engine's tables, for reading. What writes them is `enqueue`, the worker, and `dead_letters`."""

from sqlalchemy import BigInteger, DateTime, Integer, Text, column, table
from sqlalchemy.dialects.postgresql import JSONB

ENGINE_TABLES = (
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_workers",
    "procrastinate_periodic_defers",
)
"""Procrastinate made and moves these: no models of ours, but under row-level security like every table."""

JOB = table(
    "procrastinate_jobs",
    column("id", BigInteger),
    column("queue_name", Text),
    column("task_name", Text),
    column("priority", Integer),
    column("lock", Text),
    column("args", JSONB),
    column("status"),
    column("scheduled_at", DateTime(timezone=True)),
    column("attempts", Integer),
    column("abort_requested"),
    column("tenant_id", BigInteger),
    column("tracker_id", BigInteger),
)
EVENT = table(
    "procrastinate_events",
    column("id", BigInteger),
    column("job_id", BigInteger),
    column("type"),
    column("at", DateTime(timezone=True)),
)
