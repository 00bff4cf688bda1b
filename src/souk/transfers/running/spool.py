"""The file of a run on this machine's disk: where it lies, or brought together from its pieces."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from souk.kernel.work import Database
from souk.transfers.errors import UploadGone
from souk.transfers.models import ImportRun, Origin
from souk.transfers.repository import read_chunk


@asynccontextmanager
async def local_file(database: Database, run: ImportRun, path: Path | None) -> AsyncIterator[Path]:
    """A path to read the run's file from. Raises UploadGone."""
    if run.origin == Origin.PATH:
        if path is None:
            raise UploadGone(
                "This file was imported from the disk of whoever ran the command; run the command again."
            )
        yield path
        return
    if not run.file_kept:
        raise UploadGone("The uploaded file was removed after its time; upload it again.")
    handle, name = tempfile.mkstemp(prefix=f"souk-import-{run.id}-")
    os.close(handle)
    spooled = Path(name)
    try:
        await _bring_together(database, run, spooled)
        yield spooled
    finally:
        spooled.unlink(missing_ok=True)  # noqa: ASYNC240 (must not be interrupted)


async def _bring_together(database: Database, run: ImportRun, target: Path) -> None:
    ordinal = 0
    async with await anyio.open_file(target, "wb") as file:
        while True:
            async with database.reading(run.tenant_id) as work:
                content = await read_chunk(work, run.id, ordinal)
            if content is None:
                break
            await file.write(content)
            ordinal += 1
    if target.stat().st_size != run.file_bytes:  # noqa: ASYNC240 (one stat)
        raise UploadGone("Pieces of the uploaded file are missing; upload it again.")
