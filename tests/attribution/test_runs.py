"""Backfills and rebuilds: one at a time, over when their tracker is, whatever became of them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from tests.attribution.factories import books_agree, entries, running_campaign, sell, split_revenue
from tests.clocks import FixedClock
from tests.contexts import job_context
from tests.orders.factories import PLACED, draft, line, make_product

from souk.attribution.actions import backfill
from souk.attribution.actions.credit import credit_orders
from souk.attribution.actions.rebuild import open_rebuild, rebuild_chunk, rebuild_from_start
from souk.attribution.errors import BackfillRunning, RebuildRunning
from souk.attribution.handlers import on_settings_changed
from souk.attribution.reports.checks import ledger_checks
from souk.attribution.reports.measures import Grain, Question, measure
from souk.attribution.reports.period import Period, days_between
from souk.attribution.tasks import run_backfill, run_rebuild
from souk.events.log import EventLog
from souk.events.tenancy import SettingsChanged
from souk.jobs.trackers import finish, get_tracker, request_cancel
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database, ReadWork, Work
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import refund_order
from souk.orders.drafts import RefundDraft, RefundLineDraft
from souk.orders.states import OrderStatus
from souk.tenancy.actions.settings import switch_feature

MARCH = PLACED.date().replace(day=1), PLACED.date().replace(day=31)


def march(work: ReadWork) -> Period:
    return days_between(*MARCH, work.scope.timezone)


async def not_credited(work: Work, orders: int) -> None:
    """Sales of a campaign that nobody has looked at yet, one a minute."""
    product = await make_product(work, "OLIVE-1", cost=400)
    await running_campaign(work, "Spring", [product])
    await place_orders(
        work,
        [
            draft(line(), status=OrderStatus.CONFIRMED, placed_at=PLACED + timedelta(minutes=n))
            for n in range(orders)
        ],
    )


async def chunk_by_chunk(database: Database, tenant_id: int, run_id: int, tracker_id: int) -> list[int]:
    """Do a backfill to its end. How many orders were done after each chunk."""
    done = []
    more = True
    while more:
        async with database.work(tenant_id) as work:
            more = await backfill.backfill_chunk(work, run_id)
            done.append((await get_tracker(work, tracker_id)).completed)
    return done


async def test_a_second_backfill_waits_for_the_first(work: Work) -> None:
    _, tracker = await backfill.open_backfill(work, march(work))
    with pytest.raises(BackfillRunning) as refused:
        await backfill.open_backfill(work, march(work))
    assert refused.value.details == {"tracker_id": tracker.id}


@pytest.mark.parametrize("how", ["cancelled before it began", "failed", "cancelled"])
async def test_a_backfill_that_came_to_nothing_keeps_nobody_from_the_next(work: Work, how: str) -> None:
    _, tracker = await backfill.open_backfill(work, march(work))
    if how == "cancelled before it began":
        await request_cancel(work, tracker.id)
    else:
        await finish(work, tracker.id, status=how)
    assert (await backfill.open_backfill(work, march(work)))[1].id != tracker.id


async def test_a_backfill_whose_process_was_killed_keeps_nobody_from_the_next(
    urls: DatabaseUrls, database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        _, killed = await backfill.open_backfill(work, march(work))
    clock = FixedClock(database.clock.now() + timedelta(minutes=6))
    later = Database(urls, sink=EventLog({}), clock=clock, pool_size=1, name="later")
    async with later.work(tenant_id) as work:
        _, tracker = await backfill.open_backfill(work, march(work))
        assert (await get_tracker(work, killed.id)).status == "failed"
        await finish(work, tracker.id)
    await later.close()


async def test_a_backfill_goes_in_chunks_of_so_many_orders_and_misses_none(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "CHUNK_ORDERS", 2)
    async with database.work(tenant_id) as work:
        await not_credited(work, 5)
        run, tracker = await backfill.open_backfill(work, march(work))
    assert await chunk_by_chunk(database, tenant_id, run.id, tracker.id) == [2, 4, 5]
    async with database.reading(tenant_id) as read:
        assert sum((await split_revenue(read)).values()) == 5000


async def test_orders_of_one_instant_are_more_than_a_chunk_and_still_one(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "CHUNK_ORDERS", 2)
    async with database.work(tenant_id) as work:
        await not_credited(work, 1)
        await place_orders(work, [draft(line(), status=OrderStatus.CONFIRMED) for _ in range(4)])
        await place_orders(
            work, [draft(line(), status=OrderStatus.CONFIRMED, placed_at=PLACED + timedelta(days=1))]
        )
        run, tracker = await backfill.open_backfill(work, march(work))
    assert await chunk_by_chunk(database, tenant_id, run.id, tracker.id) == [5, 6]


async def test_a_backfill_that_is_cancelled_under_way_keeps_what_it_has_done(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "CHUNK_ORDERS", 1)
    async with database.work(tenant_id) as work:
        await not_credited(work, 3)
        run, tracker = await backfill.open_backfill(work, march(work))
    async with database.work(tenant_id) as work:
        await backfill.backfill_chunk(work, run.id)
        await work.session.execute(text("update tracker set cancel_requested_at = now()"))
    await run_backfill(
        job_context(database, tenant_id), tenant_id=tenant_id, run_id=run.id, tracker_id=tracker.id
    )
    async with database.work(tenant_id) as work:
        assert (await get_tracker(work, tracker.id)).status == "cancelled"
        assert await entries(work) == 1
        await books_agree(work)
        await backfill.open_backfill(work, march(work))


async def test_switching_attribution_off_ends_a_backfill(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        await not_credited(work, 1)
        run, tracker = await backfill.open_backfill(work, march(work))
        await switch_feature(work, "attribution", is_on=False)
    await run_backfill(
        job_context(database, tenant_id), tenant_id=tenant_id, run_id=run.id, tracker_id=tracker.id
    )
    async with database.reading(tenant_id) as read:
        ended = await get_tracker(read, tracker.id)
        assert (ended.status, ended.error) == ("cancelled", "Attribution has been switched off.")
        assert await entries(read) == 0


async def broken(work: ReadWork) -> dict[str, int]:
    return {name: count for name, _, count in await ledger_checks(work) if count}


async def a_month_of_sales(work: Work) -> None:
    """Two campaigns that overlap, an unadvertised product, an order refunded in part in the night."""
    olives = await make_product(work, "OLIVE-1", cost=400)
    oil = await make_product(work, "OIL-1")
    await make_product(work, "SOAP-1", cost=1)
    await running_campaign(work, "Meta", [olives, oil])
    await running_campaign(work, "Google", [olives])
    late = PLACED.replace(hour=23, minute=30)
    await sell(work, line("OLIVE-1", 3, 999), line("OLIVE-1", 1, 1001), line("OIL-1", 2, 2500))
    refunded = await sell(work, line("OLIVE-1", 2, 1000), line("SOAP-1", 1, 500), placed_at=late)
    back = RefundLineDraft(source_line_id="1", quantity=1)
    await refund_order(
        work, refunded, RefundDraft(lines=(back,), refunded_at=late + timedelta(days=3, hours=1))
    )
    await credit_orders(work, [refunded])


async def rolled_up(work: ReadWork) -> list[Any]:
    tables = ("attribution_day", "attribution_product_day", "attribution_coverage_day")
    return [
        sorted(map(str, (await work.session.execute(text(f"select * from {table}"))).all()))
        for table in tables
    ]


async def test_rollups_that_were_damaged_are_found_and_made_anew(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        await a_month_of_sales(work)
        before = await rolled_up(work)
        assert await broken(work) == {}
        await work.session.execute(
            text("update attribution_day set gross_profit_full = gross_profit_full + 1")
        )
        await work.session.execute(text("update attribution_product_day set orders = orders + 1"))
        await work.session.execute(text("delete from attribution_coverage_day where matched = 0"))
        assert set(await broken(work)) == {
            "attribution_days",
            "attribution_product_days",
            "attribution_coverage_days",
        }
        run, tracker = await open_rebuild(work)
        with pytest.raises(RebuildRunning):
            await open_rebuild(work)
    await run_rebuild(
        job_context(database, tenant_id), tenant_id=tenant_id, run_id=run.id, tracker_id=tracker.id
    )
    async with database.reading(tenant_id) as read:
        assert await rolled_up(read) == before
        ended = await get_tracker(read, tracker.id)
        assert (ended.status, ended.completed, ended.total) == ("completed", 3, 3)


async def test_in_another_time_zone_sales_fall_on_other_days(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id) as work:
        await a_month_of_sales(work)
        await work.session.execute(text("update tenant set timezone = 'America/New_York'"))
    async with database.work(tenant_id) as work:
        assert "attribution_days" in await broken(work)
        await on_settings_changed(work, [SettingsChanged(area="tenant", changed=["timezone"])])
        ((run_id, tracker_id),) = (
            await work.session.execute(text("select id, tracker_id from attribution_run"))
        ).all()
    await run_rebuild(
        job_context(database, tenant_id), tenant_id=tenant_id, run_id=run_id, tracker_id=tracker_id
    )
    async with database.work(tenant_id) as work:
        assert await broken(work) == {}
        await books_agree(work)
        sold = {row.day for row in await measure(work, Grain.DAY, Question(march(work))) if row.gross_revenue}
        assert sold == {PLACED.date()}


async def test_a_zone_that_changes_when_the_rebuild_is_all_but_over_gets_a_rebuild_of_its_own(
    work: Work,
) -> None:
    await a_month_of_sales(work)
    opened = await rebuild_from_start(work)
    assert opened is not None
    run, _ = opened
    while await rebuild_chunk(work, run.id):
        pass
    again = await rebuild_from_start(work)  # before the worker has said that the first one has ended
    assert again is not None
    assert again[0].id != run.id


async def test_a_second_change_of_the_zone_lets_the_rebuild_start_over(work: Work) -> None:
    await a_month_of_sales(work)
    opened = await rebuild_from_start(work)
    assert opened is not None
    run, _ = opened
    await rebuild_chunk(work, run.id)
    assert run.done_id
    assert await rebuild_from_start(work) is None
    assert run.done_id == 0
