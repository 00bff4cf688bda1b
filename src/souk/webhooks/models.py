"""Where a tenant wants its events sent, and what became of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow, Timestamps, tenant_fk
from souk.webhooks.states import DELIVERY, DeliveryStatus, DeliveryVerb


class WebhookEndpoint(TenantRow, Timestamps, Base):
    """An HTTPS address that wants events.

    `failures` counts what failed in a row since `failing_since`; until `resume_at` it is left in peace.
    `disabled_at` says that Souk gave it up; a person switches it on again.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (CheckConstraint("jsonb_typeof(event_types) = 'array'", name="event_types"),)

    tenant_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("tenant.id"), primary_key=True, sort_order=-2
    )
    url: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    event_types: Mapped[list[Any]]
    secret_sealed: Mapped[str]
    previous_secret_sealed: Mapped[str | None]
    previous_secret_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    failing_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(Integer, server_default="0")
    resume_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_by: Mapped[str]


class WebhookDelivery(TenantRow, Base):
    """One event on its way to one endpoint; without an event it is a test. The body is made from the log.

    `leased_until` belongs to whoever is calling now: what is recorded later than that no longer counts.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("tenant_id", "endpoint_id", "event_id", name="webhook_delivery_event_key"),
        tenant_fk("endpoint_id", "webhook_endpoint", ondelete="CASCADE"),
        tenant_fk("event_id", "event_log"),
        CheckConstraint(f"status in ({', '.join(repr(s.value) for s in DeliveryStatus)})", name="status"),
        CheckConstraint("(next_attempt_at is not null) = (status = 'pending')", name="due"),
        Index(
            "webhook_delivery_due_idx",
            "tenant_id",
            "endpoint_id",
            "next_attempt_at",
            postgresql_where=text("status = 'pending'"),
        ),
        Index("webhook_delivery_created_at_idx", "created_at"),
    )

    endpoint_id: Mapped[int]
    event_id: Mapped[int | None]
    event_type: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=DELIVERY.initial)
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    next_attempt_at: Mapped[datetime | None]
    give_up_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]

    def move(self, verb: DeliveryVerb) -> None:
        """Where its status is assigned; statements that move many at once do it too. Raises IllegalMove."""
        self.status = DELIVERY.move(DeliveryStatus(self.status), verb)


class WebhookAttempt(TenantRow, Base):
    """One call and its answer. No status code: there was no answer, and `error` says why."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (
        tenant_fk("delivery_id", "webhook_delivery", ondelete="CASCADE"),
        Index("webhook_attempt_delivery_id_idx", "tenant_id", "delivery_id", "id"),
    )

    delivery_id: Mapped[int]
    attempted_at: Mapped[datetime]
    status_code: Mapped[int | None] = mapped_column(Integer)
    duration_ms: Mapped[int] = mapped_column(Integer)
    error: Mapped[str | None]
    excerpt: Mapped[str | None]
