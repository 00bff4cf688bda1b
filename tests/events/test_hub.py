"""What people watch: nothing missed, nothing twice, nothing of another's."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from random import Random

import pytest
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession
from tests.events.kitchen import DishServed, DishStirred, cook, cooking, stirred

from souk.events import hub as hub_module
from souk.events.hub import Heartbeat, Hub, Opened, StreamEnding, TooManyStreams
from souk.events.live import Sighting, notify_live
from souk.events.log import read_types
from souk.events.notices import NoticePosted
from souk.events.trackers import TrackerProgressed
from souk.kernel.work import SYSTEM, Database, Work, enter_tenant

KITCHEN = {DishStirred.type, DishServed.type, TrackerProgressed.type, NoticePosted.type}
Watched = AsyncGenerator[Opened | Sighting | Heartbeat, None]


@pytest.fixture
async def hub(database: Database) -> AsyncIterator[Hub]:
    hub = Hub(database)
    yield hub
    await hub.close()


@asynccontextmanager
async def watching(
    hub: Hub, tenant_id: int, *, after: int | None = None, user_id: int | None = None
) -> AsyncIterator[tuple[Opened, Watched]]:
    async with aclosing(hub.watch(tenant_id, KITCHEN, after=after, user_id=user_id)) as watched:
        opened = await asyncio.wait_for(anext(watched), 10)
        assert isinstance(opened, Opened)
        yield opened, watched


async def take(watched: Watched, count: int) -> list[Sighting]:
    """The next events, heartbeats aside."""
    seen: list[Sighting] = []
    async with asyncio.timeout(20):
        while len(seen) < count:
            each = await anext(watched)
            if isinstance(each, Sighting):
                seen.append(each)
    return seen


async def join(database: Database, tenant_id: int, watched: Watched) -> Sighting:
    """Have the watcher caught up: from here on it sees passing events too."""
    await cook(database, tenant_id, DishServed(dish="bread"))
    (seen,) = await take(watched, 1)
    return seen


def steps(seen: Sequence[Sighting]) -> list[int]:
    return [each.payload["step"] for each in seen]


async def test_events_are_seen_as_they_are_committed(database: Database, tenant_id: int, hub: Hub) -> None:
    async with watching(hub, tenant_id) as (_, watched):
        await cook(database, tenant_id, *stirred("soup", 1, 2))
        assert steps(await take(watched, 2)) == [1, 2]
        await cook(database, tenant_id, *stirred("soup", 3))
        assert steps(await take(watched, 1)) == [3]


async def test_a_stream_is_resumed_where_it_broke_off_by_another_process(
    database: Database, tenant_id: int, hub: Hub
) -> None:
    async with watching(hub, tenant_id) as (_, watched):
        await cook(database, tenant_id, *stirred("soup", 1, 2, 3))
        first, *_ = await take(watched, 3)
    await cook(database, tenant_id, *stirred("soup", 4))
    other = Hub(database)
    async with watching(other, tenant_id, after=first.id) as (opened, watched):
        assert opened == Opened(first.id or 0, missed_some=False)
        assert steps(await take(watched, 3)) == [2, 3, 4]
    await other.close()


async def test_catching_up_while_events_come_in_misses_and_repeats_nothing(
    database: Database, tenant_id: int, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "REPLAY_PAGE", 7)
    monkeypatch.setattr(hub_module, "READ_EVERY_S", 0.001)
    async with watching(hub, tenant_id) as (opened, _):
        random = Random(7)

        async def keep_cooking() -> None:
            for step in range(0, 200, 2):
                await cook(database, tenant_id, *stirred("soup", step, step + 1))

        async def come_and_go() -> list[int]:
            after = opened.id
            seen: list[int] = []
            while len(seen) < 200:
                async with watching(hub, tenant_id, after=after) as (_, watched):
                    taken = await take(watched, min(random.randint(1, 30), 200 - len(seen)))
                    seen += steps(taken)
                    after = taken[-1].id or 0
            return seen

        _, *seen = await asyncio.gather(keep_cooking(), *(come_and_go() for _ in range(4)))
    assert seen == [list(range(200))] * 4


async def test_an_event_in_flight_is_shown_when_it_commits_and_in_its_place(
    database: Database, tenant_id: int, hub: Hub
) -> None:
    async with watching(hub, tenant_id) as (_, watched):
        async with cooking(database, tenant_id, *stirred("slow", 1)) as slow:
            await cook(database, tenant_id, *stirred("quick", 2))
            await slow.commit()
        assert steps(await take(watched, 2)) == [1, 2]


async def test_another_tenants_events_are_not_seen(
    database: Database, tenant_id: int, other_tenant_id: int, hub: Hub
) -> None:
    async with watching(hub, tenant_id) as (_, mine), watching(hub, other_tenant_id) as (_, theirs):
        passing = asyncio.create_task(take(mine, 1))
        await cook(database, other_tenant_id, *stirred("stew", 7))
        assert steps(await take(theirs, 1)) == [7]
        async with database.work(other_tenant_id) as work:
            await notify_live(work, DishServed(dish="stew"))
        assert [each.payload for each in await take(theirs, 1)] == [{"dish": "stew"}]
        await cook(database, tenant_id, *stirred("soup", 1))
        assert steps(await passing) == [1]


async def test_catching_up_reads_under_row_level_security(
    database: Database, tenant_id: int, other_tenant_id: int, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a query that forgot to name the tenant would find none of another's events."""

    async def forgetful(
        session: AsyncSession, _tenant_id: int, types: list[str], *, after: int, upto: int, limit: int
    ) -> list[RowMapping]:
        return await read_types(session, types, after=after, upto=upto, limit=limit)

    monkeypatch.setattr(hub_module, "read_of_tenant", forgetful)
    async with watching(hub, tenant_id) as (opened, watched):
        await cook(database, other_tenant_id, *stirred("stew", 7))
        await cook(database, tenant_id, *stirred("soup", 1))
        await take(watched, 1)
    async with watching(hub, tenant_id, after=opened.id) as (_, watched):
        assert [each.tenant_id for each in await take(watched, 1)] == [tenant_id]


