"""A forgotten password: a link that sets a new one, once."""

from datetime import datetime, timedelta

from sqlalchemy import update

from souk.kernel.errors import Conflict
from souk.kernel.work import Actor, Database, SystemWork, Work
from souk.tenancy.access import access_of
from souk.tenancy.actions.people import SPENT
from souk.tenancy.actions.sign_in import end_sessions
from souk.tenancy.audit import record_audit, record_audit_everywhere
from souk.tenancy.errors import LinkSpent
from souk.tenancy.models import PasswordReset, User
from souk.tenancy.passwords import check_strength, hash_password
from souk.tenancy.repository import (
    count_memberships,
    lock_credential,
    member,
    reset_of_code,
    user_by_email,
)
from souk.tenancy.roles import Role
from souk.tenancy.secrets import hash_secret, new_secret
from souk.tenancy.throttle import Of, forgive

RESET_LIVES = timedelta(hours=2)


async def begin_reset(work: SystemWork, user: User) -> tuple[str, datetime]:
    """The code of a link for `user`; earlier ones stop working."""
    await work.session.execute(
        update(PasswordReset)
        .where(PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None))
        .values(used_at=work.now)
    )
    code = new_secret()
    expires_at = work.now + RESET_LIVES
    work.session.add(
        PasswordReset(
            user_id=user.id, code_hash=hash_secret(code), created_at=work.now, expires_at=expires_at
        )
    )
    await work.session.flush()
    return code, expires_at


async def begin_reset_by_email(work: SystemWork, email: str) -> tuple[User, str] | None:
    """None for an address without a usable account; who asked must not learn which."""
    user = await user_by_email(work, email)
    if user is None or not user.active:
        return None
    code, _ = await begin_reset(work, user)
    return user, code


async def authorise_reset_of_member(work: Work, membership_id: int) -> int:
    """An administrator helps a member: written down, and the person's id answered.

    Raises Missing; NotPermitted for an owner's password by who is none.
    """
    membership, user = await member(work, membership_id)
    access = access_of(work)
    if access is not None and membership.role == Role.OWNER:
        access.require("people.owners")
    await record_audit(work, "password.reset_sent", subject=("member", membership.id, user.email))
    return user.id


async def refuse_to_show_across_tenants(work: SystemWork, user_id: int) -> None:
    """A link shown to an administrator lets them in as that person, wherever that person may go.

    Raises Conflict where the person belongs to other tenants too.
    """
    if await count_memberships(work, user_id) > 1:
        raise Conflict(
            "This person belongs to other tenants too, so the link cannot be shown here. Configure"
            " SOUK_SMTP_URL, or let the operator of this Souk run `souk user reset-password`."
        )


async def finish_reset(database: Database, code: str, password: str, *, request_id: str | None = None) -> str:
    """Sets the password and ends every session. Answers the address. Raises LinkSpent, WeakPassword."""
    async with database.across_tenants() as work:
        found = await reset_of_code(work.session, hash_secret(code), work.now)
    if found is None:
        raise LinkSpent(SPENT)
    check_strength(password, email=found.User.email)
    password_hash = await hash_password(password)
    async with database.across_tenants() as work:
        found = await reset_of_code(work.session, hash_secret(code), work.now, locking=True)
        if found is None:
            raise LinkSpent(SPENT)
        reset, user = found
        reset.used_at = work.now
        await set_password(work, user, password_hash)
        await record_audit_everywhere(
            work,
            user.id,
            user.email,
            "password.reset",
            subject=("user", user.id, user.email),
            request_id=request_id,
        )
    return user.email


async def set_password(work: SystemWork, user: User, password_hash: str) -> None:
    """Every session ends, and a lock-out is forgiven."""
    credential = await lock_credential(work, user.id)
    credential.password_hash = password_hash
    credential.password_changed_at = work.now
    await end_sessions(work, user.id)
    await forgive(work, Of.ACCOUNT, user.email)


async def reset_by_operator(work: SystemWork, email: str, actor: Actor) -> tuple[User, str] | None:
    """For the command line: the code of a link, whoever it is for."""
    begun = await begin_reset_by_email(work, email)
    if begun is not None:
        user, _ = begun
        await record_audit_everywhere(
            work,
            user.id,
            user.email,
            "password.reset_sent",
            subject=("user", user.id, user.email),
            actor=actor,
        )
    return begun
