"""What is worth nothing once it has expired. Tokens, invitations and the audit log are kept."""

from datetime import timedelta

from sqlalchemy import delete, or_

from souk.kernel.work import SystemWork
from souk.tenancy.models import IdempotencyKey, PasswordReset, SignInThrottle, UserSession
from souk.tenancy.throttle import FORGOTTEN_AFTER

ENDED_SESSIONS_KEPT = timedelta(days=30)


async def forget_expired(work: SystemWork) -> None:
    """Answers kept for idempotency keys, links, counted failures, and sessions ended a month ago."""
    old = work.now - ENDED_SESSIONS_KEPT
    for statement in (
        delete(IdempotencyKey).where(IdempotencyKey.expires_at <= work.now),
        delete(PasswordReset).where(PasswordReset.expires_at <= work.now),
        delete(SignInThrottle).where(
            SignInThrottle.failed_at <= work.now - FORGOTTEN_AFTER,
            or_(SignInThrottle.locked_until.is_(None), SignInThrottle.locked_until <= work.now),
        ),
        delete(UserSession).where(or_(UserSession.ended_at <= old, UserSession.expires_at <= old)),
    ):
        await work.session.execute(statement)
