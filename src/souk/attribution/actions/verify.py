"""Recent orders computed once more and taken back: what a recompute would change is what the ledger lacks."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from souk.attribution.countable import countable_statuses
from souk.attribution.engine.compute import Computed, compute_orders
from souk.kernel.db.parts import as_part
from souk.kernel.work import Work
from souk.orders.public import status_change_rows
from souk.tenancy.public import feature_on, last_changed

ORDERS_MAX = 2_000
SETTLED_AFTER = timedelta(minutes=10)
"""Attribution hears of an order within seconds; what is older must have been heard."""
LOOKS_BACK = timedelta(days=7)

_RECENT = text(f"""
    select order_id from ({as_part(status_change_rows())}) c
    group by order_id having max(recorded_at) >= :since and max(recorded_at) < :until
    order by max(recorded_at) desc limit {ORDERS_MAX}
""")

_PROFITS_ONLY = text("""
    select count(*) from att_delta
    where units_full = 0 and units_split = 0 and revenue_full = 0 and revenue_split = 0
      and tax_full = 0 and tax_split = 0
""")


async def recheck_recent_orders(work: Work) -> Computed:
    """Compute orders of the last week anew, as if something had happened to them, and leave nothing of it.

    `entries` is how many ledger entries would be written: none while the ledger says what the orders say.
    At most 2,000 orders, the newest. What may differ is left out: a cost that became known later changes
    profits only, and orders from before attribution was switched on, or from before other statuses came to
    count, are brought up to date by a backfill. Nothing is looked at while attribution is switched off.
    """
    if not await feature_on(work, "attribution"):
        return Computed(lines=0, entries=0)
    ruled = await last_changed(work, feature="attribution", area="attribution")
    since = max(work.now - LOOKS_BACK, ruled or datetime.min.replace(tzinfo=UTC))
    window = {"since": since, "until": work.now - SETTLED_AFTER}
    order_ids = list((await work.session.execute(_RECENT, window)).scalars())
    if not order_ids:
        return Computed(lines=0, entries=0)
    told_before = len(work.facts)
    async with work.session.begin_nested() as trial:
        computed = await compute_orders(work, order_ids, await countable_statuses(work), keeps_match=True)
        profits = (await work.session.execute(_PROFITS_ONLY)).scalar_one()
        await trial.rollback()
    del work.facts[told_before:]
    return Computed(lines=computed.lines, entries=computed.entries - profits)
