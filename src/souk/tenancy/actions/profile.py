"""What people change about themselves."""

from souk.kernel.errors import FieldError, Invalid
from souk.kernel.work import Database, SystemWork
from souk.tenancy.actions.sign_in import end_sessions
from souk.tenancy.audit import record_audit_everywhere
from souk.tenancy.errors import TooManyAttempts
from souk.tenancy.models import Credential, User
from souk.tenancy.passwords import check_strength, fits, hash_password
from souk.tenancy.repository import lock_credential, user_of_id
from souk.tenancy.throttle import Of, forgive, locked_out, take_attempt


class WrongPassword(Invalid):
    code = "wrong_password"
    title = "The password is not right"


async def change_profile(
    work: SystemWork, user_id: int, *, name: str | None, locale: str | None, request_id: str | None = None
) -> User:
    """Only what is given."""
    user = await user_of_id(work, user_id)
    before = {"name": user.name, "locale": user.locale}
    user.name = name if name is not None else user.name
    user.locale = locale if locale is not None else user.locale
    after = {"name": user.name, "locale": user.locale}
    if before != after:
        await record_audit_everywhere(
            work,
            user.id,
            user.email,
            "user.updated",
            subject=("user", user.id, user.email),
            before=before,
            after=after,
            request_id=request_id,
        )
    return user


async def prove_password(database: Database, user_id: int, email: str, password: str, *, field: str) -> None:
    """For what a stolen session must not be enough for. Raises WrongPassword, TooManyAttempts."""
    async with database.across_tenants() as work:
        wait = await take_attempt(work, Of.ACCOUNT, email)
        credential = await work.session.get(Credential, user_id)
        password_hash = credential.password_hash if credential is not None else None
    refusal: TooManyAttempts | None = locked_out([wait])
    if refusal is not None:
        raise refusal
    if not await fits(password, password_hash):
        raise WrongPassword("This is not your present password.", fields=[FieldError(field, "not right")])
    async with database.across_tenants() as work:
        await forgive(work, Of.ACCOUNT, email)


async def change_password(
    database: Database,
    user_id: int,
    email: str,
    *,
    current: str,
    new: str,
    session_id: int,
    request_id: str | None = None,
) -> None:
    """Ends the person's other sessions. Raises WrongPassword, WeakPassword, TooManyAttempts."""
    check_strength(new, email=email, field="new")
    await prove_password(database, user_id, email, current, field="current")
    password_hash = await hash_password(new)
    async with database.across_tenants() as work:
        credential = await lock_credential(work, user_id)
        credential.password_hash = password_hash
        credential.password_changed_at = work.now
        await end_sessions(work, user_id, but=session_id)
        await record_audit_everywhere(
            work,
            user_id,
            email,
            "password.changed",
            subject=("user", user_id, email),
            request_id=request_id,
        )
