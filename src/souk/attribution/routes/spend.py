"""What campaigns cost, day by day."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field
from sqlalchemy import SQLColumnExpression, delete, select

from souk.attribution.actions.spend import SpendDay, enter_spend
from souk.attribution.errors import SpendMissing
from souk.attribution.models import AdSpend
from souk.attribution.repository import get_campaign
from souk.attribution.routes.campaigns import CampaignId, Reading
from souk.kernel.lists import ListQuery, Page, fetch_page, ordering
from souk.kernel.shapes import CurrencyCode, Draft, MoneyShape, Shape
from souk.kernel.work import Work
from souk.tenancy.http import api_router, writing
from souk.tenancy.public import record_audit

router = api_router("/attribution", tag="Ad spend", feature="attribution")

Count = Annotated[int, Field(ge=0, le=10**12)]


_SORTS: dict[str, SQLColumnExpression[Any]] = {
    "day": AdSpend.day,
    "amount": AdSpend.amount_minor,
    "clicks": AdSpend.clicks,
}


class SpendDraft(Draft):
    day: date
    amount: Annotated[int, Field(ge=0, le=10**15, description="minor units")]
    currency: CurrencyCode | None = None
    impressions: Count | None = None
    clicks: Count | None = None


class SpendDrafts(Draft):
    days: Annotated[list[SpendDraft], Field(min_length=1, max_length=1000)]


class SpendShape(Shape):
    """`in_tenant_currency` is at the day's own rate; null where none is known."""

    campaign_id: int
    day: date
    amount: MoneyShape
    in_tenant_currency: MoneyShape | None
    impressions: int | None
    clicks: int | None
    source: str
    updated_at: datetime


class SpendResult(Shape):
    created: int
    changed: int
    unchanged: int


class SpendQuery(ListQuery):
    first: Annotated[date | None, Field(alias="from")] = None
    last: Annotated[date | None, Field(alias="to", description="included")] = None


@router.get("/ad-campaigns/{campaign_id}/spend")
async def list_spend(
    work: Reading, campaign_id: CampaignId, query: Annotated[SpendQuery, Query()]
) -> Page[SpendShape]:
    """What a campaign cost, the newest day first."""
    await get_campaign(work, campaign_id)
    statement = select(AdSpend).where(AdSpend.tenant_id == work.tenant_id, AdSpend.campaign_id == campaign_id)
    if query.first:
        statement = statement.where(AdSpend.day >= query.first)
    if query.last:
        statement = statement.where(AdSpend.day <= query.last)
    order = ordering(query.sort, _SORTS, default="-day", tie=AdSpend.day.desc())
    currency = work.scope.currency
    return await fetch_page(work.session, statement, query, order, lambda row: _shape(row[0], currency))


def _shape(spend: AdSpend, currency: str) -> SpendShape:
    return SpendShape(
        campaign_id=spend.campaign_id,
        day=spend.day,
        amount=MoneyShape(amount=spend.amount_minor, currency=spend.currency),
        in_tenant_currency=MoneyShape.of(spend.tenant_amount_minor, currency),
        impressions=spend.impressions,
        clicks=spend.clicks,
        source=spend.source,
        updated_at=spend.updated_at,
    )


@router.put("/ad-campaigns/{campaign_id}/spend")
async def put_spend(
    work: Annotated[Work, writing("attribution.spend")], campaign_id: CampaignId, drafts: SpendDrafts
) -> SpendResult:
    """Set what a campaign cost on days; what was known of such a day is replaced."""
    await get_campaign(work, campaign_id)
    outcome = await enter_spend(
        work,
        [
            SpendDay(
                campaign_id,
                draft.day,
                draft.amount,
                draft.currency or work.scope.currency,
                draft.impressions,
                draft.clicks,
            )
            for draft in drafts.days
        ],
    )
    return SpendResult(created=outcome.created, changed=outcome.changed, unchanged=outcome.unchanged)


@router.delete("/ad-campaigns/{campaign_id}/spend/{day}", status_code=204)
async def delete_spend(
    work: Annotated[Work, writing("attribution.spend")], campaign_id: CampaignId, day: date
) -> None:
    """Take a day's spend away; `spend_not_found` where there is none."""
    campaign = await get_campaign(work, campaign_id)
    gone = await work.session.execute(
        delete(AdSpend)
        .where(AdSpend.tenant_id == work.tenant_id, AdSpend.campaign_id == campaign_id, AdSpend.day == day)
        .returning(AdSpend.amount_minor)
    )
    amount = gone.scalar_one_or_none()
    if amount is None:
        raise SpendMissing(f"'{campaign.name}' has no spend on {day.isoformat()}.")
    await record_audit(
        work,
        "ad_spend.deleted",
        subject=("ad_campaign", campaign.id, campaign.name),
        before={"day": day, "amount_minor": amount},
    )
