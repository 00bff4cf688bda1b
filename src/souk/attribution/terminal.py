"""What the commands of `souk attribution` and `souk campaign` call, and what they read as plain values."""

from typing import Any

from souk.attribution.actions.backfill import backfill_chunk, open_backfill
from souk.attribution.actions.credit import recompute_order
from souk.attribution.actions.explain import explain_line, explain_sale
from souk.attribution.actions.rebuild import open_rebuild, rebuild_chunk
from souk.attribution.actions.runs import Chunk, end_run, get_run
from souk.attribution.models import AdCampaign, AttributionRun
from souk.attribution.reports.period import make_period
from souk.attribution.repository import campaign_list, get_campaign, spans_of, targeted_counts
from souk.attribution.schemas_reports import Explanation
from souk.attribution.states import AdCampaignStatus
from souk.kernel.work import ReadWork

__all__ = [
    "AdCampaignStatus",
    "AttributionRun",
    "Chunk",
    "Explanation",
    "backfill_chunk",
    "describe_campaign",
    "end_run",
    "explain_line",
    "explain_sale",
    "get_run",
    "list_campaigns",
    "make_period",
    "open_backfill",
    "open_rebuild",
    "rebuild_chunk",
    "recompute_order",
]


async def list_campaigns(
    work: ReadWork, *, status: AdCampaignStatus | None, words: str | None
) -> list[dict[str, Any]]:
    """Campaigns with how many products each is for, the newest first."""
    statement = campaign_list(work, status=status.value if status else None, words=words)
    found = (await work.session.scalars(statement.order_by(AdCampaign.id.desc()))).all()
    counts = await targeted_counts(work, [campaign.id for campaign in found])
    return [_told(campaign, counts.get(campaign.id, 0)) for campaign in found]


async def describe_campaign(work: ReadWork, campaign_id: int) -> dict[str, Any]:
    """One campaign with the history of its status. Raises CampaignMissing."""
    campaign = await get_campaign(work, campaign_id)
    counts = await targeted_counts(work, [campaign.id])
    history = [
        {
            "status": span.status,
            "from": span.valid_from.isoformat(),
            "to": span.valid_to.isoformat() if span.valid_to else None,
            "by": span.actor,
            "why": span.why,
        }
        for span in await spans_of(work, campaign.id)
    ]
    return {**_told(campaign, counts.get(campaign.id, 0)), "history": history}


def _told(campaign: AdCampaign, products: int) -> dict[str, Any]:
    return {
        "id": campaign.id,
        "kind": "ad",
        "name": campaign.name,
        "status": campaign.status,
        "platform": campaign.platform,
        "starts_at": campaign.starts_at.isoformat(),
        "ends_at": campaign.ends_at.isoformat() if campaign.ends_at else None,
        "products": products,
    }
