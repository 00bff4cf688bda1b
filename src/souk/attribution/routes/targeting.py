"""The products a campaign targets, with their history."""

from typing import Annotated

from fastapi import Query

from souk.attribution.actions import targeting
from souk.attribution.repository import get_campaign
from souk.attribution.routes.campaigns import CampaignId, Reading
from souk.attribution.schemas import (
    PastEffect,
    TargetingAdded,
    TargetingDraft,
    TargetingQuery,
    TargetingShape,
)
from souk.attribution.targeted import list_targeting, targeting_by_ids
from souk.kernel.lists import Page
from souk.kernel.shapes import Id
from souk.kernel.work import Work
from souk.tenancy.http import api_router, writing

router = api_router("/attribution", tag="Ad campaigns", feature="attribution")


@router.get("/ad-campaigns/{campaign_id}/products")
async def list_targeted_products(
    work: Reading, campaign_id: CampaignId, query: Annotated[TargetingQuery, Query()]
) -> Page[TargetingShape]:
    """The campaign's targeting, the newest spans first; `state` chooses current, coming or past ones."""
    await get_campaign(work, campaign_id)
    return await list_targeting(work, campaign_id, query)


@router.post("/ad-campaigns/{campaign_id}/products", status_code=201)
async def target_products(
    work: Annotated[Work, writing("attribution.edit")], campaign_id: CampaignId, draft: TargetingDraft
) -> TargetingAdded:
    """Target products from a time on. Those targeted in that time already are skipped and named."""
    added, skipped, past = await targeting.target_products(work, campaign_id, draft)
    return TargetingAdded(
        added=await targeting_by_ids(work, added), skipped_product_ids=list(skipped), past=past
    )


@router.delete("/ad-campaigns/{campaign_id}/products/{mapping_id}")
async def untarget_product(
    work: Annotated[Work, writing("attribution.edit")], campaign_id: CampaignId, mapping_id: Id
) -> PastEffect:
    """Stop targeting a product from now on. Sales of before keep their credits."""
    _, past = await targeting.untarget_product(work, campaign_id, mapping_id)
    return past
