"""Lines that should have been looked at and were not."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from souk.attribution.countable import countable_statuses
from souk.attribution.reports.period import Period
from souk.kernel.db.parts import as_part
from souk.kernel.work import ReadWork
from souk.orders.public import line_rows, order_rows

_MISSED = text(f"""
    select count(*)
    from ({as_part(order_rows())}) o join ({as_part(line_rows())}) l using (order_id)
    where o.placed_at >= :start and o.placed_at < :end and o.status = any(:countable)
      and l.kind = 'product' and l.product_id is not null
      and not exists (select 1 from attribution_summary s
                      where s.tenant_id = :tenant_id and s.order_item_id = l.order_item_id)
""").bindparams(bindparam("countable", type_=ARRAY(Text)))


_BY_DAY = text("""
    select day, matched, revenue_minor from attribution_coverage_day
    where tenant_id = :tenant_id and day between :first and :last and currency = :currency
""")


async def coverage_by_day(work: ReadWork, first: date, last: date) -> Sequence[tuple[date, int, int]]:
    """(day of sale, matching campaigns, kept revenue in minor units of the tenant's currency)."""
    rows = await work.session.execute(
        _BY_DAY,
        {"tenant_id": work.tenant_id, "first": first, "last": last, "currency": work.scope.currency},
    )
    return [(row.day, row.matched, row.revenue_minor) for row in rows]


_LINES = text("""
    select matched, sum(items)::bigint as items from attribution_coverage_day
    where tenant_id = :tenant_id and day between :first and :last group by matched
""")


async def coverage_of_lines(work: ReadWork, first: date, last: date) -> Sequence[tuple[int, int]]:
    """(matching campaigns, kept order lines) of the days of sale, whatever their currency."""
    rows = await work.session.execute(_LINES, {"tenant_id": work.tenant_id, "first": first, "last": last})
    return [(row.matched, row.items) for row in rows]


async def lines_not_computed(work: ReadWork, period: Period) -> int:
    """Lines of countable orders of the period that attribution has never seen: a backfill would."""
    missed = await work.session.execute(
        _MISSED,
        {
            "tenant_id": work.tenant_id,
            "start": period.start,
            "end": period.end,
            "countable": await countable_statuses(work),
        },
    )
    return int(missed.scalar_one())
