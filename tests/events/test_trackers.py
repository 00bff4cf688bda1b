"""Long operations tell how they go: live as they move, in the log at milestones and ends."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing

from tests.replaying import logged_events

from souk.events import Event
from souk.events.hub import Hub, Opened
from souk.events.live import Sighting
from souk.events.trackers import TrackerEvents, TrackerFailed, TrackerFinished, TrackerProgressed
from souk.jobs.trackers import TrackerNews
from souk.kernel.work import Database


def news(status: str, progress: int = 40, **ending: object) -> TrackerNews:
    return TrackerNews(
        tracker_id=5,
        parent_id=None,
        subject_kind="import",
        subject_id=3,
        label="orders.csv",
        action="import",
        process_type="main",
        marketplace=None,
        status=status,
        progress=progress,
        total=10,
        completed=4,
        failed=0,
        phases=[{"name": "rows", "done": 4}],
        outcome=ending.get("outcome") or {},  # type: ignore[arg-type]
        error=ending.get("error"),  # type: ignore[arg-type]
    )


async def logged(database: Database, tenant_id: int) -> Sequence[Event]:
    async with database.reading(tenant_id) as work:
        return await logged_events(work, TrackerProgressed, TrackerFinished, TrackerFailed)


async def test_milestones_and_ends_are_in_the_log(database: Database, tenant_id: int) -> None:
    tell = TrackerEvents()
    async with database.work(tenant_id) as work:
        await tell.progressed(work, news("in_progress", 12), milestone=False)
        await tell.progressed(work, news("in_progress", 40), milestone=True)
        await tell.ended(work, news("completed", 100, outcome={"rows": 10}))
        await tell.ended(work, news("cancelled"))
        await tell.ended(work, news("failed", error="The file ended in the middle of a line."))
    progressed, finished, cancelled, failed = await logged(database, tenant_id)
    assert isinstance(progressed, TrackerProgressed)
    assert progressed.progress == 40
    assert isinstance(finished, TrackerFinished)
    assert finished.outcome == {"rows": 10}
    assert isinstance(cancelled, TrackerFinished)
    assert cancelled.status == "cancelled"
    assert isinstance(failed, TrackerFailed)
    assert failed.error == "The file ended in the middle of a line."
    assert {event.aggregate for event in await logged(database, tenant_id)} == {"tracker:5"}


async def test_what_moves_is_shown_live(database: Database, tenant_id: int) -> None:
    hub = Hub(database)
    tell = TrackerEvents()
    async with aclosing(hub.watch(tenant_id, {"tracker.progressed"})) as watched:
        assert isinstance(await anext(watched), Opened)
        async with database.work(tenant_id) as work:
            await tell.progressed(work, news("in_progress", 10), milestone=True)
        await asyncio.wait_for(anext(watched), 10)
        async with database.work(tenant_id) as work:
            await tell.progressed(work, news("in_progress", 12), milestone=False)
        seen = await asyncio.wait_for(anext(watched), 10)
    await hub.close()
    assert isinstance(seen, Sighting)
    assert (seen.id, seen.payload["progress"]) == (None, 12)
