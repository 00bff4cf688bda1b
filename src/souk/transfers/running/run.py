"""Driving a run: look through the file, apply batch after batch, finish, say how it ended."""

import asyncio
import copy
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import anyio.to_thread
import psycopg.errors
from sqlalchemy.exc import DBAPIError

from souk.jobs.public import Interrupted
from souk.jobs.trackers import TrackerStatus, finish, is_cancelled
from souk.kernel.errors import SoukError
from souk.kernel.log import get_logger
from souk.kernel.work import Actor, Database, Work
from souk.transfers.importer import BatchOutcome, ImportContext, Importer
from souk.transfers.limits import Limits
from souk.transfers.mapping.definition import parse_mapping
from souk.transfers.mapping.mapper import Mapper
from souk.transfers.models import ImportRun
from souk.transfers.permission import require_switched_on
from souk.transfers.reading.table import Layout, read_rows
from souk.transfers.registry import importer_of
from souk.transfers.rehearsal import begin_rehearsal
from souk.transfers.repository import forget_reports, get_run, lock_run
from souk.transfers.running.batches import Batch, cut_batches
from souk.transfers.running.looking import look_through_whole
from souk.transfers.running.record import Books, Stopped, TakenOver, summary
from souk.transfers.running.ride import Ride, Told, tracker_of
from souk.transfers.running.spool import local_file
from souk.transfers.states import MOVING, RunStatus, RunVerb

log = get_logger(__name__)

TRIES = 5
"""How often a batch is tried when it loses against concurrent changes (deadlock, serialization)."""
_LOST = (
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.UniqueViolation,  # two transactions made the same thing; the second now finds it
)


async def run_import(
    database: Database,
    tenant_id: int,
    run_id: int,
    *,
    limits: Limits,
    path: Path | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    told: Told = lambda phase, done, total, rejected: None,
) -> ImportRun:
    """Take a started run on and bring it to its end; one that was begun goes on where it was.

    Returns the run as it ended: a refusal of the file or of a batch is its `error`. Raises Interrupted
    when `should_stop` says so (run it again), TakenOver when another process has taken it on, and
    whatever the database raises when it is away (run it again).
    """
    ride = await _get_on(database, tenant_id, run_id, limits, should_stop, told)
    if ride is None:
        async with database.reading(tenant_id) as work:
            return await get_run(work, run_id)
    try:
        async with local_file(database, ride.run, path) as file:
            await _through(ride, file)
    except Stopped:
        return await _end(ride, RunVerb.CANCEL)
    except Interrupted:
        if await _was_cancelled(ride):
            return await _end(ride, RunVerb.CANCEL)
        raise
    except TakenOver:
        raise
    except SoukError as refusal:
        return await _end(ride, RunVerb.FAIL, refusal)
    return await _end(ride, RunVerb.COMPLETE)


async def _was_cancelled(ride: Ride) -> bool:
    async with ride.database.reading(ride.run.tenant_id) as work:
        return await is_cancelled(work, tracker_of(ride.run))


async def _get_on(
    database: Database,
    tenant_id: int,
    run_id: int,
    limits: Limits,
    should_stop: Callable[[], bool],
    told: Told,
) -> Ride | None:
    """None when the run has ended already: the job ran twice."""
    async with database.work(tenant_id) as work:
        run = await lock_run(work, run_id)
        if run.status not in MOVING or run.mapping is None or run.started_by is None:
            return None
        run.attempt += 1
        if run.is_dry_run:
            await _begin_again(work, run)
        importer = importer_of(run.kind)
        zone = work.scope.timezone
    context = ImportContext(
        run_id=run.id,
        kind=run.kind,
        options=importer.options.model_validate(run.options),
        dry_run=run.is_dry_run,
        file_name=run.file_name,
        started_at=run.started_at or work.now,
        memory=copy.deepcopy(run.memory),
    )
    mapping = parse_mapping(run.mapping)
    if mapping.timezone is None:
        mapping = mapping.model_copy(update={"timezone": zone})
    actor = Actor(**run.started_by)
    return Ride(database, run, actor, importer, mapping, context, limits, should_stop, told)


