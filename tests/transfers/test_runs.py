"""An import from upload to end: rehearsed, run, killed, gone on with, repeated, called off."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.clocks import FixedClock
from tests.contexts import job_context
from tests.transfers.labels import LabelOptions, Labels, label_count, labels_of

from souk.events.log import EventLog
from souk.jobs.trackers import get_tracker, request_cancel
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.errors import Invalid
from souk.kernel.work import Database, Work
from souk.tenancy.actions.settings import switch_feature
from souk.transfers import actions
from souk.transfers.errors import AlreadyRunning, ColumnsMissing, MappingMissing
from souk.transfers.limits import ROW_REPORT_KEPT_DAYS, Limits
from souk.transfers.mapping.definition import parse_toml
from souk.transfers.models import ImportRun
from souk.transfers.public import BatchOutcome
from souk.transfers.registry import offer_importers
from souk.transfers.repository import get_run, stream_reports
from souk.transfers.running.record import TakenOver
from souk.transfers.running.run import run_import
from souk.transfers.states import RunStatus, Verdict
from souk.transfers.tasks import forget_files

LIMITS = Limits()
TEN = "code,words\n" + "".join(f"S-{n},shelf {n}\n" for n in range(1, 11))
WITH_BAD_ROWS = "code,words\nS-1,oil\n,nothing\nS-2,bad\nS-3,a very long text for a label\n"


async def in_one_piece(content: str | bytes) -> AsyncIterator[bytes]:
    yield content if isinstance(content, bytes) else content.encode()


async def uploaded(database: Database, tenant_id: int, content: str | bytes, name: str = "l.csv") -> int:
    async with (
        actions.receive(in_one_piece(content), name, LIMITS) as received,
        database.work(tenant_id) as work,
    ):
        return (await actions.keep_upload(work, "labels", received)).id


async def started(database: Database, tenant_id: int, run_id: int, **how: Any) -> None:
    async with database.work(tenant_id) as work:
        await actions.start_import(work, run_id, **how)


async def imported(database: Database, tenant_id: int, content: str | bytes, **how: Any) -> ImportRun:
    run_id = await uploaded(database, tenant_id, content)
    await started(database, tenant_id, run_id, **how)
    return await run_import(database, tenant_id, run_id, limits=LIMITS)


async def test_a_file_is_imported_and_counted(database: Database, tenant_id: int, labels: Labels) -> None:
    run = await imported(database, tenant_id, TEN)
    assert (run.status, run.rows_total, run.rows_read, run.created_count) == ("completed", 10, 10, 10)
    assert run.tallies == {"pieces": 2}
    async with database.reading(tenant_id) as work:
        assert await label_count(work) == 10
        assert run.tracker_id is not None
        tracker = await get_tracker(work, run.tracker_id)
    assert (tracker.status, tracker.progress) == ("completed", 100)
    assert tracker.outcome["created_count"] == 10
    assert {phase.name: phase.completed for phase in tracker.steps} == {"reading": 1, "rows": 10}


async def test_importing_the_same_file_again_changes_nothing(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    await imported(database, tenant_id, TEN)
    again = await imported(database, tenant_id, TEN)
    assert (again.created_count, again.changed_count, again.unchanged_count) == (0, 0, 10)


async def test_a_dry_run_reports_the_same_and_changes_nothing(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    """Also what later rows of the file find of earlier ones: the last two lines repeat the first."""
    content = TEN + "S-1,shelf 1\nS-1,other\n"
    run_id = await uploaded(database, tenant_id, content)
    await started(database, tenant_id, run_id, dry_run=True)
    rehearsal = await run_import(database, tenant_id, run_id, limits=LIMITS)
    assert rehearsal.status == "checked"
    counts = (rehearsal.created_count, rehearsal.changed_count, rehearsal.rows_read)
    assert counts == (10, 1, 12)
    async with database.reading(tenant_id) as work:
        assert await label_count(work) == 0
    await started(database, tenant_id, run_id)
    run = await run_import(database, tenant_id, run_id, limits=LIMITS)
    assert (run.created_count, run.changed_count, run.rows_read) == counts
    async with database.reading(tenant_id) as work:
        assert await label_count(work) == 10


async def test_every_rejected_row_is_reported_with_its_line_and_reason(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    run = await imported(database, tenant_id, WITH_BAD_ROWS)
    assert (run.status, run.rows_rejected, run.rows_noted, run.created_count) == ("completed", 2, 1, 2)
    async with database.reading(tenant_id) as work:
        said = [(r.line, r.code, r.content) async for r in stream_reports(work, run.id, Verdict.REJECTED)]
        noted = [(r.line, r.code) async for r in stream_reports(work, run.id, Verdict.NOTED)]
    assert said == [
        (3, "required", {"code": "", "words": "nothing"}),
        (4, "bad_words", {"code": "S-2", "words": "bad"}),
    ]
    assert noted == [(5, "long")]


async def test_a_killed_import_goes_on_where_it_was(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    run_id = await uploaded(database, tenant_id, TEN)
    await started(database, tenant_id, run_id)
    labels.dies_at_batch = 3
    with pytest.raises(RuntimeError):
        await run_import(database, tenant_id, run_id, limits=LIMITS)
    async with database.reading(tenant_id) as work:
        halfway = await get_run(work, run_id)
        assert (halfway.status, halfway.rows_read, await label_count(work)) == ("running", 6, 6)
    labels.dies_at_batch = None
    run = await run_import(database, tenant_id, run_id, limits=LIMITS)
    assert (run.status, run.rows_read, run.created_count, run.unchanged_count) == ("completed", 10, 10, 0)
    assert run.memory["seen"] == 10
    assert labels.batches_seen == 5  # four batches, one of them tried twice


async def test_a_killed_dry_run_begins_again_and_still_changes_nothing(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    run_id = await uploaded(database, tenant_id, WITH_BAD_ROWS + TEN.partition("\n")[2])
    await started(database, tenant_id, run_id, dry_run=True)
    labels.dies_at_batch = 3
    with pytest.raises(RuntimeError):
        await run_import(database, tenant_id, run_id, limits=LIMITS)
    run = await run_import(database, tenant_id, run_id, limits=LIMITS)
    assert (run.status, run.rows_read, run.rows_rejected) == ("checked", 14, 2)
    async with database.reading(tenant_id) as work:
        assert await label_count(work) == 0
        assert len([r async for r in stream_reports(work, run.id, Verdict.REJECTED)]) == 2
        assert run.tracker_id is not None
        rows = (await get_tracker(work, run.tracker_id)).steps[1]
    assert (rows.completed, rows.failed) == (12, 2)


async def test_two_processes_at_one_run_leave_nothing_twice(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    """The one that took it on last goes on; the other finds its attempt gone and leaves."""
    run_id = await uploaded(database, tenant_id, TEN)
    await started(database, tenant_id, run_id)

    class Hanging(Labels):
        """Hangs in its first batch until another process has done everything."""

        async def apply(self, work: Work, rows: Any, run: Any) -> BatchOutcome:
            offer_importers([labels])
            other = await run_import(database, tenant_id, run_id, limits=LIMITS)
            assert (other.status, other.created_count) == ("completed", 10)
            return await super().apply(work, rows, run)

    offer_importers([Hanging()])
    with pytest.raises(TakenOver):
        await run_import(database, tenant_id, run_id, limits=LIMITS)
    async with database.reading(tenant_id) as work:
        run = await get_run(work, run_id)
    assert (run.status, run.rows_read, run.created_count, run.unchanged_count) == ("completed", 10, 10, 0)


async def test_a_file_without_the_needed_columns_is_refused_before_it_starts(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    run_id = await uploaded(database, tenant_id, "code,colour\nS-1,red\n")
    with pytest.raises(ColumnsMissing, match="words: no column is mapped"):
        await started(database, tenant_id, run_id)
    unknown = await uploaded(database, tenant_id, "a,b\n1,2\n")
    with pytest.raises(ColumnsMissing, match="No column of the file is known"):
        await started(database, tenant_id, unknown)
    with pytest.raises(MappingMissing, match="no mapping 'shopify' for labels; there are: souk"):
        await started(database, tenant_id, run_id, mapping="shopify")
    with pytest.raises(Invalid, match=r"options\.whisper"):
        await started(
            database, tenant_id, await uploaded(database, tenant_id, TEN), options={"whisper": True}
        )


async def test_a_file_that_is_broken_at_its_end_changes_nothing(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    run = await imported(database, tenant_id, TEN * 50 + 'S-99,"never closed\n')
    assert (run.status, run.error_code, run.rows_read) == ("failed", "file_unreadable", 0)
    assert run.error is not None
    assert "never closed" in run.error
    async with database.reading(tenant_id) as work:
        assert await label_count(work) == 0
        assert run.tracker_id is not None
        assert (await get_tracker(work, run.tracker_id)).status == "failed"


async def test_options_and_mappings_reach_the_importer(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    mapping = parse_toml(
        'recognised_by = ["Regal"]\n[columns]\ncode = "Regal"\nwords = "Text"\n[options]\nshout = true',
        kind="labels",
        name="warehouse",
    )
    async with database.work(tenant_id) as work:
        await actions.save_mapping(work, mapping)
    run = await imported(database, tenant_id, "List of March\n\nText;Regal\noil;S-1\n".replace(";", "\t"))
    assert run.status == "completed"
    assert run.mapping_name == "warehouse"
    assert LabelOptions.model_validate(run.options).shout
    async with database.reading(tenant_id) as work:
        assert (await labels_of(work))["S-1"] == "OIL"


async def test_calling_a_run_off_keeps_what_is_in_and_it_can_go_on(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    run_id = await uploaded(database, tenant_id, TEN)
    await started(database, tenant_id, run_id)
    labels.dies_at_batch = 2
    with pytest.raises(RuntimeError):
        await run_import(database, tenant_id, run_id, limits=LIMITS)
    with pytest.raises(AlreadyRunning):
        await started(database, tenant_id, run_id)
    async with database.work(tenant_id) as work:
        run = await get_run(work, run_id)
        assert run.tracker_id is not None
        await request_cancel(work, run.tracker_id)
    ended = await run_import(database, tenant_id, run_id, limits=LIMITS)
    assert ended.status == RunStatus.CANCELLED
    async with database.reading(tenant_id) as work:
        assert await label_count(work) == 3
    await started(database, tenant_id, run_id)
    run = await run_import(database, tenant_id, run_id, limits=LIMITS)
    assert (run.status, run.rows_read, run.created_count) == ("completed", 10, 10)


async def test_an_import_ends_where_its_part_is_switched_off_and_goes_on_from_there(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    labels.feature = "attribution"
    run_id = await uploaded(database, tenant_id, TEN)
    await started(database, tenant_id, run_id)
    async with database.work(tenant_id) as work:
        await switch_feature(work, "attribution", is_on=False)
    stopped = await run_import(database, tenant_id, run_id, limits=LIMITS)
    assert (stopped.status, stopped.error_code, stopped.created_count) == ("failed", "feature_off", 0)
    async with database.work(tenant_id) as work:
        await switch_feature(work, "attribution", is_on=True)
    await started(database, tenant_id, run_id)
    assert (await run_import(database, tenant_id, run_id, limits=LIMITS)).created_count == 10


async def test_a_job_that_runs_twice_finds_the_run_ended(
    database: Database, tenant_id: int, labels: Labels
) -> None:
    run = await imported(database, tenant_id, TEN)
    seen = labels.batches_seen
    again = await run_import(database, tenant_id, run.id, limits=LIMITS)
    assert (again.status, labels.batches_seen) == ("completed", seen)


async def test_an_upload_is_kept_in_pieces_and_comes_back_whole(
    database: Database, tenant_id: int, labels: Labels, tmp_path: Path
) -> None:
    rows = "".join(f"S-{n},{'long words ' * 40}{n}\n" for n in range(6000))
    labels.batch_rows = 5000
    run = await imported(database, tenant_id, "code,words\n" + rows)
    assert run.file_bytes > 2 * 1024 * 1024
    assert (run.status, run.created_count) == ("completed", 6000)
    async with database.work(tenant_id) as work:
        await actions.forget_file(work, run.id)
    async with database.reading(tenant_id) as work:
        kept = await get_run(work, run.id)
    assert (kept.file_kept, kept.head, kept.created_count) == (False, [], 6000)


@pytest.mark.parametrize("closed", [False, True])
async def test_files_and_rejected_rows_past_their_time_are_forgotten_of_a_closed_shop_too(
    urls: DatabaseUrls, database: Database, tenant_id: int, labels: Labels, closed: bool
) -> None:
    run = await imported(database, tenant_id, WITH_BAD_ROWS)
    if closed:
        async with database.across_tenants() as system:
            await system.session.execute(
                text("update tenant set closed_at = now() where id = :id"), {"id": tenant_id}
            )
    kept_long = FixedClock(datetime.now(UTC) + timedelta(days=ROW_REPORT_KEPT_DAYS + 1))
    much_later = Database(urls, sink=EventLog({}), clock=kept_long, pool_size=2)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(much_later.close)
        await forget_files(job_context(much_later))
    async with database.reading(tenant_id) as work:
        assert not (await get_run(work, run.id)).file_kept
        assert [report async for report in stream_reports(work, run.id, None)] == []
