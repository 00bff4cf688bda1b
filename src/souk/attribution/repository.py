"""Every query about ad campaigns, their spans and their targeting."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, and_, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from souk.attribution.errors import AdCampaignMissing, MappingMissing
from souk.attribution.models import (
    AdCampaign,
    AdCampaignProduct,
    AdCampaignStatusSpan,
    AdSpend,
    AttributionRun,
)
from souk.attribution.states import AdCampaignStatus
from souk.jobs.trackers import Tracker
from souk.kernel.work import ReadWork, SystemWork, Work


async def get_campaign(work: ReadWork, campaign_id: int) -> AdCampaign:
    """Raises AdCampaignMissing."""
    found = await work.session.get(AdCampaign, (work.tenant_id, campaign_id))
    if found is None:
        raise AdCampaignMissing(f"There is no ad campaign {campaign_id}.")
    return found


def ad_campaign_rows() -> Select[*tuple[Any, ...]]:
    """One row per ad campaign: tenant_id, id, name, platform, status, starts_at, ends_at."""
    return select(
        AdCampaign.tenant_id,
        AdCampaign.id,
        AdCampaign.name,
        AdCampaign.platform,
        AdCampaign.status,
        AdCampaign.starts_at,
        AdCampaign.ends_at,
    )


async def has_campaigns(work: ReadWork) -> bool:
    """Whether the tenant has made any."""
    return (await work.session.scalar(select(AdCampaign.id).limit(1))) is not None


async def existing_campaigns(work: ReadWork, ids: Collection[int]) -> set[int]:
    """Those of the ids that are campaigns."""
    if not ids:
        return set()
    rows = await work.session.scalars(
        select(AdCampaign.id).where(
            AdCampaign.tenant_id == work.tenant_id,
            AdCampaign.id == any_(literal(list(ids), ARRAY(BigInteger))),
        )
    )
    return set(rows)


async def require_campaigns(work: ReadWork, ids: Collection[int]) -> None:
    """Raises AdCampaignMissing, naming the first of the ids that is no campaign."""
    if missing := sorted(set(ids) - await existing_campaigns(work, ids)):
        raise AdCampaignMissing(f"There is no ad campaign {missing[0]}.")


async def lock_campaign(work: Work, campaign_id: int) -> AdCampaign:
    """The campaign, held until the transaction ends. Raises AdCampaignMissing."""
    found = await work.session.get(AdCampaign, (work.tenant_id, campaign_id), with_for_update=True)
    if found is None:
        raise AdCampaignMissing(f"There is no ad campaign {campaign_id}.")
    return found


async def tenants_with_due_campaigns(system: SystemWork) -> Sequence[int]:
    """The tenants that have a running campaign whose end has come."""
    return (
        await system.session.scalars(
            select(AdCampaign.tenant_id)
            .distinct()
            .where(AdCampaign.status == AdCampaignStatus.RUNNING.value, AdCampaign.ends_at <= system.now)
        )
    ).all()


async def lock_due_campaigns(work: Work, limit: int) -> Sequence[AdCampaign]:
    """Running campaigns whose end has come, held; those another process holds are left to it."""
    due = (
        select(AdCampaign)
        .where(
            AdCampaign.tenant_id == work.tenant_id,
            AdCampaign.status == AdCampaignStatus.RUNNING.value,
            AdCampaign.ends_at <= work.now,
        )
        .order_by(AdCampaign.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await work.session.scalars(due)).all()


async def spans_of(work: ReadWork, campaign_id: int) -> Sequence[AdCampaignStatusSpan]:
    """The status history, oldest first."""
    return (
        await work.session.scalars(
            select(AdCampaignStatusSpan)
            .where(
                AdCampaignStatusSpan.tenant_id == work.tenant_id,
                AdCampaignStatusSpan.campaign_id == campaign_id,
            )
            .order_by(AdCampaignStatusSpan.valid_from)
        )
    ).all()


async def days_with_spend(work: ReadWork, campaign_id: int) -> int:
    """On how many days spend of a campaign is known."""
    counted = select(func.count()).where(
        AdSpend.tenant_id == work.tenant_id, AdSpend.campaign_id == campaign_id
    )
    return (await work.session.scalars(counted)).one()


def span_at(spans: Sequence[AdCampaignStatusSpan], at: datetime) -> AdCampaignStatusSpan | None:
    """The span that holds an instant."""
    for span in spans:
        if span.valid_from <= at and (span.valid_to is None or at < span.valid_to):
            return span
    return None


async def ran_between(work: ReadWork, campaign_id: int, start: datetime, end: datetime) -> bool:
    """Whether the campaign was running at any time of `[start, end)`."""
    ran = select(AdCampaignStatusSpan.id).where(
        AdCampaignStatusSpan.tenant_id == work.tenant_id,
        AdCampaignStatusSpan.campaign_id == campaign_id,
        AdCampaignStatusSpan.status == AdCampaignStatus.RUNNING.value,
        AdCampaignStatusSpan.valid_from < end,
        or_(AdCampaignStatusSpan.valid_to.is_(None), AdCampaignStatusSpan.valid_to > start),
    )
    return (await work.session.scalar(ran.limit(1))) is not None


async def lock_mapping(work: Work, campaign_id: int, mapping_id: int) -> AdCampaignProduct:
    """Raises MappingMissing, also for a mapping of another campaign."""
    found = await work.session.get(AdCampaignProduct, (work.tenant_id, mapping_id), with_for_update=True)
    if found is None or found.campaign_id != campaign_id:
        raise MappingMissing(f"Campaign {campaign_id} has no targeting {mapping_id}.")
    return found


async def open_runs(work: ReadWork, kind: str) -> Sequence[tuple[AttributionRun, int]]:
    """The runs of a kind whose tracker has not ended, with its id."""
    rows = await work.session.execute(
        select(AttributionRun, Tracker.id)
        .join(
            Tracker,
            and_(Tracker.tenant_id == AttributionRun.tenant_id, Tracker.id == AttributionRun.tracker_id),
        )
        .where(
            AttributionRun.tenant_id == work.tenant_id,
            AttributionRun.kind == kind,
            AttributionRun.finished_at.is_(None),
            Tracker.completed_at.is_(None),
        )
        .order_by(AttributionRun.id)
    )
    return [(run, tracker_id) for run, tracker_id in rows]


async def targeted_counts(work: ReadWork, campaign_ids: Sequence[int]) -> dict[int, int]:
    """How many products each campaign targets now, or will."""
    rows = await work.session.execute(
        select(AdCampaignProduct.campaign_id, func.count(AdCampaignProduct.product_id.distinct()))
        .where(
            AdCampaignProduct.tenant_id == work.tenant_id,
            AdCampaignProduct.campaign_id.in_(campaign_ids),
            or_(AdCampaignProduct.effective_to.is_(None), AdCampaignProduct.effective_to > work.now),
        )
        .group_by(AdCampaignProduct.campaign_id)
    )
    return {row[0]: row[1] for row in rows}


def campaign_list(
    work: ReadWork,
    *,
    status: str | None = None,
    platform: str | None = None,
    words: str | None = None,
    product_id: int | None = None,
    starts_from: datetime | None = None,
    starts_before: datetime | None = None,
) -> Select[AdCampaign]:
    """Campaigns by status, platform, a product they target or ever did, start in
    `[starts_from, starts_before)`, and words in name, notes or the platform's own id.
    """
    conditions = [AdCampaign.tenant_id == work.tenant_id]
    if status:
        conditions.append(AdCampaign.status == status)
    if platform:
        conditions.append(AdCampaign.platform == platform)
    if product_id:
        targeting = select(AdCampaignProduct.campaign_id).where(
            AdCampaignProduct.tenant_id == work.tenant_id, AdCampaignProduct.product_id == product_id
        )
        conditions.append(AdCampaign.id.in_(targeting))
    if starts_from:
        conditions.append(AdCampaign.starts_at >= starts_from)
    if starts_before:
        conditions.append(AdCampaign.starts_at < starts_before)
    conditions.extend(
        or_(
            AdCampaign.name.icontains(word, autoescape=True),
            AdCampaign.notes.icontains(word, autoescape=True),
            AdCampaign.external_id.icontains(word, autoescape=True),
        )
        for word in (words or "").split()
    )
    return select(AdCampaign).where(and_(*conditions))
