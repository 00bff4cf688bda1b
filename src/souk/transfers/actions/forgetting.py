"""Uploaded files and rejected rows are other people's data: kept for their time, then removed."""

from datetime import timedelta

from souk.kernel.work import Work
from souk.transfers.limits import ROW_REPORT_KEPT_DAYS, UPLOAD_KEPT_DAYS
from souk.transfers.repository import drop_file, drop_old_reports, runs_to_forget


async def forget_old_files(work: Work) -> int:
    """Remove what is past its time in the tenant. Returns how many files went."""
    ids = await runs_to_forget(work, work.now - timedelta(days=UPLOAD_KEPT_DAYS))
    await drop_file(work, ids)
    await drop_old_reports(work, work.now - timedelta(days=ROW_REPORT_KEPT_DAYS))
    return len(ids)
