"""What a job over all tenants does when one of them fails: the others are not to suffer for it."""

from collections.abc import Awaitable, Callable, Iterable

from souk.jobs.context import TaskContext
from souk.jobs.errors import Interrupted
from souk.jobs.retry import Retry
from souk.kernel.db.faults import is_lost_connection
from souk.kernel.log import get_logger

logger = get_logger(__name__)

_NAMED_MAX = 20


class TenantsFailed(Exception):
    """The job was done for the other tenants. Raised from one of the failures, a passing one if there is."""

    def __init__(self, failed: list[int], among: int) -> None:
        named = ", ".join(map(str, failed[:_NAMED_MAX])) + (", …" if len(failed) > _NAMED_MAX else "")
        super().__init__(f"It failed for {len(failed)} of {among} tenants: {named}.")
        self.failed = failed


async def for_each_tenant(
    context: TaskContext, tenant_ids: Iterable[int], do: Callable[[int], Awaitable[None]]
) -> None:
    """Do it for one tenant after the other, whatever becomes of those before.

    Failures are logged; at the end, TenantsFailed says how many there were, so that the job is retried or
    ends as failed. A job that is asked to stop and a database that is away end it at once.
    """
    asked = list(tenant_ids)
    failures: dict[int, Exception] = {}
    for tenant_id in asked:
        context.stop_if_asked()
        try:
            await do(tenant_id)
        except Interrupted:
            raise
        except Exception as failure:
            if is_lost_connection(failure):
                raise
            logger.error("tenant_failed", task=context.task, tenant_id=tenant_id, exc_info=failure)
            failures[tenant_id] = failure
    if failures:
        passing = (failure for failure in failures.values() if Retry().is_worth(failure))
        raise TenantsFailed(list(failures), len(asked)) from next(passing, next(iter(failures.values())))
