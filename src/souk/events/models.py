"""The log, its readers' positions, the events that could not be handled."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow, tenant_fk


class LoggedEvent(TenantRow, Base):
    """Append-only. Ids are drawn under the lock that makes reading safe: only `log.append` writes here.

    There is no foreign key to the tenant: the policy has already vouched for it, and the check would
    share-lock the one row all of a tenant's transactions have in common.
    """

    __tablename__ = "event_log"
    __table_args__ = (Index("event_log_id_key", "id", unique=True),)

    type: Mapped[str]
    version: Mapped[int] = mapped_column(Integer)
    aggregate: Mapped[str]
    payload: Mapped[dict[str, Any]]
    occurred_at: Mapped[datetime]
    actor: Mapped[str]
    request_id: Mapped[str | None]


class EventPosition(Base):
    """How far a subscriber has got: everything up to `position` is handled or visibly set aside."""

    __tablename__ = "event_position"

    subscriber: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(server_default=func.now())


class EventSetAside(TenantRow, Base):
    """An event a subscriber failed to handle, or one that must wait for such an event of its aggregate."""

    __tablename__ = "event_set_aside"
    __table_args__ = (
        UniqueConstraint("tenant_id", "subscriber", "event_id", name="event_set_aside_event_key"),
        tenant_fk("event_id", "event_log"),
        CheckConstraint("state in ('retrying', 'given_up', 'following', 'discarding')", name="state"),
        CheckConstraint(
            "(next_attempt_at is not null) = (state in ('retrying', 'discarding'))", name="next_attempt"
        ),
        Index("event_set_aside_due_idx", "subscriber", "next_attempt_at"),
        Index("event_set_aside_aggregate_idx", "subscriber", "tenant_id", "aggregate", "event_id"),
    )

    subscriber: Mapped[str]
    event_id: Mapped[int]
    type: Mapped[str]
    aggregate: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    error: Mapped[str | None]
    set_aside_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_attempt_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]
