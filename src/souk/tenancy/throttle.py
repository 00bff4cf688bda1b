"""Failed sign-ins are counted per account and per address, in the database: a restart forgives nothing.

An attempt is counted before the password is looked at and taken back when it was right, so that many at
once gain nothing.
"""

from datetime import timedelta
from enum import StrEnum
from math import ceil

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from souk.kernel.work import SystemWork
from souk.tenancy.errors import TooManyAttempts
from souk.tenancy.models import SignInThrottle

FORGOTTEN_AFTER = timedelta(hours=24)
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)


class Of(StrEnum):
    ACCOUNT = "account"
    ADDRESS = "address"


FREE_FAILURES = {Of.ACCOUNT: 5, Of.ADDRESS: 30}
"""Of an address more: a whole office may share one."""


def lock_after(failures: int, free: int) -> timedelta | None:
    """How long to wait after this many failures: a minute, then doubling up to an hour."""
    if failures < free:
        return None
    return min(FIRST_LOCK * 2.0 ** min(failures - free, 10), LONGEST_LOCK)


async def take_attempt(work: SystemWork, of: Of, value: str) -> float | None:
    """Count one attempt. Answers the seconds still to wait where none is allowed now."""
    key = f"{of}:{value}"
    await work.session.execute(
        insert(SignInThrottle)
        .values(key=key, failures=0, failed_at=work.now)
        .on_conflict_do_nothing(index_elements=["key"])
    )
    row = (
        await work.session.execute(select(SignInThrottle).where(SignInThrottle.key == key).with_for_update())
    ).scalar_one()
    if row.locked_until is not None and row.locked_until > work.now:
        return (row.locked_until - work.now).total_seconds()
    row.failures = 1 if row.failed_at < work.now - FORGOTTEN_AFTER else row.failures + 1
    row.failed_at = work.now
    lock = lock_after(row.failures, FREE_FAILURES[of])
    row.locked_until = None if lock is None else work.now + lock
    await work.session.flush()
    return None


async def take_back_attempt(work: SystemWork, of: Of, value: str) -> None:
    """It was no failure."""
    await work.session.execute(
        update(SignInThrottle)
        .where(SignInThrottle.key == f"{of}:{value}", SignInThrottle.failures > 0)
        .values(failures=SignInThrottle.failures - 1, locked_until=None)
    )


async def forgive(work: SystemWork, of: Of, value: str) -> None:
    await work.session.execute(delete(SignInThrottle).where(SignInThrottle.key == f"{of}:{value}"))


def locked_out(waits: list[float | None]) -> TooManyAttempts | None:
    """The refusal to raise, if any of them has to wait."""
    seconds = [wait for wait in waits if wait is not None]
    if not seconds:
        return None
    wait_s = ceil(max(seconds))
    minutes = ceil(wait_s / 60)
    return TooManyAttempts(
        f"There were too many failed attempts. Try again in {minutes} minute{'s' if minutes > 1 else ''};"
        " an administrator can reset the password meanwhile.",
        details={"retry_after_s": wait_s},
    )
