"""Ad campaigns: list, make, change, start, pause, end."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Path, Query, Response
from sqlalchemy import SQLColumnExpression, func, select

from souk.attribution.actions import campaigns, status
from souk.attribution.exports import AdCampaignExport
from souk.attribution.models import AdCampaign
from souk.attribution.repository import campaign_list, get_campaign, spans_of, targeted_counts
from souk.attribution.schemas import (
    AdCampaignChange,
    AdCampaignDraft,
    AdCampaignQuery,
    AdCampaignShape,
    PastEffect,
    StatusChange,
    StatusSpanShape,
    legal_actions,
)
from souk.kernel.lists import Page, fetch_page, ordering
from souk.kernel.shapes import Id, MoneyShape
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import Door, api_router, expected_version, reading, streaming, writing
from souk.tenancy.public import names_of
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, export_response
from souk.transfers.public import ExportQuery

router = api_router("/attribution", tag="Ad campaigns", feature="attribution")

CampaignId = Annotated[Id, Path(description="the campaign")]
Reading = Annotated[ReadWork, reading("attribution.read")]

_SORTS: dict[str, SQLColumnExpression[Any]] = {
    "name": AdCampaign.name,
    "status": AdCampaign.status,
    "platform": AdCampaign.platform,
    "starts_at": AdCampaign.starts_at,
    "ends_at": AdCampaign.ends_at,
    "created_at": AdCampaign.created_at,
    "updated_at": AdCampaign.updated_at,
}


_NO_COLUMNS = frozenset({"budget", "products", "actions", "past", "created_by_name", "updated_by_name"})


def shape(
    work: ReadWork,
    campaign: AdCampaign,
    products: int,
    past: PastEffect | None = None,
    names: Mapping[int | None, str] | None = None,
) -> AdCampaignShape:
    columns = {name: getattr(campaign, name) for name in AdCampaignShape.model_fields.keys() - _NO_COLUMNS}
    names = names or {}
    return AdCampaignShape(
        **columns,
        budget=MoneyShape.of(campaign.budget_minor, work.scope.currency),
        products=products,
        actions=legal_actions(campaign.status),
        created_by_name=names.get(campaign.created_by),
        updated_by_name=names.get(campaign.updated_by),
        past=past,
    )


async def _one(work: ReadWork, campaign: AdCampaign, past: PastEffect | None = None) -> AdCampaignShape:
    counts = await targeted_counts(work, [campaign.id])
    names = await names_of(work, [campaign.created_by, campaign.updated_by])
    return shape(work, campaign, counts.get(campaign.id, 0), past, names)


@router.get("/ad-campaigns")
async def list_ad_campaigns(
    work: Reading, query: Annotated[AdCampaignQuery, Query()]
) -> Page[AdCampaignShape]:
    """Ad campaigns; `from` and `to` bound their start."""
    statement = campaign_list(
        work,
        status=query.status,
        platform=query.platform,
        words=query.q,
        product_id=query.product_id,
        starts_from=query.starts_from,
        starts_before=query.starts_before,
    )
    order = ordering(query.sort, _SORTS, default="-created_at", tie=AdCampaign.id.desc())
    page = await fetch_page(work.session, statement, query, order, _first)
    counts = await targeted_counts(work, [campaign.id for campaign in page.data])
    return Page(
        data=[shape(work, campaign, counts.get(campaign.id, 0)) for campaign in page.data],
        total=page.total,
        page=page.page,
        per_page=page.per_page,
    )


class AdCampaignExportQuery(AdCampaignQuery, ExportQuery):
    """The list's own filters, and the format."""


@router.get("/ad-campaigns/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_ad_campaigns(
    door: Annotated[Door, streaming("attribution.read")], query: Annotated[AdCampaignExportQuery, Query()]
) -> ExportResponse:
    """The campaigns the filters leave, a row for every status they had: a file that can be imported again."""
    return await export_response(door, AdCampaignExport(), query)


def _first(row: Sequence[AdCampaign]) -> AdCampaign:
    return row[0]


@router.get("/ad-campaigns/status-counts")
async def count_ad_campaigns(work: Reading) -> dict[str, int]:
    """How many campaigns there are in each status."""
    rows = await work.session.execute(
        select(AdCampaign.status, func.count())
        .where(AdCampaign.tenant_id == work.tenant_id)
        .group_by(AdCampaign.status)
    )
    return {row[0]: row[1] for row in rows}


@router.post("/ad-campaigns", status_code=201)
async def create_ad_campaign(
    work: Annotated[Work, writing("attribution.create")], draft: AdCampaignDraft
) -> AdCampaignShape:
    """Make a campaign, as a draft. A draft never starts by itself."""
    return await _one(work, await campaigns.create_campaign(work, draft))


@router.get("/ad-campaigns/{campaign_id}")
async def show_ad_campaign(work: Reading, response: Response, campaign_id: CampaignId) -> AdCampaignShape:
    campaign = await get_campaign(work, campaign_id)
    response.headers["ETag"] = f'"{campaign.version}"'
    return await _one(work, campaign)


@router.put("/ad-campaigns/{campaign_id}")
async def change_ad_campaign(
    work: Annotated[Work, writing("attribution.edit")],
    response: Response,
    campaign_id: CampaignId,
    change: AdCampaignChange,
    if_match: Annotated[int | None, expected_version()],
) -> AdCampaignShape:
    """Change a campaign. Credits already given stay; `past` says what a backfill would change."""
    campaign, past = await campaigns.change_campaign(work, campaign_id, change, expected_version=if_match)
    response.headers["ETag"] = f'"{campaign.version}"'
    return await _one(work, campaign, past)


@router.delete("/ad-campaigns/{campaign_id}", status_code=204)
async def delete_ad_campaign(
    work: Annotated[Work, writing("attribution.delete")], campaign_id: CampaignId
) -> None:
    """Delete a draft. Any other campaign is ended instead."""
    await campaigns.delete_campaign(work, campaign_id)


@router.patch("/ad-campaigns/{campaign_id}/status")
async def change_ad_campaign_status(
    work: Annotated[Work, writing("attribution.activate")],
    response: Response,
    campaign_id: CampaignId,
    change: StatusChange,
    if_match: Annotated[int | None, expected_version()],
) -> AdCampaignShape:
    """Start, pause, resume or end. `at` in the past corrects the history; credits follow by a backfill."""
    campaign, past = await status.change_status(work, campaign_id, change, expected_version=if_match)
    response.headers["ETag"] = f'"{campaign.version}"'
    return await _one(work, campaign, past)


@router.get("/ad-campaigns/{campaign_id}/status-history")
async def show_status_history(work: Reading, campaign_id: CampaignId) -> list[StatusSpanShape]:
    """Every status the campaign had, and when."""
    await get_campaign(work, campaign_id)
    return [StatusSpanShape.model_validate(span) for span in await spans_of(work, campaign_id)]
