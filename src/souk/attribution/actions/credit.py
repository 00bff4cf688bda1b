"""Crediting orders: as they come, and again when somebody asks."""

from collections.abc import Sequence

from sqlalchemy import text

from souk.attribution.countable import countable_statuses
from souk.attribution.engine.compute import Computed, compute_orders
from souk.attribution.errors import OrderUnknown
from souk.attribution.models import AttributionRun
from souk.kernel.db.parts import as_part
from souk.kernel.work import Work
from souk.orders.public import order_rows
from souk.tenancy.public import feature_on, record_audit, require_feature

_KNOWN = text(f"select number from ({as_part(order_rows())}) o where order_id = :order_id")


async def credit_orders(work: Work, order_ids: Sequence[int]) -> Computed:
    """Bring the credits of orders that something has happened to up to date.

    Lines that were matched before keep their campaigns: an edit of a campaign never reaches the past by
    this way. Does nothing while attribution is switched off.
    """
    if not await feature_on(work, "attribution"):
        return Computed(lines=0, entries=0)
    return await compute_orders(work, order_ids, await countable_statuses(work), keeps_match=True)


async def recompute_order(work: Work, order_id: int) -> Computed:
    """Match one order anew, whatever was said of it before. Raises OrderUnknown, FeatureOff."""
    await require_feature(work, "attribution")
    number = (await work.session.execute(_KNOWN, {"order_id": order_id})).scalar_one_or_none()
    if number is None:
        raise OrderUnknown(f"There is no order {order_id}.")
    run = AttributionRun(
        tenant_id=work.tenant_id,
        kind="order",
        order_id=order_id,
        requested_by=work.actor.label,
        started_at=work.now,
        finished_at=work.now,
    )
    work.session.add(run)
    await work.session.flush()
    computed = await compute_orders(
        work, [order_id], await countable_statuses(work), keeps_match=False, run_id=run.id
    )
    run.lines, run.entries = computed.lines, computed.entries
    await record_audit(
        work,
        "attribution.order_recomputed",
        subject=("order", order_id, str(number)),
        after={"lines": computed.lines, "entries": computed.entries},
    )
    return computed
