"""What `souk import` and `souk export` call: a file into Souk here and now, a list into a file."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
from pydantic import ValidationError

from souk.kernel.work import Actor, Database, ReadWork, Work
from souk.transfers.actions import (
    cancel_import,
    choose_mapping,
    note_export,
    note_local_file,
    sha256_of,
    start_import,
    table_of,
)
from souk.transfers.errors import FileUnreadable
from souk.transfers.exporter import Exporter
from souk.transfers.limits import Limits
from souk.transfers.mapping.definition import Mapping, read_toml
from souk.transfers.models import ImportRun
from souk.transfers.reading.table import ReadAs, look_at_head
from souk.transfers.registry import exporter_of, importer_of
from souk.transfers.reporting import REPORT_COLUMNS, report_rows
from souk.transfers.repository import get_run, status_of, stream_reports, unfinished_twin
from souk.transfers.running.run import ENDED_WELL, run_import
from souk.transfers.shaping import import_shape
from souk.transfers.states import RunStatus, Verdict
from souk.transfers.writing.stream import format_of, write_file

__all__ = [
    "ENDED_WELL",
    "Exporter",
    "FileUnreadable",
    "ImportRun",
    "Limits",
    "RunStatus",
    "Verdict",
    "begin_import",
    "cancel_import",
    "exporter_of",
    "format_of",
    "get_run",
    "import_shape",
    "importer_of",
    "mapping_meant",
    "note_export",
    "reasons_of",
    "run_import",
    "table_of",
    "write_file",
    "write_reports",
]


def mapping_meant(kind: str, given: str | None) -> Mapping | str | None:
    """A mapping's name as it is; what looks like a TOML file is read. Raises MappingInvalid."""
    if given is not None and (given.endswith(".toml") or "/" in given):
        return read_toml(Path(given), kind=importer_of(kind).kind)
    return given


async def begin_import(
    database: Database,
    tenant_id: int,
    actor: Actor,
    kind: str,
    file: Path,
    *,
    mapping: Mapping | str | None,
    options: dict[str, Any],
    limits: Limits,
    dry_run: bool,
    from_start: bool,
) -> tuple[int, int | None]:
    """The id of a new run of the file, or of the one that did not end and was asked the same.

    Of the latter also the row it goes on behind. Raises what `start_import` raises, FileUnreadable.
    """
    head = await anyio.to_thread.run_sync(look_at_head, file, ReadAs(), limits)
    sha256 = await anyio.to_thread.run_sync(sha256_of, file)
    async with database.work(tenant_id, actor) as work:
        twin = None if dry_run or from_start else await unfinished_twin(work, importer_of(kind).kind, sha256)
        if twin is not None and await _asks_the_same(work, twin, mapping, options):
            behind = twin.rows_read
            if await status_of(work, twin) != RunStatus.RUNNING:
                await start_import(work, twin.id, mapping=mapping, options=options)
            return twin.id, behind
        fresh = await note_local_file(work, kind, file, head, sha256)
        await start_import(work, fresh.id, mapping=mapping, options=options, dry_run=dry_run)
        return fresh.id, None


async def _asks_the_same(
    work: Work, twin: ImportRun, mapping: Mapping | str | None, options: dict[str, Any]
) -> bool:
    chosen = await choose_mapping(work, twin, mapping)
    try:
        given = importer_of(twin.kind).options.model_validate({**chosen.options, **options})
    except ValidationError:
        return False
    return (twin.mapping, twin.options) == (chosen.model_dump(mode="json"), given.model_dump(mode="json"))


async def reasons_of(work: ReadWork, run: ImportRun) -> Counter[tuple[str, str]]:
    """How many rows were reported, by verdict and code."""
    reasons: Counter[tuple[str, str]] = Counter()
    if run.rows_rejected or run.rows_noted:
        async for report in stream_reports(work, run.id, None):
            reasons[report.verdict, report.code] += 1
    return reasons


async def write_reports(work: ReadWork, run: ImportRun, file: Path) -> None:
    """The reported rows, with their reasons, into a file of the format its name says."""
    headers = list((run.layout or {}).get("headers", []))
    rows: AsyncIterator[Sequence[Any]] = report_rows(work, run.id, None, headers)
    await write_file(file, [*REPORT_COLUMNS, *headers], rows, format_of(file))
