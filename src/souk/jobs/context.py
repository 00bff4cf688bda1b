"""What a running task is given."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import text

from souk.jobs.errors import Interrupted, JobTakenAway
from souk.kernel.settings import Settings
from souk.kernel.work import SYSTEM, Actor, Database, Work

_STILL_OURS = text("""
    select from procrastinate_jobs
    where id = :job_id and worker_id = :worker_id and attempts = :ended_runs and status = 'doing'
    for share""")


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContext:
    """One run of a job. `attempt` is 1 for the first run; `tenant_id` is None for work across tenants."""

    database: Database
    settings: Settings
    job_id: int
    task: str
    queue: str
    tenant_id: int | None
    attempt: int = 1
    worker_id: int | None = None
    stopping: Callable[[], bool] = _never

    def should_stop(self) -> bool:
        """Whether the job was cancelled or its worker is shutting down: end at the next safe place."""
        return self.stopping()

    def stop_if_asked(self) -> None:
        """Raise Interrupted when the job should stop. It is run again later unless it was cancelled."""
        if self.stopping():
            raise Interrupted

    @asynccontextmanager
    async def work(self, actor: Actor = SYSTEM) -> AsyncIterator[Work]:
        """A transaction of the job's tenant that commits only while the job is still this worker's.

        A worker that hung longer than the stall time has lost its jobs to another one without knowing
        it. Here it finds out (JobTakenAway) and leaves no trace in the database, also where the job has
        come back to this very worker since: that is another run of it.
        """
        if self.tenant_id is None:
            raise TypeError(f"{self.task} works across tenants; open context.database.work(tenant_id)")
        async with self.database.work(self.tenant_id, actor, request_id=f"job-{self.job_id}") as work:
            yield work
            await self._hold(work)

    async def _hold(self, work: Work) -> None:
        if self.worker_id is None:  # run outside a worker
            return
        mine = await work.session.execute(
            _STILL_OURS,
            {"job_id": self.job_id, "worker_id": self.worker_id, "ended_runs": self.attempt - 1},
        )
        if mine.first() is None:
            raise JobTakenAway("The job was given to another worker while this one did not answer.")
