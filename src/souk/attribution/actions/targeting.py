"""Which products a campaign targets, and when."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from souk.attribution.actions.past import past_part
from souk.attribution.errors import BeforeCampaignStart, CampaignEnded, ProductUnknown, TargetingOverlaps
from souk.attribution.models import AdCampaign, AdCampaignProduct
from souk.attribution.repository import lock_campaign, lock_mapping
from souk.attribution.schemas import PastEffect, TargetingDraft
from souk.attribution.states import AdCampaignStatus
from souk.events import emit
from souk.events.attribution import AdCampaignUpdated
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import FieldError, Invalid, SoukError
from souk.kernel.work import Work
from souk.tenancy.public import record_audit

_ADD = text("""
    insert into ad_campaign_product
        (tenant_id, campaign_id, product_id, effective_from, effective_to, created_by, created_at)
    select :tenant_id, :campaign_id, given.product_id, :effective_from, :effective_to, :user_id, :now
    from unnest(:product_ids) with ordinality as given (product_id, place)
    where not exists (
        select 1 from ad_campaign_product p
        where p.tenant_id = :tenant_id and p.campaign_id = :campaign_id and p.product_id = given.product_id
          and (p.effective_to is null or p.effective_to > :effective_from)
          and (cast(:effective_to as timestamptz) is null or p.effective_from < :effective_to)
    )
    order by given.place
    returning id, product_id
""").bindparams(bindparam("product_ids", type_=ARRAY(BigInteger)))


async def target_products(
    work: Work, campaign_id: int, draft: TargetingDraft
) -> tuple[Sequence[int], Sequence[int], PastEffect]:
    """Add products to a campaign. Returns the new mappings' ids, the products skipped because they are
    targeted in that time already, and what it means for the past.

    Raises AdCampaignMissing, CampaignEnded, BeforeCampaignStart, ProductUnknown, TargetingOverlaps.
    """
    campaign = await lock_campaign(work, campaign_id)
    start = _effective_from(work, campaign, draft)
    product_ids = list(dict.fromkeys(draft.product_ids))

    def unknown() -> SoukError:
        return ProductUnknown(
            "Some of these products do not exist; nothing was added.",
            fields=[FieldError("product_ids", "contains unknown products")],
        )

    def overlaps() -> SoukError:
        return TargetingOverlaps("Somebody else has just added one of these products; try again.")

    refusals = {
        "ad_campaign_product_tenant_id_product_id_fkey": unknown,
        "ad_campaign_product_once": overlaps,
    }
    async with refused_as(refusals):
        rows = (
            await work.session.execute(
                _ADD,
                {
                    "tenant_id": work.tenant_id,
                    "campaign_id": campaign.id,
                    "product_ids": product_ids,
                    "effective_from": start,
                    "effective_to": draft.effective_to,
                    "user_id": work.actor.user_id,
                    "now": work.now,
                },
            )
        ).all()
    added = {row.product_id for row in rows}
    if added:
        await record_audit(
            work,
            "ad_campaign.products_added",
            subject=("ad_campaign", campaign.id, campaign.name),
            after={"products": len(added), "effective_from": start, "effective_to": draft.effective_to},
        )
        emit(
            work,
            AdCampaignUpdated(campaign_id=campaign.id, name=campaign.name, campaign_version=campaign.version),
        )
    skipped = [product_id for product_id in product_ids if product_id not in added]
    return [row.id for row in rows], skipped, past_part(work.now, (start, draft.effective_to))


def _effective_from(work: Work, campaign: AdCampaign, draft: TargetingDraft) -> datetime:
    start = draft.effective_from or max(work.now, campaign.starts_at)
    if start < campaign.starts_at:
        raise BeforeCampaignStart(
            f"effective_from cannot be before the campaign's start ({campaign.starts_at.isoformat()}).",
            fields=[FieldError("effective_from", "is before the campaign's start")],
        )
    if draft.effective_to is not None and draft.effective_to <= start:
        raise Invalid(
            "effective_to has to be later than effective_from.",
            fields=[FieldError("effective_to", "is not later than effective_from")],
        )
    if campaign.status == AdCampaignStatus.ENDED and start >= work.now:
        raise CampaignEnded(f"'{campaign.name}' has ended; targeting it from now on would do nothing.")
    return start


async def untarget_product(
    work: Work, campaign_id: int, mapping_id: int
) -> tuple[AdCampaignProduct, PastEffect]:
    """Close the span of a product now; one that has not begun is taken away. Past credits stay.

    Raises AdCampaignMissing, MappingMissing. A span that is closed already is left as it is.
    """
    campaign = await lock_campaign(work, campaign_id)
    mapping = await lock_mapping(work, campaign_id, mapping_id)
    before = {"product_id": mapping.product_id, "effective_to": mapping.effective_to}
    effect = past_part(work.now, (work.now, None))
    if mapping.effective_from >= work.now:
        await work.session.delete(mapping)
    elif mapping.effective_to is None or mapping.effective_to > work.now:
        mapping.effective_to = work.now
    else:
        return mapping, effect
    await work.session.flush()
    await record_audit(
        work,
        "ad_campaign.product_removed",
        subject=("ad_campaign", campaign.id, campaign.name),
        before=before,
        after={"product_id": mapping.product_id, "effective_to": mapping.effective_to},
    )
    emit(
        work,
        AdCampaignUpdated(campaign_id=campaign.id, name=campaign.name, campaign_version=campaign.version),
    )
    return mapping, effect
