"""The rollups made anew from the ledger: after the time zone has changed, or when they are in doubt."""

from sqlalchemy import TextClause, text

from souk.attribution.actions.runs import lock_run, open_run, run_under_way
from souk.attribution.engine.compute import allow_length, begin
from souk.attribution.engine.rollups import ROLLUPS
from souk.attribution.errors import RebuildRunning
from souk.attribution.models import AttributionRun
from souk.jobs.trackers import Tracker, advance
from souk.kernel.work import Work
from souk.tenancy.public import record_audit

CAMPAIGNS, COVERAGE = "campaigns", "coverage"

_CREDITED = text("select count(distinct campaign_id) from attribution_entry where tenant_id = :tenant_id")
_NEXT = text("""
    select min(campaign_id) from (
        select campaign_id from attribution_entry where tenant_id = :tenant_id and campaign_id > :after
        union all
        select campaign_id from attribution_day where tenant_id = :tenant_id and campaign_id > :after
    ) told
""")


def _anew(table: str, which: str = "") -> tuple[TextClause, TextClause]:
    """Take the rows away, and put those of the ledger in their place."""
    keys, columns, rows = ROLLUPS[table]
    names = ", ".join((*keys, *columns))
    return (
        text(f"delete from {table} where tenant_id = :tenant_id {which}"),
        text(f"insert into {table} (tenant_id, {names}) select :tenant_id, {names} from ({rows}) told"),
    )


_OF_CAMPAIGN = [
    _anew(table, "and campaign_id = :campaign_id") for table in ("attribution_day", "attribution_product_day")
]
_COVERAGE = [_anew("attribution_coverage_day")]


async def open_rebuild(work: Work) -> tuple[AttributionRun, Tracker]:
    """Get a rebuild ready; the caller enqueues it in the same transaction. Raises RebuildRunning."""
    underway = await run_under_way(work, "rebuild")
    if underway is not None:
        raise RebuildRunning(
            "The rollups are being rebuilt already.", details={"tracker_id": underway.tracker_id}
        )
    return await _open(work)


async def rebuild_from_start(work: Work) -> tuple[AttributionRun, Tracker] | None:
    """The same where what is under way has to start over; None then, for there is nothing to enqueue.

    One that has done its last piece, and has only to say so, no longer looks whether it should.
    """
    underway = await run_under_way(work, "rebuild")
    run = None if underway is None else await lock_run(work, underway.id)
    if run is None or run.done_id is None:
        return await _open(work)
    run.done_id = 0
    return None


async def _open(work: Work) -> tuple[AttributionRun, Tracker]:
    campaigns = (await work.session.execute(_CREDITED, {"tenant_id": work.tenant_id})).scalar_one()
    run = AttributionRun(
        tenant_id=work.tenant_id,
        kind="rebuild",
        done_id=0,
        requested_by=work.actor.label,
        started_at=work.now,
    )
    tracker = await open_run(
        work, run, phases=[(CAMPAIGNS, campaigns), (COVERAGE, 1)], label="Reports' sums by day"
    )
    await record_audit(
        work,
        "attribution.rebuild_started",
        subject=("attribution_run", run.id, tracker.label),
        after={"campaigns": campaigns},
    )
    return run, tracker


async def rebuild_chunk(work: Work, run_id: int) -> bool:
    """Make the next campaign's rollups anew, or the coverage at the end. Returns whether there is more.

    Sales and backfills go on meanwhile: they wait for a campaign at a time, and what they add to one that
    is not rebuilt yet is found in the ledger when it is.
    """
    await begin(work)
    await allow_length(work)
    run = await lock_run(work, run_id)
    if run is None or run.finished_at is not None or run.done_id is None:
        return False
    asked = {"tenant_id": work.tenant_id, "zone": work.scope.timezone}
    campaign_id = (await work.session.execute(_NEXT, {**asked, "after": run.done_id})).scalar_one()
    which = {} if campaign_id is None else {"campaign_id": campaign_id}
    for delete, insert in _COVERAGE if campaign_id is None else _OF_CAMPAIGN:
        await work.session.execute(delete, {"tenant_id": work.tenant_id, **which})
        inserted = await work.session.execute(insert, {**asked, **which})
        run.entries += inserted.rowcount  # type: ignore[attr-defined]
    run.done_id = campaign_id
    if run.tracker_id is not None:
        await advance(work, run.tracker_id, COVERAGE if campaign_id is None else CAMPAIGNS, done=1)
    return campaign_id is not None
