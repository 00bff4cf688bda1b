"""Coming in and going out again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from souk.kernel.crypto import Vault
from souk.kernel.errors import Missing
from souk.kernel.work import Database, SystemWork
from souk.tenancy.actions.second_factor import use_code
from souk.tenancy.audit import record_audit_everywhere
from souk.tenancy.errors import SecondFactorRequired, WrongCredentials
from souk.tenancy.models import Credential, Membership, TenantSetting, User, UserSession
from souk.tenancy.passwords import fits, hash_password, is_outdated
from souk.tenancy.repository import lock_credential, user_by_email, user_of_id
from souk.tenancy.secrets import hash_secret, new_secret
from souk.tenancy.settings import SecurityArea
from souk.tenancy.throttle import Of, forgive, locked_out, take_attempt, take_back_attempt

DEVICE_MAX = 255
_WRONG = "The e-mail address, the password or the code is not right."


@dataclass(frozen=True, slots=True)
class Device:
    """Where a sign-in comes from, as shown in the list of sessions."""

    address: str | None
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class NewSession:
    secret: str
    expires_at: datetime
    user_id: int


async def sign_in(
    database: Database,
    vault: Vault,
    *,
    email: str,
    password: str,
    code: str | None,
    device: Device,
    request_id: str | None = None,
) -> NewSession:
    """Raises WrongCredentials, SecondFactorRequired (the password was right), TooManyAttempts."""
    address = device.address or "unknown"
    async with database.across_tenants() as work:
        waits = [
            await take_attempt(work, Of.ACCOUNT, email),
            await take_attempt(work, Of.ADDRESS, address),
        ]
        user = await user_by_email(work, email)
        credential = await work.session.get(Credential, user.id) if user is not None else None
        password_hash = credential.password_hash if credential is not None else None
    if refusal := locked_out(waits):
        raise refusal
    if not await fits(password, password_hash) or user is None or not user.active:
        raise WrongCredentials(_WRONG)
    renewed = await hash_password(password) if is_outdated(password_hash or "") else None
    async with database.across_tenants() as work:
        if not await _second_factor_fits(work, vault, user, code, address):
            fitting = None
        else:
            await forgive(work, Of.ACCOUNT, email)
            await take_back_attempt(work, Of.ADDRESS, address)
            if renewed is not None:
                (await lock_credential(work, user.id)).password_hash = renewed
            fitting = await open_session(work, user, device, request_id=request_id)
    if fitting is None:
        if code is None:
            raise SecondFactorRequired("Type the code your authenticator app shows now.")
        raise WrongCredentials(_WRONG)
    return fitting


async def _second_factor_fits(
    work: SystemWork, vault: Vault, user: User, code: str | None, address: str
) -> bool:
    if not user.has_second_factor:
        return True
    if code is None:
        # The password was right and the code is asked for next: no failure.
        await take_back_attempt(work, Of.ACCOUNT, user.email)
        await take_back_attempt(work, Of.ADDRESS, address)
        return False
    return await use_code(work, vault, user.id, code)


async def open_session(
    work: SystemWork, user: User, device: Device, *, request_id: str | None = None
) -> NewSession:
    """A session for someone who has proved who they are. It ends when unused for as long as the strictest
    of their tenants says.
    """
    secret = new_secret()
    expires_at = work.now + timedelta(days=await _session_days(work, user.id))
    session = UserSession(
        user_id=user.id,
        token_hash=hash_secret(secret),
        address=device.address,
        user_agent=(device.user_agent or "")[:DEVICE_MAX] or None,
        created_at=work.now,
        last_used_at=work.now,
        expires_at=expires_at,
    )
    work.session.add(session)
    await work.session.flush()
    await record_audit_everywhere(
        work,
        user.id,
        user.email,
        "session.started",
        subject=("session", session.id, user.email),
        after={"address": device.address},
        request_id=request_id,
    )
    return NewSession(secret, expires_at, user.id)


async def _session_days(work: SystemWork, user_id: int) -> int:
    strictest = (
        await work.session.execute(
            select(func.min(TenantSetting.content["session_days"].as_integer()))
            .join(Membership, Membership.tenant_id == TenantSetting.tenant_id)
            .where(Membership.user_id == user_id, TenantSetting.area == "security")
        )
    ).scalar_one()
    return strictest if strictest is not None else SecurityArea().session_days


async def end_session(
    work: SystemWork, user_id: int, session_id: int, *, request_id: str | None = None
) -> None:
    """Raises Missing when it is not a living session of this person."""
    ended = await work.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .values(ended_at=work.now)
        .returning(UserSession.id)
    )
    if ended.one_or_none() is None:
        raise Missing("There is no such session, or it has ended.")
    user = await user_of_id(work, user_id)
    await record_audit_everywhere(
        work,
        user.id,
        user.email,
        "session.ended",
        subject=("session", session_id, user.email),
        request_id=request_id,
    )


async def end_other_sessions(
    work: SystemWork, user_id: int, session_id: int, *, request_id: str | None = None
) -> None:
    """Everywhere but here."""
    await end_sessions(work, user_id, but=session_id)
    user = await user_of_id(work, user_id)
    await record_audit_everywhere(
        work,
        user.id,
        user.email,
        "session.others_ended",
        subject=("user", user.id, user.email),
        request_id=request_id,
    )


async def end_sessions(work: SystemWork, user_id: int, *, but: int | None = None) -> None:
    """All of a person's sessions, perhaps but the present one."""
    statement = (
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .values(ended_at=work.now)
    )
    if but is not None:
        statement = statement.where(UserSession.id != but)
    await work.session.execute(statement)
