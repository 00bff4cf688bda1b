"""Many count at once: every count arrives, none twice, and nobody waits for ever."""

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import make_tenant
from tests.jobs.factories import errand_tracker

from souk.jobs.trackers import advance, finish, get_tracker
from souk.kernel.work import Database

PHASES = ("one", "two")
counts = st.tuples(
    st.integers(0, 3),  # which tracker of the family
    st.sampled_from(PHASES),
    st.integers(0, 9),
    st.integers(0, 3),
)
transactions = st.lists(st.tuples(st.lists(counts, min_size=1, max_size=4), st.booleans()), max_size=12)


class ChangedMind(Exception):
    pass


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(transactions=transactions)
async def test_counts_of_concurrent_transactions_add_up(
    database: Database, transactions: list[tuple[list[tuple[int, str, int, int]], bool]]
) -> None:
    """A family of a main tracker and three children; some transactions are rolled back."""
    tenant_id = await make_tenant(database)
    async with database.work(tenant_id) as work:
        main = await errand_tracker(work, phases=[(name, 40) for name in PHASES])
        family = [main.id]
        for _ in range(3):
            child = await errand_tracker(work, phases=[(name, 40) for name in PHASES], parent_id=main.id)
            family.append(child.id)
    seen: list[int] = []

    async def run(steps: list[tuple[int, str, int, int]], commits: bool) -> None:
        try:
            async with database.work(tenant_id) as work:
                for who, phase, done, failed in steps:
                    await advance(work, family[who], phase, done=done, failed=failed)
                if not commits:
                    raise ChangedMind
        except ChangedMind:
            pass
        async with database.reading(tenant_id) as reading:
            seen.append((await get_tracker(reading, main.id)).progress)

    async with asyncio.timeout(60):
        await asyncio.gather(*(run(steps, commits) for steps, commits in transactions))

    kept = [step for steps, commits in transactions if commits for step in steps]
    async with database.work(tenant_id) as work:
        trackers = [await get_tracker(work, one) for one in family]
        for who, tracker in enumerate(trackers):
            for phase in tracker.steps:
                mine = [step for step in kept if step[0] == who and step[1] == phase.name]
                assert phase.completed == sum(step[2] for step in mine)
                assert phase.failed == sum(step[3] for step in mine)
                assert phase.total == max(40, phase.done)
        whole = trackers[0]
        assert whole.completed == sum(step[2] for step in kept)
        assert whole.failed == sum(step[3] for step in kept)
        assert whole.total == sum(phase.total or 0 for one in trackers for phase in one.steps)
        assert all(0 <= tracker.progress <= 100 for tracker in trackers)
        assert all(reading <= whole.progress for reading in seen)
        await finish(work, main.id)


async def test_progress_as_it_is_read_never_runs_backwards(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        tracker_id = (await errand_tracker(work, phases=[("rows", 50)])).id
    seen: list[int] = []

    async def count() -> None:
        for _ in range(10):
            async with database.work(tenant_id) as work:
                await advance(work, tracker_id, "rows", done=3, total=None)

    async def watch() -> None:
        while not seen or seen[-1] < 100:
            async with database.reading(tenant_id) as reading:
                seen.append((await get_tracker(reading, tracker_id)).progress)

    async with asyncio.timeout(60):
        await asyncio.gather(watch(), *(count() for _ in range(4)))
    assert seen == sorted(seen)
    async with database.reading(tenant_id) as reading:
        tracker = await get_tracker(reading, tracker_id)
        assert (tracker.completed, tracker.total, tracker.progress) == (120, 120, 100)
