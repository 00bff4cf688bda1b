"""The tenancy's queries. Those that take a SystemWork look across tenants, for people on their way in."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from souk.kernel.errors import Missing
from souk.kernel.work import ReadWork, SystemWork, Work
from souk.tenancy.models import (
    ApiToken,
    AuditEntry,
    Credential,
    FeatureSwitch,
    Invitation,
    Membership,
    PasswordReset,
    Tenant,
    TenantSetting,
    User,
    UserSession,
)
from souk.tenancy.roles import Role
from souk.tenancy.schemas import AuditQuery, PeopleQuery

_STREAMED = 1_000


async def user_by_email(work: SystemWork, email: str) -> User | None:
    return (await work.session.execute(select(User).where(User.email == email))).scalar_one_or_none()


async def user_of_id(work: SystemWork, user_id: int) -> User:
    """Raises Missing."""
    found = await work.session.get(User, user_id)
    if found is None:
        raise Missing("There is no such person.")
    return found


async def lock_credential(work: SystemWork, user_id: int) -> Credential:
    """Where a password or a second factor is changed or used up."""
    return (
        await work.session.execute(select(Credential).where(Credential.user_id == user_id).with_for_update())
    ).scalar_one()


async def tenant_of(work: ReadWork) -> Tenant:
    return (await work.session.execute(select(Tenant).where(Tenant.id == work.tenant_id))).scalar_one()


async def last_changed(work: ReadWork, *, feature: str, area: str) -> datetime | None:
    """When a feature was last switched or an area of the settings last changed; None: neither ever was."""
    switched = select(FeatureSwitch.changed_at).where(
        FeatureSwitch.tenant_id == work.tenant_id, FeatureSwitch.feature == feature
    )
    changed = select(TenantSetting.changed_at).where(
        TenantSetting.tenant_id == work.tenant_id, TenantSetting.area == area
    )
    times = await work.session.scalars(switched.union_all(changed))
    return max(times, default=None)


async def lock_tenant(work: Work) -> Tenant:
    statement = select(Tenant).where(Tenant.id == work.tenant_id).with_for_update()
    return (await work.session.execute(statement)).scalar_one()


async def count_memberships(work: SystemWork, user_id: int) -> int:
    return (
        await work.session.execute(
            select(func.count()).select_from(Membership).where(Membership.user_id == user_id)
        )
    ).scalar_one()


def members(work: ReadWork, query: PeopleQuery) -> Select[*tuple[Any, ...]]:
    """Rows of Membership and User."""
    statement = (
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(Membership.tenant_id == work.tenant_id)
    )
    if query.role is not None:
        statement = statement.where(Membership.role == query.role)
    if query.active is not None:
        can_enter = and_(Membership.active, User.active)
        statement = statement.where(can_enter if query.active else not_(can_enter))
    if query.q:
        like = f"%{_escape(query.q)}%"
        statement = statement.where(or_(User.name.ilike(like), User.email.ilike(like)))
    return statement


async def member(work: ReadWork, membership_id: int) -> Row[Membership, User]:
    """Raises Missing."""
    found = (
        await work.session.execute(
            select(Membership, User)
            .join(User, User.id == Membership.user_id)
            .where(Membership.tenant_id == work.tenant_id, Membership.id == membership_id)
        )
    ).one_or_none()
    if found is None:
        raise Missing("There is no such member.")
    return found


async def lock_owners(work: Work) -> list[int]:
    """The ids of the memberships of owners who can sign in; held, so that two cannot leave at once."""
    rows = await work.session.execute(
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.tenant_id == work.tenant_id,
            Membership.role == Role.OWNER,
            Membership.active,
            User.active,
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
    )
    return list(rows.scalars())


async def is_member(work: ReadWork, email: str) -> bool:
    return (
        await work.session.execute(
            select(
                exists()
                .where(Membership.tenant_id == work.tenant_id)
                .where(Membership.user_id == User.id)
                .where(User.email == email)
            )
        )
    ).scalar_one()


def open_invitations(work: ReadWork) -> Select[*tuple[Any, ...]]:
    return select(Invitation).where(
        Invitation.tenant_id == work.tenant_id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )


async def invitation_of_code(
    session: AsyncSession, code_hash: str, now: datetime, *, locking: bool = False
) -> Row[Invitation, Tenant] | None:
    """A living invitation to an open tenant."""
    statement = (
        select(Invitation, Tenant)
        .join(Tenant, Tenant.id == Invitation.tenant_id)
        .where(
            Invitation.code_hash == code_hash,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
            Tenant.closed_at.is_(None),
        )
    )
    if locking:
        statement = statement.with_for_update(of=Invitation)
    return (await session.execute(statement)).one_or_none()


async def reset_of_code(
    session: AsyncSession, code_hash: str, now: datetime, *, locking: bool = False
) -> Row[PasswordReset, User] | None:
    """A living link for a person who is active."""
    statement = (
        select(PasswordReset, User)
        .join(User, User.id == PasswordReset.user_id)
        .where(
            PasswordReset.code_hash == code_hash,
            PasswordReset.used_at.is_(None),
            PasswordReset.expires_at > now,
            User.active,
        )
    )
    if locking:
        statement = statement.with_for_update(of=PasswordReset)
    return (await session.execute(statement)).one_or_none()


async def living_sessions(work: SystemWork, user_id: int) -> list[UserSession]:
    rows = await work.session.execute(
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_at.is_(None),
            UserSession.expires_at > work.now,
        )
        .order_by(UserSession.last_used_at.desc(), UserSession.id.desc())
    )
    return list(rows.scalars())


def tokens(work: ReadWork, *, user_id: int | None, include_revoked: bool) -> Select[*tuple[Any, ...]]:
    """Rows of ApiToken and its owner's e-mail; all members' where `user_id` is None."""
    statement = (
        select(ApiToken, User.email)
        .outerjoin(User, User.id == ApiToken.user_id)
        .where(ApiToken.tenant_id == work.tenant_id)
    )
    if user_id is not None:
        statement = statement.where(ApiToken.user_id == user_id)
    if not include_revoked:
        statement = statement.where(ApiToken.revoked_at.is_(None))
    return statement


def audit_entries(work: ReadWork, query: AuditQuery) -> Select[*tuple[Any, ...]]:
    """Rows of the audit log, its id first."""
    statement = select(AuditEntry.id, AuditEntry).where(AuditEntry.tenant_id == work.tenant_id)
    plain = {
        AuditEntry.subject_kind: query.subject_kind,
        AuditEntry.subject_id: query.subject_id,
        AuditEntry.user_id: query.user_id,
        AuditEntry.actor_label: query.actor,
    }
    for column, value in plain.items():
        if value is not None:
            statement = statement.where(column == value)
    if query.action is not None:
        whole = not query.action.endswith(".")
        statement = statement.where(
            AuditEntry.action == query.action
            if whole
            else AuditEntry.action.between(query.action, f"{query.action}\U0010ffff")
        )
    if query.since is not None:
        statement = statement.where(AuditEntry.at >= query.since)
    if query.until is not None:
        statement = statement.where(AuditEntry.at < query.until)
    for word in (query.q or "").split():
        like = f"%{_escape(word)}%"
        statement = statement.where(
            or_(
                AuditEntry.action.ilike(like),
                AuditEntry.subject_label.ilike(like),
                AuditEntry.actor_label.ilike(like),
            )
        )
    return statement


async def stream_audit(work: ReadWork, query: AuditQuery) -> AsyncIterator[AuditEntry]:
    """Every entry the filters leave, the newest first, some at a time."""
    statement = audit_entries(work, query).order_by(AuditEntry.id.desc())
    found = await work.session.stream(statement.execution_options(yield_per=_STREAMED))
    async for _, entry in found:
        yield entry


def _escape(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
