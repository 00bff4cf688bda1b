"""The five steps, one after the other, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from souk.attribution.engine.ledger import append_differences
from souk.attribution.engine.lines import gather_lines, scope_to_orders, scope_to_window
from souk.attribution.engine.matches import match_campaigns
from souk.attribution.engine.points import tell_points
from souk.attribution.engine.rollups import move_rollups
from souk.attribution.engine.tables import count_up, open_tables
from souk.kernel.work import Work

# One computation per tenant at a time: a backfill and the orders of the day never credit a line twice.
_TENANT_LOCK = text("select pg_advisory_xact_lock(hashtext('souk.attribution'), :tenant_id)")

_ONE_CHUNK_MEMORY = text("select set_config('work_mem', '128MB', true)")


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
    await _begin(work)
    await scope_to_orders(work.session, order_ids)
    return await _compute(work, countable, keeps_match=keeps_match, run_id=run_id, large=len(order_ids) > 100)


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
    await _begin(work)
    await work.session.execute(_ONE_CHUNK_MEMORY)
    await scope_to_window(work.session, start, end, statuses)
    return await _compute(work, countable, keeps_match=False, run_id=run_id, large=True)


async def _begin(work: Work) -> None:
    await work.session.execute(_TENANT_LOCK, {"tenant_id": work.tenant_id})
    await open_tables(work.session)


async def _compute(
    work: Work, countable: Sequence[str], *, keeps_match: bool, run_id: int | None, large: bool
) -> Computed:
    session, tenant_id = work.session, work.tenant_id
    if large:
        await count_up(session, "att_scope")
    await gather_lines(work, countable, keeps_match=keeps_match)
    if large:
        await count_up(session, "att_line", "att_turn", "att_refund")
    await match_campaigns(session, tenant_id)
    if large:
        await count_up(session, "att_match")
    await tell_points(session)
    if large:
        await count_up(session, "att_point", "att_now")
    entries = await append_differences(session, tenant_id, run_id=run_id, now=work.now)
    if large:
        await count_up(session, "att_delta")
    await move_rollups(work)
    lines = (await session.execute(text("select count(*) from att_line"))).scalar_one()
    return Computed(lines=lines, entries=entries)
