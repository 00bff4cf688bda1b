"""What must hold whatever has happened: sums that add up, spans that do not overlap, work that ends.

Each check counts what breaks it; `souk doctor --invariants` runs them for every tenant, and so does the
night.
"""

from dataclasses import dataclass

from sqlalchemy import text

from souk.attribution.public import ledger_checks
from souk.jobs.trackers import TrackerStatus
from souk.kernel.db.parts import as_part
from souk.kernel.work import ReadWork
from souk.orders.public import line_rows, order_rows, refund_rows, status_change_rows

TRACKER_SILENT_H = 24


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and how many things break it: none when all is well."""

    name: str
    meaning: str
    broken: int


_CHECKS = {
    "order_totals": (
        "an order's total is what its lines add up to",
        f"""
        select count(*) from ({as_part(order_rows())}) o
        join (select order_id, sum(line_total_minor - discount_minor) as lines,
                     sum(coalesce(tax_minor, 0)) as taxes
              from ({as_part(line_rows())}) l group by order_id) l using (order_id)
        where o.total_minor <> l.lines + case when o.tax_included then 0 else l.taxes end
        """,
    ),
    "line_totals": (
        "a line's total is its quantity times its unit price, rounded half away from zero",
        f"""
        select count(*) from ({as_part(line_rows())}) l
        where line_total_minor <> round(quantity * unit_price_minor)
        """,
    ),
    "refunds_within_sales": (
        "no more is taken back of a line than was sold",
        f"select count(*) from ({as_part(line_rows())}) l where refunded_quantity > quantity",
    ),
    "refund_counters": (
        "a line's refunded units are those of its refunds that count",
        f"""
        select count(*) from ({as_part(line_rows())}) l
        left join (select order_item_id, sum(quantity) as quantity from ({as_part(refund_rows())}) r
                   where voided_at is null group by order_item_id) r using (order_item_id)
        where l.refunded_quantity <> coalesce(r.quantity, 0)
        """,
    ),
    "status_history": (
        "an order's status is the last of its history",
        f"""
        select count(*) from ({as_part(order_rows())}) o
        left join (
            select distinct on (order_id) order_id, after from ({as_part(status_change_rows())}) c
            order by order_id, changed_at desc, change_id desc
        ) c using (order_id)
        where o.status is distinct from c.after
        """,
    ),
    "trackers_end": (
        f"no operation has been silent for {TRACKER_SILENT_H} hours",
        f"""
        select count(*) from tracker
        where status in ('{TrackerStatus.PENDING}', '{TrackerStatus.IN_PROGRESS}')
          and last_activity_at < now() - interval '{TRACKER_SILENT_H} hours'
        """,
    ),
}


async def check_invariants(work: ReadWork) -> list[Finding]:
    """Every check of one tenant, also those that pass."""
    findings = [
        Finding(name, meaning, int((await work.session.execute(text(statement))).scalar_one()))
        for name, (meaning, statement) in _CHECKS.items()
    ]
    findings += [Finding(name, meaning, broken) for name, meaning, broken in await ledger_checks(work)]
    return findings
