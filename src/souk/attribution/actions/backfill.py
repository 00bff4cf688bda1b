"""Matching the past anew: a window in chunks of a month, each one transaction."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import text

from souk.attribution.actions.credit import countable_statuses
from souk.attribution.engine.compute import Computed, compute_window
from souk.attribution.errors import BackfillRunning
from souk.attribution.models import AttributionRun
from souk.attribution.reports.period import Period
from souk.attribution.repository import running_backfill
from souk.jobs.trackers import Tracker, advance, finish, open_tracker
from souk.kernel.db.parts import as_part
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.work import ReadWork, Work
from souk.orders.public import OrderStatus, order_rows
from souk.tenancy.public import record_audit, require_feature

PHASE = "orders"

_COUNT = text(f"""
    select count(*) from ({as_part(order_rows())}) o
    where placed_at >= :start and placed_at < :end and status = any(:statuses)
""")


async def open_backfill(
    work: Work, period: Period, statuses: Sequence[str] | None = None
) -> tuple[AttributionRun, Tracker]:
    """Get a backfill ready: a run that remembers how far it is, and a tracker that shows it.

    The caller enqueues its first chunk in the same transaction. Raises BackfillRunning, Invalid.
    """
    await require_feature(work, "attribution")
    underway = await running_backfill(work)
    if underway is not None:
        raise BackfillRunning(
            "A backfill is under way; wait for it or cancel it.", details={"tracker_id": underway.tracker_id}
        )
    wanted = _checked(statuses) if statuses else [status.value for status in OrderStatus]
    values = {"start": period.start, "end": period.end, "statuses": wanted}
    orders = (await work.session.execute(_COUNT, values)).scalar_one()
    run = AttributionRun(
        tenant_id=work.tenant_id,
        kind="backfill",
        window_from=period.start,
        window_to=period.end,
        statuses=wanted,
        done_to=period.start,
        requested_by=work.actor.label,
        started_at=work.now,
    )
    work.session.add(run)
    await work.session.flush()
    tracker = await open_tracker(
        work,
        subject_kind="attribution_run",
        subject_id=run.id,
        action="backfill",
        phases=[(PHASE, orders)],
        label=_label(work, period),
    )
    run.tracker_id = tracker.id
    await record_audit(
        work,
        "attribution.backfill_started",
        subject=("attribution_run", run.id, tracker.label),
        after={"from": period.start, "to": period.end, "statuses": wanted, "orders": orders},
    )
    return run, tracker


def _checked(statuses: Sequence[str]) -> list[str]:
    known = {status.value for status in OrderStatus}
    unknown = [status for status in statuses if status not in known]
    if unknown:
        raise Invalid(
            f"Unknown order status: {', '.join(unknown)}; there are: {', '.join(sorted(known))}.",
            fields=[FieldError("statuses", "contains an unknown status")],
        )
    return list(dict.fromkeys(statuses))


def _label(work: Work, period: Period) -> str:
    zone = ZoneInfo(work.scope.timezone)
    last = period.days[1] if period.days else period.end.astimezone(zone).date()
    return f"{period.start.astimezone(zone).date().isoformat()} – {last.isoformat()}"


async def backfill_chunk(work: Work, run_id: int) -> bool:
    """Compute the next month of a run and count it. Returns whether there is more to do.

    How far the run is stands in the same transaction as the credits: killed at any point it goes on
    where it was, and a chunk done twice adds nothing.
    """
    run = await work.session.get(AttributionRun, (work.tenant_id, run_id), with_for_update=True)
    if run is None or run.finished_at is not None or run.window_to is None or run.done_to is None:
        return False
    start, end = run.done_to, min(next_month(run.done_to, work.scope.timezone), run.window_to)
    statuses = run.statuses or []
    computed: Computed = await compute_window(
        work, start, end, await countable_statuses(work), statuses=statuses, run_id=run.id
    )
    run.done_to = end
    run.lines += computed.lines
    run.entries += computed.entries
    orders = (
        await work.session.execute(_COUNT, {"start": start, "end": end, "statuses": statuses})
    ).scalar_one()
    if run.tracker_id is not None:
        await advance(work, run.tracker_id, PHASE, done=orders)
    return end < run.window_to


async def finish_backfill(work: Work, run_id: int, *, status: str = "completed") -> None:
    """Close a run and its tracker, with what it changed."""
    run = await work.session.get(AttributionRun, (work.tenant_id, run_id), with_for_update=True)
    if run is None or run.finished_at is not None:
        return
    run.finished_at = work.now
    if run.tracker_id is not None:
        await finish(
            work,
            run.tracker_id,
            status=status,
            outcome={"lines": run.lines, "entries": run.entries},
        )


async def get_run(work: ReadWork, run_id: int) -> AttributionRun:
    """Raises NoResultFound for a run that was never opened."""
    return await work.session.get_one(AttributionRun, (work.tenant_id, run_id))


def next_month(instant: datetime, zone: str) -> datetime:
    """The first instant of the next local month."""
    local = instant.astimezone(ZoneInfo(zone))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return (first + relativedelta(months=1)).astimezone(instant.tzinfo)
