"""Trackers: the visible progress of long operations, as those who watch it see it."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from tests.jobs import errands
from tests.jobs.factories import errand_tracker, job_row

from souk.jobs.dead_letters import retry_job
from souk.jobs.public import enqueue
from souk.jobs.trackers import (
    PhaseUnknown,
    TrackerEnded,
    TrackerMissing,
    advance,
    finish,
    finish_phase,
    get_tracker,
    is_cancelled,
    request_cancel,
    touch,
)
from souk.jobs.trackers.reading import list_trackers, read_tracker, shape_of
from souk.jobs.trackers.repository import has_live_job
from souk.jobs.trackers.schemas import TrackerQuery
from souk.kernel.errors import Invalid
from souk.kernel.work import Database, Work


async def test_a_whole_operation(work: Work) -> None:
    tracker = await errand_tracker(work, phases=[("reading", 1), ("rows", None)], label="sales.csv")
    assert (tracker.status, tracker.progress, tracker.total) == ("pending", 0, 1)

    await finish_phase(work, tracker.id, "reading")
    await advance(work, tracker.id, "rows", total=200)
    assert (tracker.status, tracker.progress, tracker.started_at) == ("in_progress", 0, work.now)

    await advance(work, tracker.id, "rows", done=99, failed=1)
    assert (tracker.completed, tracker.failed, tracker.total, tracker.progress) == (100, 1, 201, 50)

    await advance(work, tracker.id, "rows", done=100)
    await finish(work, tracker.id, outcome={"orders": 42})
    assert (tracker.status, tracker.progress, tracker.completed_at) == ("completed", 100, work.now)
    assert tracker.outcome == {"orders": 42}
    assert [phase.status for phase in tracker.steps] == ["completed", "completed"]


async def test_the_seeds_own_example(work: Work) -> None:
    """Uber Eats: prepare the menu, publish 149 items; 98 done and 2 failed of 150 are 66 percent."""
    tracker = await errand_tracker(work, phases=[("prepare_menu", 1), ("publish_items", 149)])
    await finish_phase(work, tracker.id, "prepare_menu")
    await advance(work, tracker.id, "publish_items", done=97, failed=2)
    assert (tracker.total, tracker.completed, tracker.failed, tracker.progress) == (150, 98, 2, 66)
    assert [(phase.status, phase.completed, phase.total) for phase in tracker.steps] == [
        ("completed", 1, 1),
        ("in_progress", 97, 149),
    ]


async def test_more_than_was_expected_never_passes_the_end(work: Work) -> None:
    tracker = await errand_tracker(work, phases=[("rows", 10)])
    await advance(work, tracker.id, "rows", done=25)
    assert (tracker.total, tracker.completed, tracker.progress) == (25, 25, 100)


async def test_a_total_that_grows_does_not_push_the_bar_back(work: Work) -> None:
    tracker = await errand_tracker(work, phases=[("rows", 10)])
    await advance(work, tracker.id, "rows", done=8)
    await advance(work, tracker.id, "rows", total=1000)
    assert (tracker.total, tracker.progress) == (1000, 80)
    await advance(work, tracker.id, "rows", done=800)
    assert tracker.progress == 80
    await advance(work, tracker.id, "rows", done=100)
    assert tracker.progress == 90


async def test_an_unknown_phase_counts_as_nothing_until_it_has_ended(work: Work) -> None:
    tracker = await errand_tracker(work, phases=[("rows", 4000), ("rollups", None)])
    await advance(work, tracker.id, "rows", done=4000)
    assert tracker.progress == 50
    await finish_phase(work, tracker.id, "rollups")
    assert tracker.progress == 100


async def test_what_is_counted_is_counted_forwards(work: Work) -> None:
    tracker = await errand_tracker(work)
    for backwards in ({"done": -1}, {"failed": -1}, {"total": -1}):
        with pytest.raises(Invalid):
            await advance(work, tracker.id, "steps", **backwards)
    with pytest.raises(PhaseUnknown, match="it has: steps"):
        await advance(work, tracker.id, "stpes", done=1)
    with pytest.raises(TrackerMissing):
        await advance(work, tracker.id + 1, "steps", done=1)


async def test_phases_each_have_a_name_of_their_own(work: Work) -> None:
    with pytest.raises(Invalid):
        await errand_tracker(work, phases=[("rows", 1), ("rows", 2)])
    with pytest.raises(Invalid):
        await errand_tracker(work, phases=[("rows", -1)])


async def test_the_first_end_counts(work: Work) -> None:
    tracker = await errand_tracker(work)
    await finish(work, tracker.id, status="failed", error="The file is not there.")
    await finish(work, tracker.id, status="completed")
    assert (tracker.status, tracker.error) == ("failed", "The file is not there.")


async def test_what_failed_stays_where_it_stopped(work: Work) -> None:
    tracker = await errand_tracker(work)
    await advance(work, tracker.id, "steps", done=4)
    await finish(work, tracker.id, status="failed", error="The file is not there.")
    assert (tracker.progress, tracker.steps[0].status, tracker.steps[0].completed) == (40, "failed", 4)


async def test_what_comes_in_after_the_end_is_kept_and_changes_nothing_else(work: Work) -> None:
    tracker = await errand_tracker(work)
    await finish(work, tracker.id, status="cancelled")
    await advance(work, tracker.id, "steps", done=4)
    assert (tracker.status, tracker.completed) == ("cancelled", 4)


async def test_a_sign_of_life_may_leave_a_note(work: Work) -> None:
    tracker = await errand_tracker(work, metadata={"file": "sales.csv"})
    await touch(work, tracker.id, metadata={"sheet": 2})
    assert tracker.details == {"file": "sales.csv", "sheet": 2}
    assert tracker.status == "in_progress"


async def test_children_add_up_in_their_parent(work: Work) -> None:
    """A campaign on two marketplaces: one bar for all of it, one for each."""
    main = await errand_tracker(work, phases=[], ends_with_children=True)
    fields = {"parent_id": main.id, "process_type": "marketplace", "phases": [("items", 100)]}
    bazaar = await errand_tracker(work, **fields, marketplace="bazaar")
    market = await errand_tracker(work, **fields, marketplace="market")
    assert (main.total, main.status) == (200, "pending")

    await advance(work, bazaar.id, "items", done=50, failed=10)
    assert (main.completed, main.failed, main.progress, main.status) == (50, 10, 30, "in_progress")
    await advance(work, bazaar.id, "items", done=40)
    await finish(work, bazaar.id)
    assert (main.progress, main.status) == (50, "in_progress")
    await finish(work, market.id, status="failed", error="The shop is closed.")
    assert (main.status, main.progress) == ("completed", 100)
    assert main.error == "market: The shop is closed."


async def test_a_parent_fails_when_all_its_children_have(work: Work) -> None:
    main = await errand_tracker(work, phases=[], ends_with_children=True)
    children = [await errand_tracker(work, parent_id=main.id) for _ in range(2)]
    for child in children:
        await finish(work, child.id, status="failed", error="The shop is closed.")
    assert main.status == "failed"


async def test_a_parent_with_work_of_its_own_waits_for_it(work: Work) -> None:
    main = await errand_tracker(work, phases=[("closing", 1)], ends_with_children=True)
    child = await errand_tracker(work, parent_id=main.id)
    await finish(work, child.id)
    assert main.status == "in_progress"
    await finish_phase(work, main.id, "closing")
    assert main.status == "completed"


async def test_nothing_starts_under_what_has_ended(work: Work) -> None:
    main = await errand_tracker(work)
    await finish(work, main.id)
    with pytest.raises(TrackerEnded):
        await errand_tracker(work, parent_id=main.id)


async def test_three_generations_add_up(work: Work) -> None:
    top = await errand_tracker(work, phases=[], ends_with_children=True)
    middle = await errand_tracker(work, phases=[], ends_with_children=True, parent_id=top.id)
    leaf = await errand_tracker(work, parent_id=middle.id)
    await advance(work, leaf.id, "steps", done=7)
    assert (top.completed, top.progress, top.status) == (7, 70, "in_progress")
    await finish(work, leaf.id)
    assert [top.status, middle.status] == ["completed", "completed"]


async def test_cancelling_before_anything_ran_ends_it_at_once(work: Work) -> None:
    tracker = await errand_tracker(work)
    await enqueue(work, errands.count, tracker_id=tracker.id)
    assert not await is_cancelled(work, tracker.id)
    await request_cancel(work, tracker.id)
    assert tracker.status == "cancelled"
    assert await is_cancelled(work, tracker.id)
    assert not await has_live_job(work, [tracker.id])
    with pytest.raises(TrackerEnded):
        await request_cancel(work, tracker.id)


async def test_cancelling_the_whole_cancels_the_parts(work: Work) -> None:
    main = await errand_tracker(work, phases=[], ends_with_children=True)
    done = await errand_tracker(work, parent_id=main.id)
    waiting = await errand_tracker(work, parent_id=main.id)
    await finish(work, done.id)
    await enqueue(work, errands.count, tracker_id=waiting.id)
    await request_cancel(work, main.id)
    assert [done.status, waiting.status] == ["completed", "cancelled"]
    assert main.status in ("completed", "cancelled")
    assert not await has_live_job(work, [main.id, waiting.id])


async def test_another_tenants_tracker_is_not_there(
    database: Database, work: Work, other_tenant_id: int
) -> None:
    async with database.work(other_tenant_id) as theirs:
        tracker = await errand_tracker(theirs)
    for ask in (get_tracker, read_tracker, request_cancel, is_cancelled, touch, finish):
        with pytest.raises(TrackerMissing):
            await ask(work, tracker.id)


async def test_rate_and_rest_are_told_on_reading(work: Work) -> None:
    tracker = await errand_tracker(work, phases=[("rows", 100), ("rollups", 20)])
    await advance(work, tracker.id, "rows", done=40)
    shape = shape_of(tracker, work.now + timedelta(seconds=20))
    assert (shape.rate_per_s, shape.eta_s) == (2.0, 40)
    unknown = await errand_tracker(work, phases=[("rows", None)])
    await advance(work, unknown.id, "rows", done=40)
    shape = shape_of(unknown, work.now + timedelta(seconds=20))
    assert (shape.rate_per_s, shape.eta_s) == (2.0, None)


async def test_lists_are_of_whole_operations_and_can_be_narrowed(work: Work) -> None:
    main = await errand_tracker(work, label="Summer sale", subject_kind="ad_campaign", subject_id=5)
    child = await errand_tracker(work, parent_id=main.id)
    ended = await errand_tracker(work, action="backfill")
    await finish(work, ended.id)

    async def found(**filters: object) -> list[int]:
        page = await list_trackers(work, TrackerQuery.model_validate(filters))
        return [one.id for one in page.data]

    assert await found() == [ended.id, main.id]
    assert await found(running=True) == [main.id]
    assert await found(running=False) == [ended.id]
    assert await found(status="completed") == [ended.id]
    assert await found(subject_kind="ad_campaign", subject_id=5) == [main.id]
    assert await found(action="backfill") == [ended.id]
    assert await found(q="summer") == [main.id]
    assert await found(parent_id=main.id) == [child.id]
    assert [one.id for one in (await read_tracker(work, main.id)).children] == [child.id]


async def test_a_tracker_whose_retried_job_goes_on_goes_on(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        tracker = await errand_tracker(work)
        job_id = await enqueue(work, errands.count, tracker_id=tracker.id)
        await advance(work, tracker.id, "steps", done=4)
        await finish(work, tracker.id, status="failed", error="The shop is closed.")
        await work.session.execute(
            text("update procrastinate_jobs set status = 'failed' where id = :id"), {"id": job_id}
        )
    async with database.work(tenant_id) as work:
        await retry_job(work, job_id)
        tracker = await get_tracker(work, tracker.id)
        assert (tracker.status, tracker.error, tracker.progress) == ("in_progress", None, 40)
    assert (await job_row(database, job_id)).status == "todo"
