"""Why a sale was credited to whom: every campaign with the reason it matches or does not."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, text

from souk.attribution.countable import countable_statuses
from souk.attribution.errors import LineNotCredited, LineUnknown, ProductUnknown
from souk.attribution.models import AdCampaign, AdCampaignProduct, AdCampaignStatusSpan, AttributionEntry
from souk.attribution.rules import NoMatch, Standing, split_evenly, why_not
from souk.attribution.schemas_reports import (
    CampaignVerdict,
    EntryShape,
    ExampleShare,
    ExplainedProduct,
    Explanation,
    LineStanding,
)
from souk.attribution.states import AdCampaignStatus
from souk.catalog.public import products_by_ids
from souk.kernel.db.parts import as_part
from souk.kernel.errors import FieldError
from souk.kernel.work import ReadWork
from souk.orders.public import line_rows, order_rows
from souk.tenancy.public import feature_on

CAMPAIGNS_MAX = 500
"""Campaigns explained at most: those of the product first, then the newest."""

_LINE = text(f"""
    select l.order_item_id, l.order_id, l.product_id, l.kind, l.placed_at,
           l.line_total_minor - l.discount_minor as amount, o.number, o.status,
           s.computed_at, s.campaign_ids, s.is_kept
    from ({as_part(line_rows())}) l
    join ({as_part(order_rows())}) o using (order_id)
    left join attribution_summary s on s.tenant_id = :tenant_id and s.order_item_id = l.order_item_id
    where l.order_item_id = :order_item_id
