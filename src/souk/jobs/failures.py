"""Why a run failed, in words a person can read."""

from datetime import datetime

from sqlalchemy import text

from souk.kernel.db.faults import kind_and_words
from souk.kernel.errors import SoukError
from souk.kernel.work import SystemWork

MESSAGE_MAX = 2_000

_RECORD = text("""
    insert into job_error (tenant_id, job_id, attempt, kind, message, trace, occurred_at, retry_at)
    select job.tenant_id, job.id, :attempt, :kind, :message, :trace, :occurred_at, :retry_at
    from procrastinate_jobs job where job.id = :job_id""")


def words_of(failure: BaseException) -> tuple[str, str]:
    """The kind of a failure and what it says.

    A refusal speaks for itself. Of the database's errors only the first line is kept, and that without
    values: they may be somebody's phone number.
    """
    if isinstance(failure, SoukError):
        return failure.code, failure.detail[:MESSAGE_MAX]
    kind, said = kind_and_words(failure)
    return kind, said[:MESSAGE_MAX]


async def record_failure(
    work: SystemWork,
    job_id: int,
    *,
    attempt: int,
    kind: str,
    message: str,
    retry_at: datetime | None,
    trace: str | None = None,
) -> None:
    """Keep why a run failed, where, and when the job runs again (None: it does not)."""
    await work.session.execute(
        _RECORD,
        {
            "job_id": job_id,
            "attempt": attempt,
            "kind": kind,
            "message": message.replace("\0", ""),
            "trace": None if trace is None else trace.replace("\0", ""),
            "occurred_at": work.now,
            "retry_at": retry_at,
        },
    )
