"""How much of what was sold is credited at all, how much campaigns overlap, and whether the books agree."""

from datetime import date
from typing import Annotated

from pydantic import Field
from sqlalchemy import text

from souk.attribution.reports.coverage import lines_not_computed
from souk.attribution.reports.figures import Ratio, ratio
from souk.attribution.reports.period import Period
from souk.kernel.errors import FieldError, Invalid
from souk.kernel.shapes import MoneyShape, Shape
from souk.kernel.work import ReadWork


class ItemHealth(Shape):
    total: int
    attributed: int
    unattributed: int
    rate: Ratio | None
    without_cost: int


class RevenueHealth(Shape):
    """Net of discounts and of what came back, on both sides."""

    total: MoneyShape
    attributed: MoneyShape
    unattributed: MoneyShape
    rate: Ratio | None


class OverlapStep(Shape):
    """The lines of so many campaigns, whatever their currency; the revenue of those in the tenant's."""

    matched_campaigns: int
    items: int
    revenue: MoneyShape


class Overlap(Shape):
    """`over_claim` is what all campaigns claim in full mode for each unit of matched revenue."""

    average_campaigns_per_item: Ratio | None
    distribution: list[OverlapStep]
    full_revenue: MoneyShape
    over_claim: Ratio | None


class Reconciliation(Shape):
    """The rollup against the ledger, and entries that stand for nothing. All zero when all is well."""

    rollup_days_off: int
    difference: MoneyShape
    split_difference: Annotated[MoneyShape, Field(description="split credits less matched sales")]
    orphan_entries: int
    items_not_computed: int


class Health(Shape):
    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    items: ItemHealth
    revenue: RevenueHealth
    overlap: Overlap
    other_currencies: list[MoneyShape]
    reconciliation: Reconciliation | None


_COVERAGE = text("""
    select matched, currency, sum(items)::bigint as items,
           sum(items_without_cost)::bigint as without_cost, sum(revenue_minor)::bigint as revenue
    from attribution_coverage_day
    where tenant_id = :tenant_id and day between :first and :last
    group by matched, currency
    order by matched
""")


async def attribution_health(work: ReadWork, period: Period, *, reconcile: bool) -> Health:
    """A lookup in the rollup of coverage; `reconcile` adds the check against the ledger, which reads it."""
    if period.days is None:
        detail = "Health is kept by whole days; give days for 'from' and 'to'."
        raise Invalid(detail, fields=[FieldError("from", detail)])
    first, last = period.days
    days = {"tenant_id": work.tenant_id, "first": first, "last": last}
    rows = (await work.session.execute(_COVERAGE, days)).all()
    currency = work.scope.currency
    home = [row for row in rows if row.currency == currency]
    others: dict[str, int] = {}
    for row in rows:
        if row.currency != currency:
            others[row.currency] = others.get(row.currency, 0) + row.revenue

    def money(amount: int) -> MoneyShape:
        return MoneyShape(amount=amount, currency=currency)

    items = sum(row.items for row in rows)
    attributed = sum(row.items for row in rows if row.matched)
    total = sum(row.revenue for row in home)
    credited = sum(row.revenue for row in home if row.matched)
    claimed = sum(row.revenue * row.matched for row in home)
    return Health(
        first=first,
        last=last,
        items=ItemHealth(
            total=items,
            attributed=attributed,
            unattributed=items - attributed,
            rate=ratio(attributed, items),
            without_cost=sum(row.without_cost for row in rows),
        ),
        revenue=RevenueHealth(
            total=money(total),
            attributed=money(credited),
            unattributed=money(total - credited),
            rate=ratio(credited, total),
        ),
        overlap=Overlap(
            average_campaigns_per_item=ratio(sum(row.items * row.matched for row in rows), attributed),
            distribution=[
                OverlapStep(
                    matched_campaigns=matched,
                    items=sum(row.items for row in rows if row.matched == matched),
                    revenue=money(sum(row.revenue for row in home if row.matched == matched)),
                )
                for matched in range(max((row.matched for row in rows), default=-1) + 1)
            ],
            full_revenue=money(claimed),
            over_claim=ratio(claimed, credited),
        ),
        other_currencies=[
            MoneyShape(amount=amount, currency=code) for code, amount in sorted(others.items())
        ],
        reconciliation=await _reconcile(work, period, credited) if reconcile else None,
    )


_BY_DAY = text("""
    select count(*) as days_off,
           coalesce(sum(abs(coalesce(l.revenue, 0) - coalesce(r.revenue, 0)))
               filter (where currency = :currency), 0) as off
    from (
        select campaign_id, (sale_at at time zone :zone)::date as day, currency,
               sum(revenue_split)::bigint as revenue
        from attribution_entry
        where tenant_id = :tenant_id and sale_at >= :start and sale_at < :end
        group by 1, 2, 3
    ) l full join (
        select campaign_id, day, currency, gross_revenue_split + back_revenue_split as revenue
        from attribution_day where tenant_id = :tenant_id and day between :first and :last
    ) r using (campaign_id, day, currency)
    where coalesce(l.revenue, 0) <> coalesce(r.revenue, 0)
""")
_ORPHANS = text("""
    select count(*) from attribution_entry e
    where e.tenant_id = :tenant_id and e.sale_at >= :start and e.sale_at < :end and (
        not exists (select 1 from ad_campaign c where c.tenant_id = e.tenant_id and c.id = e.campaign_id)
        or not exists (select 1 from attribution_summary s
                       where s.tenant_id = e.tenant_id and s.order_item_id = e.order_item_id))
""")
_SPLIT = text("""
    select coalesce(sum(revenue_split), 0)::bigint from attribution_entry
    where tenant_id = :tenant_id and sale_at >= :start and sale_at < :end and currency = :currency
""")


async def _reconcile(work: ReadWork, period: Period, credited: int) -> Reconciliation:
    first, last = period.days or (period.start.date(), period.end.date())
    window = {"tenant_id": work.tenant_id, "start": period.start, "end": period.end}
    days = (
        await work.session.execute(
            _BY_DAY,
            {
                **window,
                "first": first,
                "last": last,
                "zone": work.scope.timezone,
                "currency": work.scope.currency,
            },
        )
    ).one()
    orphans = (await work.session.execute(_ORPHANS, window)).scalar_one()
    split = (await work.session.execute(_SPLIT, {**window, "currency": work.scope.currency})).scalar_one()
    currency = work.scope.currency
    return Reconciliation(
        rollup_days_off=days.days_off,
        difference=MoneyShape(amount=int(days.off), currency=currency),
        split_difference=MoneyShape(amount=split - credited, currency=currency),
        orphan_entries=orphans,
        items_not_computed=await lines_not_computed(work, period),
    )
