"""The steps, one after the other, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from souk.attribution.engine.ledger import append_differences
from souk.attribution.engine.lines import scope_to_orders, scope_to_window, tell_history
from souk.attribution.engine.others import roll_up_differences
from souk.attribution.engine.plain import credit_plain_lines
from souk.attribution.engine.points import tell_points
from souk.attribution.engine.tables import count_up, open_tables
from souk.kernel.work import Work

# One computation per tenant at a time: a backfill and the orders of the day never credit a line twice.
# What is recorded gets the time at which the lock was had: the ledger grows in the order of its times, and a
# report printed again as of an instant does not find rows that were only then on their way.
_TENANT_LOCK = text("""
    with locked as materialized (select pg_advisory_xact_lock(hashtext('souk.attribution'), :tenant_id))
    select greatest(clock_timestamp(), cast(:now as timestamptz)) from locked
""")

# A few orders are credited many times a second: planning their statements anew would take most of it.
_PLANNED_ONCE = text("select set_config('plan_cache_mode', 'force_generic_plan', true)")

# A month of a large shop is one statement: it may take longer than a request's.
_AT_LENGTH = text("select set_config('work_mem', '128MB', true), set_config('statement_timeout', '1h', true)")


MANY_ORDERS = 100
"""From here on the planner is told what the steps wrote, and joins large with large."""


@dataclass(frozen=True, slots=True)
class Computed:
    """How many order lines were looked at and how many ledger entries were written."""

    lines: int
    entries: int


async def compute_orders(
    work: Work,
    order_ids: Sequence[int],
    countable: Sequence[str],
    *,
    keeps_match: bool,
    run_id: int | None = None,
) -> Computed:
    """Bring the credits of these orders up to what they are now."""
    recorded_at = await begin(work)
    large = len(order_ids) > MANY_ORDERS
    if large:
        await allow_length(work)
    else:
        await work.session.execute(_PLANNED_ONCE)
    await scope_to_orders(work.session, order_ids)
    return await _compute(
        work, countable, keeps_match=keeps_match, run_id=run_id, recorded_at=recorded_at, large=large
    )


async def compute_window(
    work: Work,
    start: datetime,
    end: datetime,
    countable: Sequence[str],
    *,
    statuses: Sequence[str],
    run_id: int,
) -> Computed:
    """Match and credit anew every order placed in `[start, end)` that is now in one of `statuses`."""
    recorded_at = await begin(work)
    await allow_length(work)
    await scope_to_window(work.session, start, end, statuses)
    return await _compute(
        work, countable, keeps_match=False, run_id=run_id, recorded_at=recorded_at, large=True
    )


async def begin(work: Work) -> datetime:
    """Wait for the tenant's other computations. Returns the time to be recorded."""
    locked = await work.session.execute(_TENANT_LOCK, {"tenant_id": work.tenant_id, "now": work.now})
    recorded_at: datetime = locked.scalar_one()
    await open_tables(work.session)
    return recorded_at


async def allow_length(work: Work) -> None:
    """Give the transaction's statements the memory and the time that much work takes."""
    await work.session.execute(_AT_LENGTH)


async def _compute(
    work: Work,
    countable: Sequence[str],
    *,
    keeps_match: bool,
    run_id: int | None,
    recorded_at: datetime,
    large: bool,
) -> Computed:
    session = work.session
    if large:
        await count_up(session, "att_scope")
    await tell_history(session, countable, large=large)
    gathered = await credit_plain_lines(
        work, keeps_match=keeps_match, run_id=run_id, recorded_at=recorded_at, large=large
    )
    entries = gathered.entries
    if gathered.others:
        if large:
            await count_up(session, "att_line")
        await tell_points(session)
        if large:
            await count_up(session, "att_point", "att_kept")
        entries += await append_differences(work, run_id=run_id, recorded_at=recorded_at)
        if large:
            await count_up(session, "att_delta")
        await roll_up_differences(work, recorded_at=recorded_at, large=large)
    return Computed(lines=gathered.plain + gathered.others, entries=entries)
