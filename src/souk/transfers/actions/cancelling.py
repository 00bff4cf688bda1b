"""A run is called off: what is in stays in, nothing more comes."""

from souk.jobs.trackers import TrackerEnded, request_cancel
from souk.kernel.work import Work
from souk.tenancy.public import access_of, record_audit
from souk.transfers.models import ImportRun
from souk.transfers.permission import require_importing
from souk.transfers.registry import importer_of
from souk.transfers.repository import lock_run, status_of
from souk.transfers.states import MOVING, RunVerb


async def cancel_import(work: Work, run_id: int) -> ImportRun:
    """Ask a run to end after the batch in hand; one that waits ends at once. It can be started again and
    goes on where it was. Raises RunMissing, IllegalMove.
    """
    run = await lock_run(work, run_id)
    require_importing(access_of(work), importer_of(run.kind))
    if run.status in MOVING and run.tracker_id is not None:
        try:
            tracker = await request_cancel(work, run.tracker_id)
        except TrackerEnded:
            run.follow(await status_of(work, run))  # its process died; there is nothing left to stop
        else:
            if tracker.ended:
                run.move(RunVerb.CANCEL)
                run.finished_at = work.now
    else:
        run.move(RunVerb.CANCEL)
        run.finished_at = work.now
    await record_audit(work, "import.cancelled", subject=("import", run.id, run.file_name))
    return run
