"""The queue and the trackers over HTTP, by people of every role."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from tests.conftest import make_tenant
from tests.jobs import errands
from tests.jobs.factories import errand_tracker, job_row, opened
from tests.jobs.test_dead_letters import fail
from tests.web.clients import SETTINGS, client_of, make_member, make_token

from souk.jobs.public import enqueue, enqueue_many
from souk.jobs.schedules import Every, drop_schedule, set_schedule
from souk.jobs.trackers import advance
from souk.kernel.crypto import Vault
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.web.app import create_app
from souk.wiring.runtime import Runtime

Program = Callable[..., Coroutine[Any, Any, AsyncClient]]


@pytest.fixture
async def program(urls: DatabaseUrls, database: Database, tenant_id: int) -> AsyncIterator[Program]:
    """A program with the token of a member: `await program("analyst")`."""
    async with AsyncExitStack() as stack:
        app = create_app(Runtime(SETTINGS, urls, database, Vault.of_this_process(), None))

        async def of(role: str = "operator", tenant: int = tenant_id) -> AsyncClient:
            member = await make_member(database, tenant, role)
            token = await make_token(database, tenant, member.user_id)
            return await stack.enter_async_context(client_of(app, token))

        yield of


async def audited(database: Database, tenant_id: int) -> list[str]:
    async with database.reading(tenant_id) as work:
        found = await work.session.scalars(
            text("select action from audit_entry where subject_kind in ('job', 'tracker') order by id")
        )
        return list(found)


async def test_an_operator_finds_what_failed_and_has_it_done_again(
    program: Program, database: Database, tenant_id: int
) -> None:
    api = await program("operator")
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.fail)
    await fail(database, job_id)

    stats = (await api.get("/api/v1/jobs/stats")).json()["data"]
    assert next(queue for queue in stats if queue["queue"] == "stock")["failed"] == 1
    failed = (await api.get("/api/v1/jobs/failed")).json()
    assert (failed["total"], failed["data"][0]["id"]) == (1, job_id)
    assert failed["data"][0]["error"]["message"] == "The bell is out of order."

    answer = await api.post(f"/api/v1/jobs/{job_id}/retry")
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    again = await api.post(f"/api/v1/jobs/{job_id}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "job_not_failed")
    assert (await job_row(database, job_id)).status == "todo"
    assert await audited(database, tenant_id) == ["job.retried"]


async def test_where_in_the_program_a_job_broke_is_for_administrators(
    program: Program, database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.fail)
    await fail(database, job_id, trace="souk/shop/bell.py:7 in ring")

    traces = {}
    for role in ("owner", "admin", "operator", "analyst"):
        job = (await (await program(role)).get(f"/api/v1/jobs/{job_id}")).json()
        assert job["errors"][0]["message"] == "The bell is out of order."
        traces[role] = job["errors"][0]["trace"]
    assert traces == {
        "owner": "souk/shop/bell.py:7 in ring",
        "admin": "souk/shop/bell.py:7 in ring",
        "operator": None,
        "analyst": None,
    }


async def test_all_that_failed_by_one_fault_is_done_again(
    program: Program, database: Database, tenant_id: int
) -> None:
    api = await program("admin")
    async with database.work(tenant_id) as work:
        ids = await enqueue_many(work, errands.fail, [{}] * 3)
    for job_id, kind in zip(ids, ("unavailable", "unavailable", "invalid"), strict=True):
        await fail(database, job_id, kind)
    answer = await api.post("/api/v1/jobs/retry-all", json={"error_kind": "unavailable"})
    assert (answer.status_code, answer.json()) == (202, {"retried": 2})
    assert (await api.get("/api/v1/jobs/failed", params={"error_kind": "invalid"})).json()["total"] == 1
    unknown = await api.post("/api/v1/jobs/retry-all", json={"colour": "blue"})
    assert unknown.status_code == 422


async def test_those_chosen_are_done_again_and_no_others(
    program: Program, database: Database, tenant_id: int
) -> None:
    api = await program("operator")
    async with database.work(tenant_id) as work:
        jobs = [await enqueue(work, errands.fail) for _ in range(3)]
    for job_id in jobs:
        await fail(database, job_id)

    answer = await api.post("/api/v1/jobs/retry-all", json={"ids": [jobs[0], jobs[2], 999_999_999]})

    assert answer.json() == {"retried": 2}
    assert [(await job_row(database, job_id)).status for job_id in jobs] == ["todo", "failed", "todo"]


async def test_schedules_are_the_shops_own_and_souks(
    program: Program, database: Database, tenant_id: int
) -> None:
    elsewhere = await make_tenant(database)
    for tenant, name in ((tenant_id, "my errand"), (elsewhere, "their errand")):
        async with database.work(tenant) as work:
            await set_schedule(work, name, errands.dawdle, Every(3600))
    async with database.across_tenants() as system:
        await set_schedule(system, "errand for all", errands.dawdle, Every(3600))
    try:
        listed = (await (await program("analyst")).get("/api/v1/jobs/schedules")).json()["data"]
    finally:
        async with database.across_tenants() as system:
            await drop_schedule(system, "errand for all")

    names = {one["name"]: one["everywhere"] for one in listed}
    assert (names["my errand"], names["errand for all"]) == (False, True)
    assert "their errand" not in names
    assert [one["next_run_at"] for one in listed] == sorted(one["next_run_at"] for one in listed)


async def test_a_job_is_looked_at_and_cancelled(program: Program, database: Database, tenant_id: int) -> None:
    api = await program("operator")
    async with database.work(tenant_id) as work:
        job_id = await enqueue(work, errands.count, tracker_id=1, run_at=work.now.replace(year=2999))
    job = (await api.get(f"/api/v1/jobs/{job_id}")).json()
    assert (job["state"], job["can_cancel"], job["errors"]) == ("delayed", True, [])
    async with database.work(tenant_id) as work:
        await work.session.execute(
            text("update procrastinate_jobs set args = args - 'tracker_id' where id = :id"), {"id": job_id}
        )
    answer = await api.post(f"/api/v1/jobs/{job_id}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (202, "cancelled")
    assert (await api.post(f"/api/v1/jobs/{job_id}/cancel")).json()["code"] == "job_ended"
    listed = (await api.get("/api/v1/jobs", params={"state": "cancelled", "sort": "-id"})).json()
    assert [one["id"] for one in listed["data"]] == [job_id]


async def test_a_long_operation_is_watched_and_cancelled(
    program: Program, database: Database, tenant_id: int
) -> None:
    api = await program("marketing_manager")
    async with database.work(tenant_id) as work:
        tracker = await errand_tracker(work, label="Summer sale", phases=[("rows", 40)])
        await advance(work, tracker.id, "rows", done=10, failed=2)
        await errand_tracker(work, parent_id=tracker.id, phases=[])
    running = (await api.get("/api/v1/trackers", params={"running": True})).json()
    assert [one["label"] for one in running["data"]] == ["Summer sale"]
    shown = (await api.get(f"/api/v1/trackers/{tracker.id}")).json()
    assert (shown["progress"], shown["completed"], shown["failed"], shown["total"]) == (30, 10, 2, 40)
    assert shown["phases"][0]["progress"] == 30
    assert len(shown["children"]) == 1
    answer = await api.post(f"/api/v1/trackers/{tracker.id}/cancel")
    assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
    again = await api.post(f"/api/v1/trackers/{tracker.id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "tracker_ended")
    assert await audited(database, tenant_id) == ["tracker.cancelled"]


async def test_who_only_reads_may_not_touch(program: Program, database: Database, tenant_id: int) -> None:
    api = await program("analyst")
    tracker_id = await opened(database, tenant_id, steps=1)
    assert (await api.get("/api/v1/jobs")).status_code == 200
    for path in ("jobs/1/retry", "jobs/1/cancel", f"trackers/{tracker_id}/cancel"):
        assert (await api.post(f"/api/v1/{path}")).status_code == 403
    assert (await api.post("/api/v1/jobs/retry-all", json={})).status_code == 403
    assert (await (await program("marketing_manager")).post("/api/v1/jobs/1/retry")).status_code == 403


async def test_what_is_another_tenants_is_not_there(
    program: Program, database: Database, other_tenant_id: int
) -> None:
    api = await program("owner")
    async with database.work(other_tenant_id) as work:
        job_id = await enqueue(work, errands.fail)
    await fail(database, job_id)
    tracker_id = await opened(database, other_tenant_id, steps=1)
    for path in (f"jobs/{job_id}", f"trackers/{tracker_id}"):
        assert (await api.get(f"/api/v1/{path}")).status_code == 404
    for path in (f"jobs/{job_id}/retry", f"jobs/{job_id}/cancel", f"trackers/{tracker_id}/cancel"):
        answer = await api.post(f"/api/v1/{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert (await api.post("/api/v1/jobs/retry-all", json={})).json() == {"retried": 0}
    assert (await job_row(database, job_id)).status == "failed"


@pytest.mark.parametrize(
    "query",
    ["state=lost", "queue=lost", "sort=args", "page=0", "per_page=1000", "colour=blue", "tracker_id=-1"],
)
async def test_a_list_says_what_it_does_not_understand(program: Program, query: str) -> None:
    answer = await (await program()).get(f"/api/v1/jobs?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"]
