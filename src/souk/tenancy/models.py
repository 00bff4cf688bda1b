"""Tenants and people, their ways in, what they set, and the record of what they did."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from souk.kernel.db.base import Base, TenantRow, Timestamps

_ROLE = "role in ('owner', 'admin', 'marketing_manager', 'operator', 'analyst')"


class OfTenant(TenantRow):
    """A tenant's row; the tenant itself cannot go while it is there."""

    tenant_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("tenant.id"), primary_key=True, sort_order=-2
    )


class Tenant(Timestamps, Base):
    """One seller; nothing crosses tenants."""

    __tablename__ = "tenant"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="slug"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    currency: Mapped[str]
    timezone: Mapped[str]
    locale: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    """A demo shop shows its sign-in on the sign-in page."""
    closed_at: Mapped[datetime | None]
    """Closed tenants cannot be entered; their data stays."""
    version: Mapped[int] = mapped_column(server_default=text("1"), default=1)


class User(Timestamps, Base):
    """A person, perhaps of several tenants. What proves who they are is in `Credential`."""

    __tablename__ = "app_user"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(server_default="en", default="en")
    active: Mapped[bool] = mapped_column(server_default=text("true"), default=True)
    has_second_factor: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class Credential(Base):
    """Password and second factor; only the system role reads it."""

    __tablename__ = "user_credential"

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("app_user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime | None]
    totp_sealed: Mapped[str | None]
    totp_offered_sealed: Mapped[str | None]
    """Shown to the person, not yet confirmed with a first code."""
    totp_last_step: Mapped[int | None]
    """The half minute of the last code taken: that one and older ones are refused."""


class Membership(Timestamps, OfTenant, Base):
    """A person's role in a tenant. Who is not active keeps it, and their tokens, and cannot come in."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("tenant_id", "user_id"),
        CheckConstraint(_ROLE, name="role"),
        Index(None, "user_id"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    role: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    last_seen_at: Mapped[datetime | None]


class UserSession(Base):
    """A browser that is signed in; the cookie's token is kept only as a hash."""

    __tablename__ = "user_session"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str | None]
    user_agent: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ApiToken(OfTenant, Base):
    """A program's way in: one member's, and never more than that member may do."""

    __tablename__ = "api_token"
    __table_args__ = (Index(None, "tenant_id", "user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    name: Mapped[str]
    prefix: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[Any] | None]
    """Capabilities; null for all of the member's."""
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Invitation(OfTenant, Base):
    """A link that makes its holder a member, once."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(_ROLE, name="role"),
        CheckConstraint("email = lower(email)", name="email"),
        Index(
            "invitation_open_idx",
            "tenant_id",
            "email",
            unique=True,
            postgresql_where=text("accepted_at is null and revoked_at is null"),
        ),
    )

    email: Mapped[str]
    role: Mapped[str]
    code_hash: Mapped[str] = mapped_column(unique=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("app_user.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class PasswordReset(Base):
    """A link that sets a new password, once."""

    __tablename__ = "password_reset"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """Stands in for the authenticator app, once."""

    __tablename__ = "recovery_code"

    user_id: Mapped[int] = mapped_column(ForeignKey("app_user.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]


class SignInThrottle(Base):
    """Failed sign-ins of one account or one address; in the database, so that a restart forgives nothing."""

    __tablename__ = "sign_in_throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    failed_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class TenantSetting(Base):
    """One area of a tenant's settings; an area never changed has no row."""

    __tablename__ = "tenant_setting"

    tenant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("tenant.id"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    content: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class FeatureSwitch(Base):
    """Whether a part of Souk works for a tenant; a switch never touched has no row."""

    __tablename__ = "feature_switch"

    tenant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("tenant.id"), primary_key=True)
    feature: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class AuditEntry(OfTenant, Base):
    """Who did what to what, and what it was before; only ever added to."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("audit_entry_subject_idx", "tenant_id", "subject_kind", "subject_id", "id"),
        Index("audit_entry_action_idx", "tenant_id", "action", "id"),
        Index("audit_entry_user_idx", "tenant_id", "user_id", "id"),
        Index("audit_entry_at_idx", "tenant_id", "at"),
    )

    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_label: Mapped[str]
    user_id: Mapped[int | None]
    token_id: Mapped[int | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    subject_label: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    request_id: Mapped[str | None]


class IdempotencyKey(Base):
    """The answer given to a request that may come again; sealed, as it may hold a new token."""

    __tablename__ = "idempotency_key"
    __table_args__ = (Index(None, "expires_at"),)

    tenant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("tenant.id"), primary_key=True)
    asker: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body_sealed: Mapped[str | None]
    expires_at: Mapped[datetime]