async def _begin_again(work: Work, run: ImportRun) -> None:
    """A dry run leaves nothing behind, so it cannot go on: it begins anew."""
    reset_counts(run)
    await forget_reports(work, run.id)


def reset_counts(run: ImportRun) -> None:
    """As if nothing of the file had been read."""
    run.batches_done = 0
    run.memory = {}
    run.tallies = {}
    run.warnings = []
    run.error = run.error_code = None
    run.error_fields = []
    run.rows_read = run.rows_rejected = run.rows_noted = run.rows_skipped = 0
    run.created_count = run.changed_count = run.unchanged_count = 0


async def _through(ride: Ride, file: Path) -> None:
    layout = await look_through_whole(ride, file)
    mapper = Mapper(ride.mapping, ride.importer.fields, layout.headers, ride.mapping.timezone or "UTC")
    ride.books = Books(ride.run.id, tracker_of(ride.run), ride.run.attempt, layout, dict(ride.run.tallies))
    await _note_layout(ride, layout, mapper)
    if not ride.run.is_dry_run:
        await _apply_all(ride, file, layout, mapper)
        return
    try:
        async with ride.writing() as dry:
            begin_rehearsal(dry)
            ride.dry = dry
            await _apply_all(ride, file, layout, mapper)
            raise _NothingHappened
    except _NothingHappened:
        pass


class _NothingHappened(Exception):
    """Rolls a dry run back."""


async def _note_layout(ride: Ride, layout: Layout, mapper: Mapper) -> None:
    async with ride.writing() as work:
        run = await lock_run(work, ride.run.id)
        if run.attempt != ride.run.attempt:
            raise TakenOver("Another process goes on with this import; this one has stopped.")
        run.layout = {**asdict(layout), "headers": list(layout.headers)}
        run.encoding, run.delimiter = layout.encoding, layout.delimiter
        run.rows_total = layout.rows
        run.warnings = _warnings(layout, mapper)


def _warnings(layout: Layout, mapper: Mapper) -> list[str]:
    warnings = []
    if layout.encoding == "cp1252":
        warnings.append("The file is not UTF-8; it was read as Windows-1252.")
    if mapper.absent_columns:
        warnings.append(f"The mapping names columns that the file lacks: {', '.join(mapper.absent_columns)}.")
    if unused := mapper.unused(layout.headers):
        warnings.append(f"Columns of the file that were not used: {', '.join(unused)}.")
    if not layout.rows:
        warnings.append("The file has a header and no rows.")
    return warnings


async def _apply_all(ride: Ride, file: Path, layout: Layout, mapper: Mapper) -> None:
    records = read_rows(file, layout, ride.limits)
    batches = cut_batches(records, mapper, ride.importer.batch_rows, ride.importer.grouping)
    ordinal = 0
    coming = asyncio.ensure_future(_next(batches))
    try:
        while (batch := await coming) is not None:
            coming = asyncio.ensure_future(_next(batches))  # the next is read while this one is applied
            ordinal = batch.ordinal + 1
            if batch.ordinal >= ride.run.batches_done or ride.run.is_dry_run:
                _stop_if_asked(ride)
                await _one(ride, batch, ride.importer.apply)
    finally:
        await _let_go(coming, batches)
    await _finish_all(ride, ordinal)


async def _let_go(coming: "asyncio.Future[Batch | None]", batches: Iterator[Batch]) -> None:
    """The reading thread still has the file in hand; it is closed when that is done."""
    await asyncio.wait([coming])
    if not coming.cancelled():
        coming.exception()
    batches.close()  # type: ignore[attr-defined]


async def _next(batches: Iterator[Batch]) -> Batch | None:
    return await anyio.to_thread.run_sync(next, batches, None)


