"""The bell."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow


class Notice(TenantRow, Base):
    """Something a person should hear of. One row for each person; `occasion` keeps it from coming twice.

    `details` are plain values by which the console says it in other languages.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("tenant_id", "user_id", "occasion", name="notice_occasion_key"),
        CheckConstraint("tone in ('neutral', 'good', 'warn', 'bad')", name="tone"),
        Index("notice_user_idx", "tenant_id", "user_id", "id"),
        Index("notice_unread_idx", "tenant_id", "user_id", postgresql_where=text("read_at is null")),
    )

    tenant_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("tenant.id"), primary_key=True, sort_order=-2
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id", ondelete="CASCADE"))
    kind: Mapped[str]
    tone: Mapped[str]
    title: Mapped[str]
    text: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    link: Mapped[str | None]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[int | None]
    occasion: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]
