"""A job over all tenants is done for those for whom it can be done."""

from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from tests.contexts import job_context

from souk.attribution import tasks as attribution
from souk.audience import tasks as audience
from souk.jobs.errors import Interrupted
from souk.jobs.public import Retry, Task, for_each_tenant
from souk.jobs.tenants import TenantsFailed
from souk.kernel.errors import Invalid, Unavailable
from souk.kernel.work import Database, Scope, Work
from souk.orders import tasks as orders
from souk.readmodels import tasks as readmodels
from souk.transfers import tasks as transfers
from souk.webhooks import tasks as webhooks


@pytest.mark.parametrize(
    ("task", "module", "tenants", "step", "enough"),
    [
        (orders.fold_tallies, orders, "tenants_to_fold", "fold_tally", None),
        (orders.forget_payloads, orders, "list_tenants", "delete_payloads", 0),
        (webhooks.forget_old_deliveries, webhooks, "list_tenants", "forget_deliveries", 0),
        (transfers.forget_files, transfers, "list_tenants", "forget_old_files", False),
        (audience.recount_all, audience, "list_tenants", "recount_piece", None),
        (readmodels.check_every_tenant, readmodels, "list_tenants", "enqueue", None),
        (
            attribution.end_due_campaigns,
            attribution,
            "tenants_with_due_campaigns",
            "status.end_due_campaigns",
            0,
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Task) else "",
)
async def test_one_tenants_failure_is_not_the_others(
    database: Database,
    tenant_id: int,
    other_tenant_id: int,
    monkeypatch: pytest.MonkeyPatch,
    task: Task[...],
    module: ModuleType,
    tenants: str,
    step: str,
    enough: Any,
) -> None:
    reached: list[int] = []

    async def both(_system: object, **_named: bool) -> list[Any]:
        ids = [tenant_id, other_tenant_id]
        if tenants != "list_tenants":
            return ids
        return [Scope(each, f"olea-{each}", "EUR", "Europe/Madrid", "en") for each in ids]

    async def fail_the_first(work: Work, *_given: object, **_named: object) -> Any:
        reached.append(work.tenant_id)
        if work.tenant_id == tenant_id:
            raise ValueError("its books are torn")
        return enough

    monkeypatch.setattr(module, tenants, both)
    monkeypatch.setattr(f"{module.__name__}.{step}", fail_the_first)
    with pytest.raises(TenantsFailed, match=f"1 of 2 tenants: {tenant_id}") as failed:
        await task(job_context(database))
    assert reached == [tenant_id, other_tenant_id]
    assert isinstance(failed.value.__cause__, ValueError)
    assert not Retry().is_worth(failed.value)


def failing(failures: dict[int, Exception], done: list[int]) -> Callable[[int], Awaitable[None]]:
    async def do(tenant: int) -> None:
        if tenant in failures:
            raise failures[tenant]
        done.append(tenant)

    return do


async def test_the_job_is_run_again_when_that_can_help_one_of_them(database: Database) -> None:
    done: list[int] = []
    failures = {1: Invalid("No."), 3: Unavailable("Not now.")}
    with pytest.raises(TenantsFailed, match="2 of 4 tenants: 1, 3") as failed:
        await for_each_tenant(job_context(database), [1, 2, 3, 4], failing(failures, done))
    assert done == [2, 4]
    assert Retry().is_worth(failed.value)


async def test_a_database_that_is_away_ends_it_at_once(database: Database) -> None:
    away = OperationalError("select 1", None, psycopg.OperationalError("the server is gone"))
    done: list[int] = []
    with pytest.raises(OperationalError):
        await for_each_tenant(job_context(database), [1, 2, 3], failing({2: away}, done))
    assert done == [1]


async def test_asked_to_stop_it_stops_between_tenants(database: Database) -> None:
    done: list[int] = []
    context = job_context(database, stopping=lambda: len(done) == 2)
    with pytest.raises(Interrupted):
        await for_each_tenant(context, [1, 2, 3], failing({}, done))
    assert done == [1, 2]