""")


async def explain_sale(work: ReadWork, product_id: int, at: datetime, amount_minor: int) -> Explanation:
    """What a sale of `product_id` at `at` would be credited with. Raises ProductUnknown."""
    found = await products_by_ids(work, [product_id])
    if product_id not in found:
        raise ProductUnknown(
            f"There is no product {product_id}.", fields=[FieldError("product_id", "is not known")]
        )
    product = found[product_id]
    verdicts = await _verdicts(work, product_id, product.parent_id, at)
    matching = sorted(verdict.campaign_id for verdict in verdicts if verdict.matches)
    shares = split_evenly(amount_minor, len(matching)) if matching else []
    return Explanation(
        product=ExplainedProduct(
            id=product_id, sku=product.sku, name=product.name, parent_id=product.parent_id
        ),
        at=at,
        matched=len(matching),
        campaigns=verdicts,
        example=[
            ExampleShare(campaign_id=campaign_id, full=amount_minor, split=share)
            for campaign_id, share in zip(matching, shares, strict=True)
        ],
        order_item_id=None,
        line=None,
        entries=[],
    )


async def explain_line(work: ReadWork, order_item_id: int) -> Explanation:
    """The same for a real order line, with how it stands and its ledger rows.

    Raises LineUnknown, LineNotCredited, ProductUnknown.
    """
    asked = {"tenant_id": work.tenant_id, "order_item_id": order_item_id}
    line = (await work.session.execute(_LINE, asked)).one_or_none()
    if line is None:
        raise LineUnknown(f"There is no order line {order_item_id}.")
    if line.kind != "product":
        raise LineNotCredited(f"This line is of the kind '{line.kind}'; only products are credited.")
    if line.product_id is None:
        raise ProductUnknown("This line's product is not known yet; map it first (orders, unresolved lines).")
    explanation = await explain_sale(work, line.product_id, line.placed_at, line.amount)
    entries = await work.session.scalars(
        select(AttributionEntry)
        .where(AttributionEntry.tenant_id == work.tenant_id, AttributionEntry.order_item_id == order_item_id)
        .order_by(AttributionEntry.id)
    )
    matching = [verdict.campaign_id for verdict in explanation.campaigns if verdict.matches]
    return explanation.model_copy(
        update={
            "order_item_id": order_item_id,
            "line": await _standing(work, line, sorted(matching)),
            "entries": [EntryShape.model_validate(entry) for entry in entries],
        }
    )


async def _standing(work: ReadWork, line: Any, matching: list[int]) -> LineStanding:
    counts = line.status in await countable_statuses(work)
    standing: list[Standing] = []
    if not await feature_on(work, "attribution"):
        standing.append(Standing.SWITCHED_OFF)
    if not counts:
        standing.append(Standing.DOES_NOT_COUNT)
    if line.computed_at is None:
        standing.append(Standing.NOT_LOOKED_AT)
    elif counts:
        if not line.is_kept:
            standing.append(Standing.NOTHING_KEPT)
        if sorted(line.campaign_ids or []) != matching:
            standing.append(Standing.MATCHED_OTHERWISE)
    return LineStanding(
        order_item_id=line.order_item_id,
        order_id=line.order_id,
        order_number=line.number,
        order_status=line.status,
        counts_as_sold=counts,
        looked_at=line.computed_at,
        credited_campaigns=sorted(line.campaign_ids or []),
        standing=standing,
        explanation=" ".join(_STANDS[each].format(status=line.status) for each in standing)
        or "It is credited as its time and product say.",
    )


async def _verdicts(
    work: ReadWork, product_id: int, parent_id: int | None, at: datetime
) -> list[CampaignVerdict]:
    targeted: dict[int, list[AdCampaignProduct]] = {}
    ids = [product_id] if parent_id is None else [product_id, parent_id]
    for mapping in await work.session.scalars(
        select(AdCampaignProduct)
        .where(AdCampaignProduct.tenant_id == work.tenant_id, AdCampaignProduct.product_id.in_(ids))
        .order_by(AdCampaignProduct.effective_from)
    ):
        targeted.setdefault(mapping.campaign_id, []).append(mapping)
    held = {
        row.campaign_id: row
        for row in await work.session.scalars(
            select(AdCampaignStatusSpan).where(
                AdCampaignStatusSpan.tenant_id == work.tenant_id,
                AdCampaignStatusSpan.valid_from <= at,
                or_(AdCampaignStatusSpan.valid_to.is_(None), AdCampaignStatusSpan.valid_to > at),
            )
        )
    }
    campaigns = await work.session.scalars(
        select(AdCampaign)
        .where(AdCampaign.tenant_id == work.tenant_id)
        .order_by(AdCampaign.id.in_(targeted.keys()).desc(), AdCampaign.id.desc())
        .limit(CAMPAIGNS_MAX)
    )
    verdicts = [
        _verdict(campaign, at, held.get(campaign.id), targeted.get(campaign.id, []), product_id)
        for campaign in campaigns
    ]
    return sorted(
        verdicts, key=lambda verdict: (not verdict.matches, len(verdict.reasons), verdict.campaign_id)
    )


def _verdict(
    campaign: AdCampaign,
    at: datetime,
    held: AdCampaignStatusSpan | None,
    mappings: list[AdCampaignProduct],
    product_id: int,
) -> CampaignVerdict:
    status = AdCampaignStatus(held.status) if held else None
    reasons = why_not(
        at,
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        status=status,
        spans=[(mapping.effective_from, mapping.effective_to) for mapping in mappings],
    )
    in_effect = [
        mapping
        for mapping in mappings
        if mapping.effective_from <= at and (mapping.effective_to is None or at < mapping.effective_to)
    ]
    # A product that is targeted itself and through its parent is recorded by its own span.
    own_first = sorted(in_effect, key=lambda mapping: mapping.product_id != product_id)
    mapping = own_first[0] if own_first else None
    facts: dict[str, Any] = {
        "mapping_id": mapping.id if mapping else None,
        "through_parent": mapping is not None and mapping.product_id != product_id,
        "effective_from": mapping.effective_from if mapping else None,
        "effective_to": mapping.effective_to if mapping else None,
    }
    return CampaignVerdict(
        campaign_id=campaign.id,
        name=campaign.name,
        platform=campaign.platform,
        status_then=status,
        status_now=AdCampaignStatus(campaign.status),
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        matches=not reasons,
        reasons=reasons,
        explanation=" ".join(_WORDS[reason] for reason in reasons) or "It matches.",
        **facts,
    )


_WORDS = {
    NoMatch.NOT_TARGETED: "The campaign never targeted this product.",
    NoMatch.TARGETED_LATER: "The product was targeted only later.",
    NoMatch.TARGETING_ENDED: "The product was not targeted at that time.",
    NoMatch.BEFORE_START: "The campaign had not started.",
    NoMatch.AFTER_END: "The campaign was over.",
    NoMatch.WAS_DRAFT: "The campaign was a draft at that time.",
    NoMatch.WAS_PAUSED: "The campaign was paused at that time.",
    NoMatch.WAS_ENDED: "The campaign had been ended.",
}

_STANDS = {
    Standing.SWITCHED_OFF: "Attribution is switched off: nothing new is credited.",
    Standing.DOES_NOT_COUNT: "Its order is {status}, which does not count as sold.",
    Standing.NOT_LOOKED_AT: "Attribution has not looked at it; a backfill or a recompute of its order would.",
    Standing.NOTHING_KEPT: "All of it was taken back: its credits come to nothing.",
    Standing.MATCHED_OTHERWISE: "Other campaigns matched when it was looked at than would now; a recompute"
    " of its order, or a backfill, would match it anew.",
}