async def test_a_personal_event_is_seen_by_those_it_is_for(
    database: Database, tenant_id: int, hub: Hub
) -> None:
    def notice(kind: str, *user_ids: int) -> NoticePosted:
        return NoticePosted(kind=kind, tone="good", title="Done", user_ids=list(user_ids))

    async with watching(hub, tenant_id, user_id=1) as (opened, ana):
        await cook(database, tenant_id, notice("a", 2), notice("b", 1, 2))
        assert [each.payload["kind"] for each in await take(ana, 1)] == ["b"]
    async with watching(hub, tenant_id, user_id=2, after=opened.id) as (_, ben):
        assert [each.payload["kind"] for each in await take(ben, 2)] == ["a", "b"]


def progress(tracker_id: int, percent: int, **large: object) -> TrackerProgressed:
    return TrackerProgressed(
        tracker_id=tracker_id,
        parent_id=None,
        subject_kind="import",
        subject_id=1,
        action="import",
        label="orders.csv",
        marketplace=None,
        status="in_progress",
        progress=percent,
        total=100,
        completed=percent,
        failed=0,
        phases=[large] if large else [],
    )


async def test_passing_events_are_shown_and_leave_no_trace(
    database: Database, tenant_id: int, hub: Hub
) -> None:
    async with watching(hub, tenant_id) as (opened, watched):
        await join(database, tenant_id, watched)
        async with database.work(tenant_id) as work:
            await notify_live(work, progress(3, 40))
        (seen,) = await take(watched, 1)
    assert (seen.id, seen.type, seen.payload["progress"]) == (None, "tracker.progressed", 40)
    async with watching(hub, tenant_id, after=opened.id) as (again, _):
        assert again.id == opened.id


async def test_a_passing_event_too_large_for_the_way_is_cut_to_plain_values(
    database: Database, tenant_id: int, hub: Hub
) -> None:
    async with watching(hub, tenant_id) as (_, watched):
        await join(database, tenant_id, watched)
        async with database.work(tenant_id) as work:
            await notify_live(work, progress(3, 40, names=["x" * 100] * 100))
        (seen,) = await take(watched, 1)
    assert seen.payload["progress"] == 40
    assert "phases" not in seen.payload


