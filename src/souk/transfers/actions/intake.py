"""A file comes in: through the web in a stream, or it lies on the disk of who runs the command."""

import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
import anyio.to_thread

from souk.kernel.errors import FieldError, Invalid
from souk.kernel.work import Work
from souk.tenancy.public import record_audit
from souk.transfers.errors import FileTooLarge
from souk.transfers.limits import CHUNK_BYTES, Limits
from souk.transfers.models import ImportRun, Origin
from souk.transfers.reading.table import Head, ReadAs, look_at_head
from souk.transfers.registry import importer_of
from souk.transfers.repository import add_chunk

FILE_NAME_CHARS = 255
HEAD_CELL_CHARS = 500


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come in whole and can be read."""

    path: Path
    name: str
    size_bytes: int
    sha256: str
    head: Head


@contextmanager
def table_of(kind: str, path: Path) -> Iterator[Path]:
    """A file as a table for the length of the block: itself, or what its kind rewrites it to."""
    with tempfile.TemporaryDirectory(prefix="souk-table-") as folder:
        target = Path(folder) / f"{path.name}.csv"
        yield target if importer_of(kind).as_table(path, target) else path


@asynccontextmanager
async def receive(
    stream: AsyncIterator[bytes], name: str, limits: Limits, *, kind: str | None = None
) -> AsyncIterator[Received]:
    """Bring a stream to this machine's disk for the length of the block, and look at its head.

    With `kind`, a file of a form of that kind's own is rewritten as a table first. No transaction is open
    meanwhile: a slow sender would hold it. Raises FileTooLarge, FileUnreadable.
    """
    handle, spooled = tempfile.mkstemp(prefix="souk-upload-")
    os.close(handle)
    path = Path(spooled)
    table = path.with_name(f"{path.name}.csv")
    try:
        size_bytes, digest = await _spool(stream, path, limits)
        if kind is not None and await anyio.to_thread.run_sync(importer_of(kind).as_table, path, table):
            table.replace(path)
            size_bytes, digest = path.stat().st_size, sha256_of(path)  # noqa: ASYNC240 (a small file)
        head = await anyio.to_thread.run_sync(look_at_head, path, ReadAs(), limits)
        yield Received(path, checked_name(name), size_bytes, digest, head)
    finally:
        path.unlink(missing_ok=True)  # noqa: ASYNC240 (must not be interrupted)
        table.unlink(missing_ok=True)


async def _spool(stream: AsyncIterator[bytes], path: Path, limits: Limits) -> tuple[int, str]:
    size_bytes = 0
    digest = hashlib.sha256()
    async with await anyio.open_file(path, "wb") as file:
        async for block in stream:
            size_bytes += len(block)
            if size_bytes > limits.file_bytes:
                raise FileTooLarge(
                    f"The file has more than {limits.file_bytes:,} bytes; split it into several.",
                    details={"limit": "file_bytes", "value": limits.file_bytes},
                )
            digest.update(block)
            await file.write(block)
    return size_bytes, digest.hexdigest()


def checked_name(name: str) -> str:
    """The last part of a file's name as it was given. Raises Invalid."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    if not last or len(last) > FILE_NAME_CHARS or not last.isprintable():
        raise Invalid(
            f"A file name has 1 to {FILE_NAME_CHARS} printable characters.",
            fields=[FieldError("file_name", "not a file name")],
        )
    return last


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def keep_upload(work: Work, kind: str, received: Received) -> ImportRun:
    """Keep a received file in the database, in pieces, where every worker can read it."""
    run = await _new_run(work, kind, received, Origin.UPLOAD)
    ordinal = 0
    async with await anyio.open_file(received.path, "rb") as file:
        while content := await file.read(CHUNK_BYTES):
            await add_chunk(work, run.id, ordinal, content)
            ordinal += 1
    return run


async def note_local_file(work: Work, kind: str, path: Path, head: Head, sha256: str) -> ImportRun:
    """A run of a file that stays where it lies."""
    size_bytes = path.stat().st_size  # noqa: ASYNC240 (one stat)
    received = Received(path, checked_name(path.name), size_bytes, sha256, head)
    return await _new_run(work, kind, received, Origin.PATH)


async def _new_run(work: Work, kind: str, received: Received, origin: Origin) -> ImportRun:
    head = received.head
    run = ImportRun(
        tenant_id=work.tenant_id,
        kind=importer_of(kind).kind,
        file_name=received.name,
        file_bytes=received.size_bytes,
        sha256=received.sha256,
        origin=origin,
        form=head.form,
        encoding=head.encoding,
        delimiter=head.delimiter,
        head=[[line, [_shown(cell) for cell in cells]] for line, cells in head.records],
        created_by=work.actor.label,
        file_kept=origin is Origin.UPLOAD,
    )
    work.session.add(run)
    await work.session.flush()
    await work.session.refresh(run)
    await record_audit(
        work,
        "import.uploaded",
        subject=("import", run.id, run.file_name),
        after={"kind": run.kind, "file_bytes": run.file_bytes, "sha256": run.sha256},
    )
    return run


def _shown(cell: str) -> str:
    return cell[:HEAD_CELL_CHARS].replace("\x00", "\ufffd")
