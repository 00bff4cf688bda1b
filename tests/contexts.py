"""What a task is given, for tests that run it outside a worker."""

from typing import Any

from tests.web.clients import SETTINGS

from souk.jobs.public import TaskContext
from souk.kernel.work import Database


def job_context(database: Database, tenant_id: int | None = None, **rest: Any) -> TaskContext:
    """One run of a job: of a tenant, or across all of them."""
    told: dict[str, Any] = {
        "settings": SETTINGS,
        "job_id": 1,
        "task": "a story's job",
        "queue": "default",
        **rest,
    }
    return TaskContext(database=database, tenant_id=tenant_id, **told)
