"""Why a run failed, in words a person can read."""

from datetime import datetime

import sqlalchemy.exc
from sqlalchemy import text

from souk.kernel.errors import SoukError
from souk.kernel.work import SystemWork

MESSAGE_MAX = 2_000

_RECORD = text("""
    insert into job_error (tenant_id, job_id, attempt, kind, message, occurred_at, retry_at)
    select job.tenant_id, job.id, :attempt, :kind, :message, :occurred_at, :retry_at
    from procrastinate_jobs job where job.id = :job_id""")


def words_of(failure: BaseException) -> tuple[str, str]:
    """The kind of a failure and what it says.

    A refusal speaks for itself. Of the database's errors only the first line is kept: the rest quotes
    statements and values, and values may be somebody's phone number.
    """
    if isinstance(failure, SoukError):
        return failure.code, failure.detail[:MESSAGE_MAX]
    if isinstance(failure, sqlalchemy.exc.DBAPIError) and failure.orig is not None:
        failure = failure.orig
    said = getattr(getattr(failure, "diag", None), "message_primary", None) or str(failure)
    lines = said.strip().splitlines() or [""]
    return type(failure).__name__, lines[0][:MESSAGE_MAX]


async def record_failure(
    work: SystemWork,
    job_id: int,
    *,
    attempt: int,
    kind: str,
    message: str,
    retry_at: datetime | None,
) -> None:
    """Keep why a run failed, and when the job runs again (None: it does not)."""
    await work.session.execute(
        _RECORD,
        {
            "job_id": job_id,
            "attempt": attempt,
            "kind": kind,
            "message": message.replace("\0", ""),
            "occurred_at": work.now,
            "retry_at": retry_at,
        },
    )