def _stop_if_asked(ride: Ride) -> None:
    if ride.should_stop():
        raise Interrupted


async def _finish_all(ride: Ride, ordinal: int) -> None:
    """The importer's last stage, piece by piece, each recorded like a batch without rows."""
    skip = ride.run.batches_done - ordinal if not ride.run.is_dry_run else 0
    ordinal += max(0, skip)
    while True:
        _stop_if_asked(ride)
        more = await _one(ride, Batch(ordinal), _finishing(ride.importer))
        if not more:
            return
        ordinal += 1


Applied = Callable[[Work, Any, ImportContext[Any]], Awaitable[BatchOutcome | None]]


def _finishing(importer: Importer[Any]) -> Applied:
    async def finish_piece(work: Work, _rows: Any, run: ImportContext[Any]) -> BatchOutcome | None:
        return await importer.finish(work, run)

    return finish_piece


async def _one(ride: Ride, batch: Batch, apply: Applied) -> bool:
    """Apply and record one batch, in one transaction. False when there was nothing more to do."""
    for attempt in range(1, TRIES + 1):
        memory = copy.deepcopy(ride.context.memory)
        try:
            more = await (_tried(ride, batch, apply) if ride.dry is None else _rehearsed(ride, batch, apply))
        except DBAPIError as lost:
            if ride.dry is not None or attempt == TRIES or not isinstance(lost.orig, _LOST):
                raise
            log.info("import batch lost against a concurrent change", run_id=ride.run.id, attempt=attempt)
            ride.context.memory = memory
            await asyncio.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 (only spreads load)
        else:
            return more
    raise AssertionError("the last try returns or raises")


async def _tried(ride: Ride, batch: Batch, apply: Applied) -> bool:
    async with ride.writing() as work:
        await require_switched_on(work, ride.importer)
        outcome = await apply(work, batch.rows, ride.context)
        if outcome is None:
            return False
        await _record(ride, work, batch, outcome)
    return True


async def _rehearsed(ride: Ride, batch: Batch, apply: Applied) -> bool:
    """In the dry run's own transaction; only the books are written, by another one."""
    if ride.dry is None:
        raise AssertionError("only a dry run is rehearsed")
    outcome = await apply(ride.dry, batch.rows, ride.context)
    await ride.dry.session.flush()
    ride.dry.session.expunge_all()
    ride.dry.facts.clear()  # nobody is to hear of what does not happen
    if outcome is None:
        return False
    async with ride.writing() as work:
        await _record(ride, work, batch, outcome)
    return True


async def _record(ride: Ride, work: Work, batch: Batch, outcome: BatchOutcome) -> None:
    if ride.books is None:
        raise AssertionError("books are opened before the first batch")
    done, failed = await ride.books.record(work, batch, outcome, ride.context.memory)
    ride.told("rows", done + failed, ride.books.layout.rows, failed)


async def _end(ride: Ride, verb: RunVerb, refusal: SoukError | None = None) -> ImportRun:
    async with ride.writing() as work:
        run = await lock_run(work, ride.run.id)
        if run.attempt != ride.run.attempt or run.status not in MOVING:
            return run
        run.move(verb)
        run.finished_at = work.now
        if refusal is not None:
            run.error, run.error_code = refusal.detail, refusal.code
            run.error_fields = [asdict(complaint) for complaint in refusal.fields]
        await finish(
            work,
            tracker_of(run),
            status=_TRACKER_END[verb],
            error=run.error,
            error_code=run.error_code,
            outcome=summary(run),
        )
    return run


_TRACKER_END = {
    RunVerb.COMPLETE: TrackerStatus.COMPLETED,
    RunVerb.FAIL: TrackerStatus.FAILED,
    RunVerb.CANCEL: TrackerStatus.CANCELLED,
}
ENDED_WELL = frozenset({RunStatus.CHECKED, RunStatus.COMPLETED})
