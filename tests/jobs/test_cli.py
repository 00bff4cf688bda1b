"""The queue and the trackers on the command line."""

import asyncio
import threading

import pytest
from tests.jobs import errands
from tests.jobs.factories import errand_tracker, job_row
from tests.jobs.test_dead_letters import fail
from tests.terminals import Terminal, opened_on

from souk.jobs.public import enqueue, enqueue_many
from souk.jobs.trackers import advance, finish
from souk.jobs.trackers.reading import read_tracker
from souk.jobs.trackers.schemas import TrackerDetailShape
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database, ReadWork
from souk.tenancy.public import load_scope


@pytest.fixture
async def terminal(
    database: Database, tenant_id: int, urls: DatabaseUrls, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    for module in ("jobs", "tracker"):
        monkeypatch.setattr(f"souk.cli.{module}.opened", opened_on(urls))
    scope = await load_scope(database, tenant_id)
    assert scope is not None
    return Terminal(scope.slug)


async def test_a_person_looks_at_the_queues_and_has_what_failed_done_again(
    terminal: Terminal, database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        ids = await enqueue_many(work, errands.fail, [{}] * 3)
        await enqueue(work, errands.fail, queue="messaging")
    for job_id in ids:
        await fail(database, job_id)

    stats = {queue["queue"]: queue for queue in await terminal.json("jobs", "stats")}
    assert (stats["stock"]["failed"], stats["messaging"]["waiting"]) == (3, 1)
    assert "messaging" in (await terminal.type("jobs", "stats", "--all")).stdout

    failed = await terminal.json("jobs", "failed", "--queue", "stock")
    assert failed["total"] == 3
    assert "The bell is out of order." in " ".join((await terminal.type("jobs", "failed")).stdout.split())

    assert await terminal.json("jobs", "retry", str(ids[0])) == {"retried": 1}
    assert await terminal.json("jobs", "retry", "--all", "--error", "unavailable") == {"retried": 2}
    assert [(await job_row(database, job_id)).status for job_id in ids] == ["todo"] * 3
    assert "No job has failed." in (await terminal.type("jobs", "failed")).stdout


async def test_what_cannot_be_done_is_said_and_ends_badly(terminal: Terminal) -> None:
    for words in (["jobs", "retry", "999999999"], ["jobs", "retry"], ["tracker", "show", "999999999"]):
        answer = await terminal.type(*words)
        assert answer.exit_code == 1
    assert (await terminal.type("jobs", "failed", "--queue", "lost")).exit_code == 2


async def test_an_operation_is_seen_and_followed_to_its_end(
    terminal: Terminal, database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.work(tenant_id) as work:
        tracker = await errand_tracker(work, label="Summer sale", phases=[("rows", 40)])
        await advance(work, tracker.id, "rows", done=10, failed=2)
    running = await terminal.json("tracker", "list", "--running")
    assert [one["id"] for one in running["data"]] == [tracker.id]
    shown = await terminal.type("tracker", "show", str(tracker.id))
    assert "Summer sale: in progress, 30 %" in shown.stdout

    looked = threading.Event()

    async def looking(work: ReadWork, tracker_id: int) -> TrackerDetailShape:
        seen = await read_tracker(work, tracker_id)
        looked.set()
        return seen

    monkeypatch.setattr("souk.cli.tracker.read_tracker", looking)
    following = asyncio.create_task(terminal.json("tracker", "show", str(tracker.id), "--follow"))
    assert await asyncio.to_thread(looked.wait, 60)
    async with database.work(tenant_id) as work:
        await finish(work, tracker.id, outcome={"orders": 42})
    assert (await following)["outcome"] == {"orders": 42}


async def test_one_that_failed_ends_badly(terminal: Terminal, database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        tracker = await errand_tracker(work)
        await finish(work, tracker.id, status="failed", error="The shop is closed.")
    shown = await terminal.type("tracker", "show", str(tracker.id), "--follow")
    assert shown.exit_code == 1
    assert "The shop is closed." in shown.output
