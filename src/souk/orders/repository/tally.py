"""Folding the tally: many differences into one row a day, marketplace and status."""

from sqlalchemy import text

from souk.kernel.work import SystemWork, Work

_TENANTS = text("""
    select distinct tenant_id from (
        select tenant_id from order_tally group by tenant_id, day, marketplace, status having count(*) > 1
    ) loose
""")
# Whoever folds at the same time waits for these rows, finds them gone, and leaves their sum alone.
_FOLD = text("""
    with loose as (
        select day, marketplace, status from order_tally where tenant_id = :tenant_id
        group by day, marketplace, status having count(*) > 1
    ), gone as (
        delete from order_tally t using loose
        where t.tenant_id = :tenant_id and t.day = loose.day and t.marketplace = loose.marketplace
          and t.status = loose.status
        returning t.day, t.marketplace, t.status, t.orders
    )
    insert into order_tally (tenant_id, day, marketplace, status, orders)
    select :tenant_id, day, marketplace, status, sum(orders) from gone
    group by day, marketplace, status having sum(orders) <> 0
""")


async def tenants_to_fold(system: SystemWork) -> list[int]:
    return list((await system.session.execute(_TENANTS)).scalars())


async def fold_tally(work: Work) -> None:
    """The sums stay what they are; there are fewer rows."""
    await work.session.execute(_FOLD, {"tenant_id": work.tenant_id})
