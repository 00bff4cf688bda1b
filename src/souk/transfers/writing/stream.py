"""Exports as streams of bytes: to a browser, or into a file."""

import gzip
import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread

from souk.transfers.errors import FileUnreadable
from souk.transfers.writing.formats import ExportFormat, Writer, writer_of

ROWS_AT_ONCE = 1_000
_SEND_BYTES = 256 * 1024


async def file_bytes(
    columns: Sequence[str], rows: AsyncIterator[Sequence[Any]], export_format: ExportFormat
) -> AsyncIterator[bytes]:
    """The file, piece by piece. Formatting runs in a thread, so that a large export delays no one."""
    writer = writer_of(export_format, columns)
    try:
        begun = writer.begin()  # sent with the first rows: what refuses the query does so before any byte
        batch: list[Sequence[Any]] = []
        async for row in rows:
            batch.append(row)
            if len(batch) >= ROWS_AT_ONCE:
                if piece := begun + await anyio.to_thread.run_sync(writer.rows, batch):
                    yield piece
                begun, batch = b"", []
        if piece := begun + await anyio.to_thread.run_sync(writer.rows, batch):
            yield piece
        async with aclosing(_rest(writer)) as rest:
            async for piece in rest:
                yield piece
    except BaseException:  # whoever stopped listening, too
        writer.abandon()
        raise


async def _rest(writer: Writer) -> AsyncGenerator[bytes]:
    rest = await anyio.to_thread.run_sync(writer.end)
    if isinstance(rest, bytes):
        if rest:
            yield rest
        return
    try:
        async with await anyio.open_file(rest, "rb") as file:
            while piece := await file.read(_SEND_BYTES):
                yield piece
    finally:
        rest.unlink(missing_ok=True)


async def write_file(
    path: Path, columns: Sequence[str], rows: AsyncIterator[Sequence[Any]], export_format: ExportFormat
) -> int:
    """Write an export to disk, compressed when the name ends in `.gz`. Returns how many rows.

    It is written beside its name and moved there when whole: half an export never looks like one.
    """
    count = 0

    async def counted() -> AsyncIterator[Sequence[Any]]:
        nonlocal count
        async for row in rows:
            count += 1
            yield row

    half = path.with_name(f".{path.name}.part")
    try:
        with half.open("wb") as raw, gzip.open(raw, "wb") if path.suffix == ".gz" else raw as target:
            async for piece in file_bytes(columns, counted(), export_format):
                await anyio.to_thread.run_sync(target.write, piece)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return count


def format_of(path: Path, given: str | None = None) -> ExportFormat:
    """The format asked for, else what the name says. Raises FileUnreadable."""
    name = given or path.name.removesuffix(".gz").rsplit(".", 1)[-1]
    try:
        return ExportFormat(name.lower())
    except ValueError:
        raise FileUnreadable(
            f"'{name}' is no format of an export; there are: {', '.join(ExportFormat)}.",
            details={"reason": "format"},
        ) from None


def file_name(kind: str, label: str, export_format: ExportFormat) -> str:
    """A name for the browser to save under, safe in every file system."""
    safe = re.sub(r"[^a-z0-9_-]+", "-", f"{kind}-{label}".lower()).strip("-")
    return f"{safe}.{export_format}"
