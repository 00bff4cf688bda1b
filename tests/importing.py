"""Running an import from a file on disk, as the command line does."""

from pathlib import Path
from typing import Any

from souk.kernel.work import Database
from souk.transfers import actions
from souk.transfers.importer import Importer
from souk.transfers.limits import Limits
from souk.transfers.models import ImportRun
from souk.transfers.public import offer_importers
from souk.transfers.reading.table import ReadAs, look_at_head
from souk.transfers.running.run import run_import

LIMITS = Limits()


async def import_file(
    database: Database,
    tenant_id: int,
    importer: Importer[Any],
    file: Path,
    *,
    mapping: str | None = None,
    dry_run: bool = False,
    **options: Any,
) -> ImportRun:
    """Returns the run as it ended."""
    offer_importers([importer])
    head = look_at_head(file, ReadAs(), LIMITS)
    async with database.work(tenant_id) as work:
        run = await actions.note_local_file(work, importer.kind, file, head, actions.sha256_of(file))
        await actions.start_import(work, run.id, mapping=mapping, options=options, dry_run=dry_run)
    return await run_import(database, tenant_id, run.id, limits=LIMITS, path=file)
