"""The books of a run: position, counts, reports and progress, written together with each batch."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB

from souk.jobs.trackers import Tracker, advance, get_tracker
from souk.kernel.errors import Conflict
from souk.kernel.work import Work
from souk.transfers.importer import BatchOutcome
from souk.transfers.reading.table import Layout
from souk.transfers.repository import add_reports
from souk.transfers.running.batches import Batch
from souk.transfers.states import Verdict


class TakenOver(Conflict):
    """Another process goes on with this run; what this one had in hand is not recorded."""

    code = "import_taken_over"
    title = "The import goes on elsewhere"


class Stopped(Exception):
    """Somebody cancelled the run."""


_RECORD = text("""
    update import_run
       set batches_done = batches_done + 1,
           rows_read = rows_read + :read, rows_skipped = rows_skipped + :skipped,
           rows_rejected = rows_rejected + :rejected, rows_noted = rows_noted + :noted,
           created_count = created_count + :created, changed_count = changed_count + :changed,
           unchanged_count = unchanged_count + :unchanged,
           tallies = :tallies, memory = :memory, updated_at = :now
     where tenant_id = :tenant_id and id = :run_id and attempt = :attempt and batches_done = :ordinal
       and status in ('checking', 'running')
    returning rows_read - rows_rejected as done, rows_rejected as failed
""").bindparams(bindparam("tallies", type_=JSONB), bindparam("memory", type_=JSONB))


@dataclasses.dataclass(slots=True)
class Books:
    """Where a run stands, as its process knows it."""

    run_id: int
    tracker_id: int
    attempt: int
    layout: Layout
    tallies: dict[str, int]

    async def record(
        self, work: Work, batch: Batch, outcome: BatchOutcome, memory: Mapping[str, Any]
    ) -> tuple[int, int]:
        """Count a batch and move the position, in the transaction that applied it.

        Returns the rows done and rejected so far. Raises TakenOver, Stopped.
        """
        rejections = sorted([*batch.rejected, *outcome.rejections], key=lambda one: one.line)
        tallies = _added(self.tallies, outcome.tallies)
        row = (
            await work.session.execute(
                _RECORD,
                {
                    "tenant_id": work.tenant_id,
                    "run_id": self.run_id,
                    "attempt": self.attempt,
                    "ordinal": batch.ordinal,
                    "read": batch.read,
                    "skipped": batch.skipped,
                    "rejected": len({rejection.line for rejection in rejections}),
                    "noted": len(outcome.notes),
                    "created": outcome.created,
                    "changed": outcome.changed,
                    "unchanged": outcome.unchanged,
                    "tallies": tallies,
                    "memory": dict(memory),
                    "now": work.now,
                },
            )
        ).one_or_none()
        if row is None:
            await self._why_not(work)
            raise TakenOver("Another process goes on with this import; this one has stopped.")
        reported = [(Verdict.REJECTED, one) for one in rejections]
        reported += [(Verdict.NOTED, one) for one in outcome.notes]  # type: ignore[misc]
        await add_reports(work, self.run_id, reported, batch.cells_by_line(), self.layout.headers)
        await count_up_to(work, self.tracker_id, "rows", done=row.done, failed=row.failed)
        if (await get_tracker(work, self.tracker_id)).cancel_requested_at is not None:
            raise Stopped
        self.tallies = tallies
        return row.done, row.failed

    async def _why_not(self, work: Work) -> None:
        tracker = await get_tracker(work, self.tracker_id)
        if tracker.cancel_requested_at is not None:
            raise Stopped


async def count_up_to(
    work: Work, tracker_id: int, phase: str, *, done: int, failed: int = 0, total: int | None = None
) -> None:
    """Bring a phase's counts to these; a run that begins again counts nothing twice."""
    present = await _phase(work, tracker_id, phase)
    await advance(
        work,
        tracker_id,
        phase,
        done=max(0, done - present[0]),
        failed=max(0, failed - present[1]),
        total=total,
    )


async def _phase(work: Work, tracker_id: int, name: str) -> tuple[int, int]:
    statement = select(Tracker).where(Tracker.tenant_id == work.tenant_id, Tracker.id == tracker_id)
    tracker = (await work.session.execute(statement)).scalar_one()
    for phase in tracker.steps:
        if phase.name == name:
            return phase.completed, phase.failed
    return 0, 0


def _added(known: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {name: known.get(name, 0) + more.get(name, 0) for name in (*known, *more)}


def summary(run: Any) -> dict[str, Any]:
    """The figures a tracker shows when an import has ended."""
    names: Sequence[str] = (
        "rows_read",
        "rows_rejected",
        "rows_noted",
        "rows_skipped",
        "created_count",
        "changed_count",
        "unchanged_count",
    )
    return {**{name: getattr(run, name) for name in names}, **run.tallies, "is_dry_run": run.is_dry_run}
