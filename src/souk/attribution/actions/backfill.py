"""Matching the past anew: a window in chunks of a month, each one transaction."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import text

from souk.attribution.actions.runs import end_run, lock_run, open_run, run_under_way
from souk.attribution.countable import countable_statuses
from souk.attribution.engine.compute import Computed, compute_window
from souk.attribution.errors import BackfillRunning
from souk.attribution.models import AttributionRun
from souk.attribution.reports.period import Period
from souk.jobs.trackers import Tracker, advance
from souk.kernel.db.parts import as_part
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.work import Work
from souk.orders.public import OrderStatus, order_rows
from souk.tenancy.public import feature_on, record_audit, require_feature

PHASE = "orders"

CHUNK_ORDERS = 2_000
"""Orders of a chunk at the most, but for those placed at one and the same instant: about a second's work,
and the sales of the day wait no longer for their turn.
"""

_COUNT = text(f"""
    select count(*) from ({as_part(order_rows())}) o
    where placed_at >= :start and placed_at < :end and status = any(:statuses)
""")
# Where the next chunk ends, if the window has more orders than one may have; orders of one and the same
# instant are never taken apart.
_REACHED = text(f"""
    with due as not materialized (
        select placed_at from ({as_part(order_rows())}) o
        where placed_at >= :start and placed_at < :end and status = any(:statuses)
    ), next_one as (
        select placed_at from due order by placed_at offset :most limit 1
    )
    select case when placed_at > (select min(placed_at) from due) then placed_at
                else (select min(placed_at) from due where due.placed_at > next_one.placed_at) end
    from next_one
""")


async def open_backfill(
    work: Work, period: Period, statuses: Sequence[str] | None = None
) -> tuple[AttributionRun, Tracker]:
    """Get a backfill ready: a run that remembers how far it is, and a tracker that shows it.

    The caller computes it, or hands it to a worker in the same transaction. Raises BackfillRunning, Invalid.
    """
    await require_feature(work, "attribution")
    underway = await run_under_way(work, "backfill")
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
    tracker = await open_run(work, run, phases=[(PHASE, orders)], label=_label(work, period))
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
    """Compute the next month of a run, or part of one, and count it. Returns whether there is more to do.

    How far the run is stands in the same transaction as the credits: killed at any point it goes on
    where it was, and a chunk done twice adds nothing.
    """
    run = await lock_run(work, run_id)
    if run is None or run.finished_at is not None or run.window_to is None or run.done_to is None:
        return False
    if not await feature_on(work, "attribution"):
        await end_run(work, run.id, status="cancelled", error="Attribution has been switched off.")
        return False
    statuses = run.statuses or []
    start = run.done_to
    end = min(next_month(start, work.scope.timezone), run.window_to)
    end = await _within_reach(work, start, end, statuses)
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


async def _within_reach(work: Work, start: datetime, end: datetime, statuses: Sequence[str]) -> datetime:
    """`end`, or where CHUNK_ORDERS have been placed before it."""
    values = {"start": start, "end": end, "statuses": statuses, "most": CHUNK_ORDERS}
    reached = (await work.session.execute(_REACHED, values)).scalar_one_or_none()
    return reached or end


def next_month(instant: datetime, zone: str) -> datetime:
    """The first instant of the next local month."""
    local = instant.astimezone(ZoneInfo(zone))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return (first + relativedelta(months=1)).astimezone(instant.tzinfo)