async def test_a_passing_event_of_a_transaction_rolled_back_is_not_shown(
    database: Database, tenant_id: int, hub: Hub
) -> None:
    async with watching(hub, tenant_id) as (_, watched):
        await join(database, tenant_id, watched)
        async with AsyncSession(database.app) as session:  # is rolled back
            scope = await enter_tenant(session, tenant_id)
            await notify_live(Work(session, scope, SYSTEM, database.clock.now()), progress(1, 10))
        async with database.work(tenant_id) as work:
            await notify_live(work, progress(2, 20))
        assert [each.payload["tracker_id"] for each in await take(watched, 1)] == [2]


async def test_a_slow_watcher_is_let_go_and_resumes(
    database: Database, tenant_id: int, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "QUEUE_EVENTS", 10)
    monkeypatch.setattr(hub_module, "READ_EVERY_S", 0.001)
    async with watching(hub, tenant_id) as (_, brisk), watching(hub, tenant_id) as (_, slow):
        last = await join(database, tenant_id, slow)
        await take(brisk, 1)
        for step in range(1, 31):
            await cook(database, tenant_id, *stirred("soup", step))
            assert steps(await take(brisk, 1)) == [step]
        missed = [each async for each in slow]
    assert missed == []
    async with watching(hub, tenant_id, after=last.id) as (_, watched):
        assert steps(await take(watched, 30)) == list(range(1, 31))


async def test_who_missed_too_much_is_told_to_load_anew(
    database: Database, tenant_id: int, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "REPLAY_EVENTS", 20)
    async with watching(hub, tenant_id) as (opened, watched):
        await cook(database, tenant_id, *stirred("soup", *range(30)))
        last = (await take(watched, 30))[-1]
    async with watching(hub, tenant_id, after=opened.id) as (_, watched):
        assert await anext(watched) == Opened(last.id or 0, missed_some=True)
        await cook(database, tenant_id, *stirred("soup", 99))
        assert steps(await take(watched, 1)) == [99]


async def test_an_id_never_given_starts_anew(database: Database, tenant_id: int, hub: Hub) -> None:
    async with watching(hub, tenant_id, after=2**62) as (opened, watched):
        assert opened.missed_some
        await cook(database, tenant_id, *stirred("soup", 1))
        assert steps(await take(watched, 1)) == [1]


async def test_a_quiet_stream_gives_a_sign_of_life(
    tenant_id: int, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "HEARTBEAT_S", 0.01)
    async with watching(hub, tenant_id) as (_, watched):
        assert await asyncio.wait_for(anext(watched), 10) == Heartbeat()


async def test_closing_the_hub_ends_every_stream(database: Database, tenant_id: int) -> None:
    hub = Hub(database)
    async with watching(hub, tenant_id) as (_, watched):
        ending = asyncio.create_task(anext(watched, None))
        await asyncio.sleep(0)
        await hub.close()
        assert await asyncio.wait_for(ending, 10) is None
    with pytest.raises(StreamEnding):
        await anext(hub.watch(tenant_id, KITCHEN))


async def test_no_tenant_and_no_process_has_more_streams_than_it_may(
    database: Database, tenant_id: int, other_tenant_id: int
) -> None:
    hub = Hub(database, streams_max=3, per_tenant_max=2)
    async with watching(hub, tenant_id), watching(hub, other_tenant_id):
        async with watching(hub, tenant_id):
            with pytest.raises(TooManyStreams) as refused:
                await anext(hub.watch(tenant_id, KITCHEN))
            assert refused.value.details == {"retry_after_s": 30}
            with pytest.raises(TooManyStreams):
                await anext(hub.watch(other_tenant_id, KITCHEN))
        async with watching(hub, other_tenant_id), aclosing(hub.watch(tenant_id, KITCHEN)) as third:
            with pytest.raises(TooManyStreams):
                await anext(third)
    async with watching(hub, tenant_id):
        pass
    await hub.close()


async def test_nobody_watching_nothing_is_read(
    database: Database, tenant_id: int, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "LINGER_S", 0.0)
    async with watching(hub, tenant_id):
        running = hub._running
    assert running is not None
    await asyncio.wait_for(running, 10)
    async with watching(hub, tenant_id) as (_, watched):
        await cook(database, tenant_id, *stirred("soup", 1))
        assert steps(await take(watched, 1)) == [1]
