"""Every query of imports."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, func, select, text, update

from souk.jobs.trackers import Tracker, TrackerStatus
from souk.kernel.work import ReadWork, Work
from souk.transfers.errors import MappingMissing, RunMissing
from souk.transfers.models import ImportChunk, ImportRun, Origin, RowReport, StoredMapping
from souk.transfers.states import MOVING, RunStatus, Verdict

CELL_SHOWN_CHARS = 2_000
"""A rejected row is kept with its cells cut to this length."""


async def get_run(work: ReadWork, run_id: int) -> ImportRun:
    """Raises RunMissing."""
    return await _one_run(work, run_id, lock=False)


async def memory_of(work: ReadWork, run_id: int) -> dict[str, Any]:
    """What an importer has kept of a run from batch to batch, also of a dry run. Raises RunMissing."""
    return (await get_run(work, run_id)).memory


async def lock_run(work: Work, run_id: int) -> ImportRun:
    """The run, locked until the transaction ends. Raises RunMissing."""
    return await _one_run(work, run_id, lock=True)


async def _one_run(work: ReadWork, run_id: int, *, lock: bool) -> ImportRun:
    statement = select(ImportRun).where(ImportRun.tenant_id == work.tenant_id, ImportRun.id == run_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    run = (await work.session.execute(statement)).scalar_one_or_none()
    if run is None:
        raise RunMissing("There is no such import.")
    return run


def real_status() -> ColumnElement[str]:
    """A run whose process died goes by its tracker, which is found dead by its last activity."""
    died = Tracker.status.in_([TrackerStatus.FAILED, TrackerStatus.CANCELLED])
    return case((ImportRun.status.in_(MOVING) & died, Tracker.status), else_=ImportRun.status)


def runs(work: ReadWork, kinds: Sequence[str]) -> Select[ImportRun, str]:
    """Rows of (ImportRun, real status) of these kinds."""
    return (
        select(ImportRun, real_status().label("real_status"))
        .outerjoin(Tracker, (Tracker.tenant_id == ImportRun.tenant_id) & (Tracker.id == ImportRun.tracker_id))
        .where(ImportRun.tenant_id == work.tenant_id, ImportRun.kind.in_(kinds))
    )


async def status_of(work: ReadWork, run: ImportRun) -> RunStatus:
    """The run's real status: see `real_status`."""
    if run.tracker_id is None or run.status not in MOVING:
        return RunStatus(run.status)
    statement = runs(work, [run.kind]).where(ImportRun.id == run.id).with_only_columns(real_status())
    return RunStatus((await work.session.execute(statement)).scalar_one())


