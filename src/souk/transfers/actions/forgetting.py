"""Uploaded files and rejected rows are other people's data: kept for their time, then removed."""

from datetime import timedelta

from souk.kernel.work import Work
from souk.tenancy.public import access_of, record_audit
from souk.transfers.errors import AlreadyRunning
from souk.transfers.limits import ROW_REPORT_KEPT_DAYS, UPLOAD_KEPT_DAYS
from souk.transfers.permission import require_importing
from souk.transfers.registry import importer_of
from souk.transfers.repository import drop_file, drop_old_reports, lock_run, runs_to_forget, status_of
from souk.transfers.states import MOVING

AT_ONCE = 100


async def forget_old_files(work: Work) -> bool:
    """Remove some of what is past its time in the tenant. Returns whether there may be more."""
    ids = await runs_to_forget(work, work.now - timedelta(days=UPLOAD_KEPT_DAYS), AT_ONCE)
    await drop_file(work, ids)
    await drop_old_reports(work, work.now - timedelta(days=ROW_REPORT_KEPT_DAYS))
    return len(ids) == AT_ONCE


async def forget_file(work: Work, run_id: int) -> None:
    """Remove one uploaded file now. Raises RunMissing, AlreadyRunning."""
    run = await lock_run(work, run_id)
    require_importing(access_of(work), importer_of(run.kind))
    if await status_of(work, run) in MOVING:
        raise AlreadyRunning(f"'{run.file_name}' is being imported; cancel it first.")
    await drop_file(work, [run.id])
    await record_audit(work, "import.file_removed", subject=("import", run.id, run.file_name))
