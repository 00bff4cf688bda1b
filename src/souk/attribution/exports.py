"""Ad campaigns as a file: a row for every status they had, as the import takes them."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from souk.attribution.models import AdCampaign, AdCampaignStatusSpan
from souk.attribution.repository import campaign_list
from souk.attribution.schemas import AdCampaignQuery
from souk.attribution.states import AdCampaignStatus
from souk.kernel.lists import ListQuery
from souk.kernel.work import ReadWork
from souk.transfers.public import Column

STREAMED = 1_000


class AdCampaignExport:
    kind = "ad_campaigns"
    title = "Ad campaigns"
    capability = "attribution.read"
    query: type[ListQuery] = AdCampaignQuery
    columns = (
        Column("campaign"),
        Column("platform"),
        Column("external_id", "the platform's own id"),
        Column("starts_at"),
        Column("ends_at", "the first instant it runs no more"),
        Column("status", "empty for a draft"),
        Column("status_from", "since when it had the status"),
        Column("notes"),
    )

    async def rows(self, work: ReadWork, query: Any) -> AsyncIterator[Sequence[Any]]:
        span = AdCampaignStatusSpan
        filtered = campaign_list(
            work,
            status=query.status,
            platform=query.platform,
            words=query.q,
            product_id=query.product_id,
            starts_from=query.starts_from,
            starts_before=query.starts_before,
        )
        statement = (
            filtered.add_columns(span.status, span.valid_from)
            .outerjoin(
                span,
                (span.tenant_id == AdCampaign.tenant_id)
                & (span.campaign_id == AdCampaign.id)
                & (span.status != AdCampaignStatus.DRAFT.value),
            )
            .order_by(AdCampaign.id, span.valid_from)
            .execution_options(yield_per=STREAMED)
        )
        async for campaign, status, since in await work.session.stream(statement):
            yield (
                campaign.name,
                campaign.platform,
                campaign.external_id,
                campaign.starts_at,
                campaign.ends_at,
                status,
                since,
                campaign.notes,
            )
