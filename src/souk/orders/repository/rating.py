"""Orders in foreign currencies that have no exchange rate yet."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import text

from souk.kernel.db.recordset import as_json, recordset
from souk.kernel.work import ReadWork, Work

_DAYS = text("""
    select distinct (placed_at at time zone :zone)::date as day, currency
    from sales_order
    where tenant_id = :tenant_id and exchange_rate is null and placed_at >= :start and placed_at < :end
""")
_FILL = text(f"""
    with chosen as (
        select o.id, given.rate
        from sales_order o
        join {recordset({"day": "date", "currency": "text", "rate": "numeric"})}
             on given.currency = o.currency and given.day = (o.placed_at at time zone :zone)::date
        where o.tenant_id = :tenant_id and o.exchange_rate is null
          and o.placed_at >= :start and o.placed_at < :end
        order by o.id limit :limit for no key update of o
    )
    update sales_order set exchange_rate = chosen.rate, updated_at = :now
    from chosen where sales_order.tenant_id = :tenant_id and sales_order.id = chosen.id
    returning sales_order.id, sales_order.number
""")


async def unrated_days(work: ReadWork, start: datetime, end: datetime, zone: str) -> list[tuple[date, str]]:
    """Local days and currencies of the orders placed in `[start, end)` that have no rate."""
    found = await work.session.execute(
        _DAYS, {"tenant_id": work.tenant_id, "start": start, "end": end, "zone": zone}
    )
    return [(row.day, row.currency) for row in found]


async def fill_rates(
    work: Work,
    rates: Mapping[tuple[date, str], Decimal],
    start: datetime,
    end: datetime,
    zone: str,
    *,
    limit: int,
) -> list[tuple[int, str]]:
    """Give a rate to the orders that have none, by local day and currency. Returns (id, number)."""
    rows = [{"day": day, "currency": currency, "rate": rate} for (day, currency), rate in rates.items()]
    filled = await work.session.execute(
        _FILL,
        {
            "tenant_id": work.tenant_id,
            "rows": as_json(rows),
            "start": start,
            "end": end,
            "zone": zone,
            "now": work.now,
            "limit": limit,
        },
    )
    return [(row.id, row.number) for row in filled]
