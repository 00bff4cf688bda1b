"""A run starts: in earnest, or as a dry run that changes nothing."""

from dataclasses import asdict
from typing import Any

from pydantic import ValidationError

from souk.jobs.public import enqueue
from souk.jobs.trackers import open_tracker
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.work import Work
from souk.tenancy.public import access_of, record_audit
from souk.transfers.actions.choosing import choose_mapping
from souk.transfers.errors import AlreadyRunning, UploadGone
from souk.transfers.importer import Importer, ImportOptions
from souk.transfers.mapping.definition import Mapping
from souk.transfers.models import ImportRun, Origin
from souk.transfers.permission import require_importing, require_switched_on
from souk.transfers.registry import importer_of
from souk.transfers.repository import forget_reports, lock_run, status_of
from souk.transfers.running.run import reset_counts
from souk.transfers.states import MOVING, RunVerb

RUN_IMPORT = "transfers.run_import"


async def start_import(
    work: Work,
    run_id: int,
    *,
    mapping: Mapping | str | None = None,
    options: dict[str, Any] | None = None,
    dry_run: bool = False,
) -> ImportRun:
    """Start a run with a mapping (whole, by name, or the one that fits) and the kind's options.

    A run that failed or was cancelled goes on behind its last batch when mapping and options are as
    before; otherwise it begins anew. The caller sees to it that somebody does the work: `hand_to_worker`, or
    `run_import` itself. Raises RunMissing, NotPermitted, FeatureOff, AlreadyRunning, UploadGone,
    MappingMissing, MappingInvalid, ColumnsMissing, Invalid for options (and what the kind itself refuses of
    them), IllegalMove when it is completed.
    """
    run = await lock_run(work, run_id)
    importer = importer_of(run.kind)
    require_importing(access_of(work), importer)
    await require_switched_on(work, importer)
    status = await status_of(work, run)
    if status in MOVING:
        raise AlreadyRunning(
            f"'{run.file_name}' is being imported already.", details={"tracker_id": run.tracker_id}
        )
    if run.origin == Origin.UPLOAD and not run.file_kept:
        raise UploadGone("The uploaded file was removed after its time; upload it again.")
    chosen = await choose_mapping(work, run, mapping)
    checked = checked_options(importer, {**chosen.options, **(options or {})})
    await importer.check_options(work, checked)
    run.follow(status)
    await _begin(work, run, chosen, checked, dry_run=dry_run)
    await record_audit(
        work,
        "import.checked" if dry_run else "import.started",
        subject=("import", run.id, run.file_name),
        after={"kind": run.kind, "mapping": run.mapping_name, "options": run.options},
    )
    return run


async def hand_to_worker(work: Work, run: ImportRun) -> int:
    """Put a started run into the queue; one process at a time works on it. Returns its tracker's id."""
    if run.tracker_id is None:
        raise AssertionError("a started run has a tracker")
    await enqueue(work, RUN_IMPORT, run_id=run.id, tracker_id=run.tracker_id, lock=f"import:{run.id}")
    return run.tracker_id


def checked_options(importer: Importer[Any], given: dict[str, Any]) -> ImportOptions:
    """The kind's own options. Raises Invalid with a complaint for each."""
    try:
        options: ImportOptions = importer.options.model_validate(given)
    except ValidationError as refusal:
        complaints = [
            FieldError(".".join(["options", *(str(part) for part in error["loc"])]), error["msg"])
            for error in refusal.errors(include_url=False)
        ]
        raise Invalid(
            "The options are not valid: " + "; ".join(f"{c.field}: {c.message}" for c in complaints) + ".",
            fields=complaints,
        ) from None
    return options


async def _begin(
    work: Work, run: ImportRun, mapping: Mapping, options: ImportOptions, *, dry_run: bool
) -> None:
    as_data = mapping.model_dump(mode="json")
    given = options.model_dump(mode="json")
    goes_on = (
        not dry_run
        and not run.is_dry_run
        and run.batches_done > 0
        and (run.mapping, run.options) == (as_data, given)
    )
    run.move(RunVerb.CHECK if dry_run else RunVerb.START)
    if goes_on:
        run.error = run.error_code = None
        run.error_fields = []
    else:
        reset_counts(run)
        await forget_reports(work, run.id)
    run.is_dry_run = dry_run
    run.mapping_name, run.mapping, run.options = mapping.name, as_data, given
    run.started_at, run.finished_at = work.now, None
    run.started_by = asdict(work.actor)
    run.tracker_id = await _open_tracker(work, run)


async def _open_tracker(work: Work, run: ImportRun) -> int:
    tracker = await open_tracker(
        work,
        subject_kind="import",
        subject_id=run.id,
        action="check" if run.is_dry_run else "import",
        phases=[
            ("reading", max(1, run.file_bytes // 1024)),
            ("rows", run.rows_total or _estimated_rows(run)),
        ],
        label=run.file_name,
        metadata={"kind": run.kind},
    )
    return tracker.id


def _estimated_rows(run: ImportRun) -> int:
    """From the first rows' length, so that the bar has a scale before the file was read."""
    lengths = [sum(len(cell) + 1 for cell in cells) for _, cells in run.head]
    if not lengths:
        return 1
    packed = {"csv.gz": 5, "xlsx": 2}.get(run.form, 1)
    return max(1, run.file_bytes * packed * len(lengths) // max(1, sum(lengths)))
