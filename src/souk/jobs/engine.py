"""The engine's tables, for reading. What writes them is `enqueue`, the worker, and `dead_letters`.

Procrastinate made and moves them, under row-level security like every table; of two the columns we read are
below, so a comparison of models with the schema leaves them all out.
"""

from sqlalchemy import BigInteger, Boolean, Column, Computed, DateTime, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from souk.kernel.db.base import Base

JOB = Table(
    "procrastinate_jobs",
    Base.metadata,
    Column("id", BigInteger, primary_key=True),
    Column("queue_name", Text),
    Column("task_name", Text),
    Column("priority", Integer),
    Column("lock", Text),
    Column("args", JSONB),
    Column("status", Text),  # an enum of the engine's: compare it in SQL text only
    Column("scheduled_at", DateTime(timezone=True)),
    Column("attempts", Integer),
    Column("abort_requested", Boolean),
    Column("tenant_id", BigInteger, Computed("(args ->> 'tenant_id')::bigint")),
    Column("tracker_id", BigInteger, Computed("(args ->> 'tracker_id')::bigint")),
)
EVENT = Table(
    "procrastinate_events",
    Base.metadata,
    Column("id", BigInteger, primary_key=True),
    Column("job_id", BigInteger),
    Column("type", Text),  # likewise
    Column("at", DateTime(timezone=True)),
)
