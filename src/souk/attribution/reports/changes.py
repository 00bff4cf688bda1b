"""Why a past report reads differently now, and two readings side by side."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from sqlalchemy import text

from souk.attribution.reports.figures import Figures, Reported, Sums, report, sum_up, total_values
from souk.attribution.reports.measures import Basis, Grain, Question, measure
from souk.attribution.rules import CreditMode
from souk.kernel.shapes import MoneyShape, Shape
from souk.kernel.work import ReadWork


class ChangeReason(StrEnum):
    """What made the difference."""

    LATE_ORDERS = "late_orders"
    REFUNDS = "refunds"
    REINSTATEMENTS = "reinstatements"
    EDITS = "edits"
    RECOMPUTES = "recomputes"


class CampaignChange(Shape):
    campaign_id: int
    campaign_name: str
    reason: ChangeReason
    entries: int
    orders: int
    revenue: MoneyShape
    profit: MoneyShape | None
    first_at: datetime
    last_at: datetime


class Changes(Shape):
    """What was written to the ledger after the earlier instant and up to the later one, of the sales of
    the period: by campaign and reason.
    """

    earlier: datetime
    later: datetime
    data: list[CampaignChange]
    total: MoneyShape


_CHANGES = """
    select e.campaign_id, c.name, e.currency,
           case when e.run_id is not null then 'recomputes'
                when e.kind = 'reversal' then 'refunds'
                when e.kind = 'reinstatement' then 'reinstatements'
                when e.kind = 'correction' then 'edits'
                else 'late_orders' end as reason,
           count(*) as entries, count(distinct e.order_id) as orders,
           sum({revenue})::bigint as revenue, sum(e.profit_{mode})::bigint as profit,
           min(e.recorded_at) as first_at, max(e.recorded_at) as last_at
    from attribution_entry e
    join ad_campaign c on c.tenant_id = e.tenant_id and c.id = e.campaign_id
    where e.tenant_id = :tenant_id and {belongs_at} >= :start and {belongs_at} < :end
      and e.recorded_at > :earlier and e.recorded_at <= :later
      and (cast(:campaign_id as bigint) is null or e.campaign_id = :campaign_id)
    group by 1, 2, 3, 4
    order by abs(sum({revenue})) desc, 1, 4
"""


async def report_changes(
    work: ReadWork, question: Question, earlier: datetime, later: datetime, *, tax_excluded: bool
) -> Changes:
    """The ledger rows between two readings of a report, summed by campaign and reason."""
    mode = question.mode.value
    by_event = "case when e.cause = 'sale' then e.sale_at else e.event_at end"
    statement = _CHANGES.format(
        mode=mode,
        revenue=f"e.revenue_{mode} - e.tax_{mode}" if tax_excluded else f"e.revenue_{mode}",
        belongs_at=by_event if question.basis is Basis.EVENT else "e.sale_at",
    )
    rows = await work.session.execute(
        text(statement),
        {
            "tenant_id": work.tenant_id,
            "start": question.period.start,
            "end": question.period.end,
            "earlier": earlier,
            "later": later,
            "campaign_id": question.campaign_id,
        },
    )
    data = [
        CampaignChange(
            campaign_id=row.campaign_id,
            campaign_name=row.name,
            reason=ChangeReason(row.reason),
            entries=row.entries,
            orders=row.orders,
            revenue=MoneyShape(amount=row.revenue, currency=row.currency),
            profit=MoneyShape.of(row.profit, row.currency),
            first_at=row.first_at,
            last_at=row.last_at,
        )
        for row in rows
    ]
    currency = work.scope.currency
    total = sum(change.revenue.amount for change in data if change.revenue.currency == currency)
    return Changes(earlier=earlier, later=later, data=data, total=MoneyShape(amount=total, currency=currency))


class ComparedRow(Shape):
    campaign_id: int | None
    campaign_name: Annotated[str | None, Field(description="null for the total of all")]
    columns: list[Figures]


class Comparison(Shape):
    columns: list[str]
    data: list[ComparedRow]
    total: ComparedRow


_NAMES = text("select id, name from ad_campaign where tenant_id = :tenant_id and id = any(:ids)")


async def compare_modes(work: ReadWork, question: Question, *, tax_excluded: bool) -> Comparison:
    """Full and split side by side: what campaigns claim together, and what was sold."""
    modes = [CreditMode.FULL, CreditMode.SPLIT]
    columns = [
        Question(question.period, mode, question.basis, question.as_of, question.campaign_id)
        for mode in modes
    ]
    return await _side_by_side(work, columns, [mode.value for mode in modes], tax_excluded=tax_excluded)


async def compare_periods(work: ReadWork, question: Question, *, tax_excluded: bool) -> Comparison:
    """The period beside the one of the same length before it."""
    before = question.period.before(work.scope.timezone)
    columns = [
        question,
        Question(before, question.mode, question.basis, question.as_of, question.campaign_id),
    ]
    return await _side_by_side(work, columns, ["period", "before"], tax_excluded=tax_excluded)


async def _side_by_side(
    work: ReadWork, questions: list[Question], labels: list[str], *, tax_excluded: bool
) -> Comparison:
    currency = work.scope.currency
    tables: list[dict[int, Reported]] = []
    totals: list[Figures] = []
    for question in questions:
        rows = await measure(work, Grain.CAMPAIGN, question)
        total = total_values(sum_up(rows, tax_excluded=tax_excluded), currency)
        totals.append(Figures.model_validate(total["figures"]))
        ids = {row.campaign_id or 0 for row in rows}
        tables.append(
            {
                campaign: report(
                    sum_up((row for row in rows if row.campaign_id == campaign), tax_excluded=tax_excluded),
                    currency,
                )
                for campaign in ids
            }
        )
    listed = sorted(set().union(*tables))
    names = {
        row.id: row.name
        for row in await work.session.execute(_NAMES, {"tenant_id": work.tenant_id, "ids": listed})
    }
    nothing = report({currency: Sums()}, currency)
    data = [
        ComparedRow(
            campaign_id=campaign,
            campaign_name=names.get(campaign),
            columns=[table.get(campaign, nothing).figures for table in tables],
        )
        for campaign in listed
    ]
    data.sort(key=lambda row: (-row.columns[0].revenue.net.amount, row.campaign_id or 0))
    return Comparison(
        columns=labels, data=data, total=ComparedRow(campaign_id=None, campaign_name=None, columns=totals)
    )
