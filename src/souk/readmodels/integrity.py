"""The nightly look at whether everything adds up: kept as an outcome, told when something does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from souk.attribution.public import recheck_recent_orders
from souk.jobs.trackers import Tracker, TrackerStatus, finish, open_tracker
from souk.kernel.work import Database, ReadWork, Work
from souk.notices.public import Said, Tone, post_notice
from souk.readmodels.invariants import Finding, check_invariants

SUBJECT = "integrity"
ACTION = "check"
NAMED_IN_NOTICE_MAX = 3


@dataclass(frozen=True, slots=True)
class IntegrityCheck:
    """When the last check of a tenant ended, and by check how many things broke it (zero when well)."""

    ended_at: datetime
    broken: Mapping[str, int]


async def check_integrity(database: Database, tenant_id: int) -> Sequence[Finding]:
    """Every check of one tenant, those that pass among them; the outcome is kept and what is broken is told.

    The checks read all of a tenant's rows in transactions of their own; nothing is locked for longer than
    the recent orders take to be computed again.
    """
    async with database.reading(tenant_id) as reading:
        findings = await check_invariants(reading)
    async with database.work(tenant_id) as work:
        computed = await recheck_recent_orders(work)
    findings.append(
        Finding("ledger_against_orders", "the ledger says what the last week's orders say", computed.entries)
    )
    async with database.work(tenant_id) as work:
        await _keep(work, findings)
    return findings


async def last_check(work: ReadWork) -> IntegrityCheck | None:
    """The tenant's last check that came to its end; None before the first night."""
    found = await work.session.execute(
        select(Tracker.completed_at, Tracker.outcome)
        .where(
            Tracker.tenant_id == work.tenant_id,
            Tracker.subject_kind == SUBJECT,
            Tracker.status == TrackerStatus.COMPLETED,
        )
        .order_by(Tracker.id.desc())
        .limit(1)
    )
    row = found.one_or_none()
    if row is None or row.completed_at is None:
        return None
    return IntegrityCheck(row.completed_at, (row.outcome or {}).get("checks", {}))


async def _keep(work: Work, findings: Sequence[Finding]) -> None:
    broken = [finding for finding in findings if finding.broken]
    tracker = await open_tracker(
        work,
        subject_kind=SUBJECT,
        subject_id=None,
        action=ACTION,
        phases=[("checks", len(findings))],
        label="Nightly check",
    )
    outcome = {"broken": len(broken), "checks": {finding.name: finding.broken for finding in findings}}
    await finish(work, tracker.id, outcome=outcome)
    if not broken:
        return
    named = "; ".join(
        f"{finding.broken} times not: {finding.meaning}" for finding in broken[:NAMED_IN_NOTICE_MAX]
    )
    said = Said(
        kind="integrity_broken",
        tone=Tone.BAD,
        title=f"The nightly check found {len(broken)} of {len(findings)} checks broken",
        text=f"{named}. `souk doctor --invariants` looks again.",
        details={"broken": len(broken), "checks": len(findings), "named": named},
        link=f"/jobs/trackers/{tracker.id}",
        subject=("tracker", tracker.id),
        occasion=str(work.now.date()),  # one a day, however often it is asked
    )
    await post_notice(work, said, capability="jobs.retry")