async def unfinished_twin(work: ReadWork, kind: str, sha256: str) -> ImportRun | None:
    """The newest run of the same file from a disk that was begun in earnest and did not end."""
    statement = (
        select(ImportRun)
        .where(
            ImportRun.tenant_id == work.tenant_id,
            ImportRun.sha256 == sha256,
            ImportRun.kind == kind,
            ImportRun.origin == Origin.PATH,
            ImportRun.is_dry_run.is_(False),
            ImportRun.status.in_([RunStatus.RUNNING, RunStatus.FAILED, RunStatus.CANCELLED]),
            ImportRun.batches_done > 0,
        )
        .order_by(ImportRun.id.desc())
        .limit(1)
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def add_chunk(work: Work, run_id: int, ordinal: int, content: bytes) -> None:
    await work.session.execute(
        ImportChunk.__table__.insert().values(  # type: ignore[attr-defined]
            tenant_id=work.tenant_id, run_id=run_id, ordinal=ordinal, content=content
        )
    )


async def read_chunk(work: ReadWork, run_id: int, ordinal: int) -> bytes | None:
    return (
        await work.session.execute(
            select(ImportChunk.content).where(
                ImportChunk.tenant_id == work.tenant_id,
                ImportChunk.run_id == run_id,
                ImportChunk.ordinal == ordinal,
            )
        )
    ).scalar_one_or_none()


_REPORT = text("""
    insert into import_row_report
        (tenant_id, run_id, line, verdict, code, field, message, content, reported_at)
    select :tenant_id, :run_id, r.line, r.verdict, r.code, r.field, r.message, r.content, :now
      from unnest(cast(:lines as bigint[]), cast(:verdicts as text[]), cast(:codes as text[]),
                  cast(:fields as text[]), cast(:messages as text[]), cast(:contents as jsonb[]))
           with ordinality as r (line, verdict, code, field, message, content, ordinal)
     order by r.ordinal
""")

Reported = tuple[Verdict, Any]
"""A Rejection or a Note under its verdict."""


async def add_reports(
    work: Work,
    run_id: int,
    reported: Sequence[Reported],
    cells: Mapping[int, Sequence[str]],
    headers: Sequence[str],
) -> None:
    """Write what was said of rows, each with the row as it stood in the file (where still known)."""
    if not reported:
        return
    await work.session.execute(
        _REPORT,
        {
            "tenant_id": work.tenant_id,
            "run_id": run_id,
            "now": work.now,
            "lines": [one.line for _, one in reported],
            "verdicts": [verdict.value for verdict, _ in reported],
            "codes": [one.code for _, one in reported],
            "fields": [one.field for _, one in reported],
            "messages": [one.message.replace("\x00", "\ufffd") for _, one in reported],
            "contents": [_content(cells.get(one.line), headers) for _, one in reported],
        },
    )


def _content(cells: Sequence[str] | None, headers: Sequence[str]) -> str | None:
    if cells is None:
        return None
    names = [*headers, *(f"Column {number}" for number in range(len(headers) + 1, len(cells) + 1))]
    shown = {
        name: cell[:CELL_SHOWN_CHARS].replace("\x00", "\ufffd")
        for name, cell in zip(names, cells, strict=False)
    }
    return json.dumps(shown, ensure_ascii=False)


async def forget_reports(work: Work, run_id: int) -> None:
    await work.session.execute(
        delete(RowReport).where(RowReport.tenant_id == work.tenant_id, RowReport.run_id == run_id)
    )


def reports(work: ReadWork, run_id: int, verdict: Verdict | None) -> Select[int, RowReport]:
    """Rows of (id, RowReport)."""
    statement = select(RowReport.id, RowReport).where(
        RowReport.tenant_id == work.tenant_id, RowReport.run_id == run_id
    )
    return statement if verdict is None else statement.where(RowReport.verdict == verdict)


async def stream_reports(work: ReadWork, run_id: int, verdict: Verdict | None) -> AsyncIterator[RowReport]:
    """Every report of a run in the order they were made, a thousand at a time."""
    statement = reports(work, run_id, verdict).order_by(RowReport.id)
    result = await work.session.stream(statement.execution_options(yield_per=1000))
    async for row in result:
        yield row[1]


async def drop_file(work: Work, run_ids: Iterable[int]) -> None:
    """Forget uploaded files and their samples; the runs and their counts stay."""
    ids = list(run_ids)
    await work.session.execute(
        delete(ImportChunk).where(ImportChunk.tenant_id == work.tenant_id, ImportChunk.run_id.in_(ids))
    )
    await work.session.execute(
        update(ImportRun)
        .where(ImportRun.tenant_id == work.tenant_id, ImportRun.id.in_(ids))
        .values(file_kept=False, head=[])
    )


async def runs_to_forget(work: ReadWork, before: datetime, limit: int) -> list[int]:
    """Runs whose uploaded file is past its time and not in use."""
    statement = (
        select(ImportRun.id)
        .where(
            ImportRun.tenant_id == work.tenant_id,
            ImportRun.file_kept,
            ImportRun.updated_at < before,
            ImportRun.status.not_in(MOVING),
        )
        .order_by(ImportRun.id)
        .limit(limit)
    )
    return list((await work.session.execute(statement)).scalars())


async def drop_old_reports(work: Work, before: datetime) -> int:
    """Remove what was said of rows so long ago. Returns how many."""
    gone = await work.session.execute(
        delete(RowReport).where(RowReport.tenant_id == work.tenant_id, RowReport.reported_at < before)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


async def stored_mappings(work: ReadWork, kind: str | None = None) -> list[StoredMapping]:
    statement = select(StoredMapping).where(StoredMapping.tenant_id == work.tenant_id)
    if kind is not None:
        statement = statement.where(StoredMapping.kind == kind)
    return list((await work.session.execute(statement.order_by(StoredMapping.name))).scalars())


async def find_mapping(work: ReadWork, kind: str, name: str) -> StoredMapping | None:
    statement = select(StoredMapping).where(
        StoredMapping.tenant_id == work.tenant_id,
        StoredMapping.kind == kind,
        func.lower(StoredMapping.name) == name.lower(),
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def lock_mapping(work: Work, mapping_id: int) -> StoredMapping:
    """Raises MappingMissing."""
    statement = (
        select(StoredMapping)
        .where(StoredMapping.tenant_id == work.tenant_id, StoredMapping.id == mapping_id)
        .with_for_update()
    )
    found = (await work.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise MappingMissing("There is no such mapping.")
    return found
