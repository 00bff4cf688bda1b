"""Making, changing and deleting ad campaigns."""

from typing import Any

from souk.attribution.actions.past import past_effect, untouched
from souk.attribution.errors import CampaignHasSpend, ExternalIdTaken, OnlyDraftsAreDeleted
from souk.attribution.models import AdCampaign, AdCampaignStatusSpan
from souk.attribution.repository import days_with_spend, lock_campaign, ran_between
from souk.attribution.schemas import AdCampaignChange, AdCampaignDraft, PastEffect
from souk.attribution.states import AdCampaignStatus
from souk.events import emit
from souk.events.attribution import AdCampaignCreated, AdCampaignDeleted, AdCampaignUpdated
from souk.kernel.db.violations import refused_as
from souk.kernel.errors import SoukError
from souk.kernel.work import Work
from souk.tenancy.public import StaleVersion, record_audit

_NOT_RUNNING = (
    "The campaign was not running in the time this touches, so no sale of it matches. If it was, say so:"
    " give it its status with `at` in the past; a backfill is then offered."
)
_AUDITED = ("name", "platform", "external_id", "starts_at", "ends_at", "budget_type", "budget_minor", "notes")


def _told(campaign: AdCampaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in _AUDITED}


def _subject(campaign: AdCampaign) -> tuple[str, int, str]:
    return ("ad_campaign", campaign.id, campaign.name)


def _fill(campaign: AdCampaign, draft: AdCampaignDraft) -> None:
    campaign.name = draft.name
    campaign.platform = draft.platform.value
    campaign.external_id = draft.external_id or None
    campaign.starts_at = draft.starts_at
    campaign.ends_at = draft.ends_at
    campaign.budget_type = draft.budget.type.value if draft.budget else None
    campaign.budget_minor = draft.budget.amount if draft.budget else None
    campaign.notes = draft.notes


async def create_campaign(work: Work, draft: AdCampaignDraft) -> AdCampaign:
    """A new campaign, as a draft. Raises ExternalIdTaken."""
    campaign = AdCampaign(
        tenant_id=work.tenant_id,
        status=AdCampaignStatus.DRAFT.value,
        version=1,
        created_by=work.actor.user_id,
        updated_by=work.actor.user_id,
        created_at=work.now,
        updated_at=work.now,
    )
    _fill(campaign, draft)
    work.session.add(campaign)
    await _flush(work, draft)
    work.session.add(
        AdCampaignStatusSpan(
            tenant_id=work.tenant_id,
            campaign_id=campaign.id,
            status=campaign.status,
            valid_from=min(work.now, campaign.starts_at),
            valid_to=None,
            why="",
            actor=work.actor.label,
            recorded_at=work.now,
        )
    )
    await record_audit(
        work,
        "ad_campaign.created",
        subject=_subject(campaign),
        after=_told(campaign),
    )
    emit(work, AdCampaignCreated(campaign_id=campaign.id, name=campaign.name, platform=campaign.platform))
    return campaign


async def change_campaign(
    work: Work, campaign_id: int, change: AdCampaignChange, *, expected_version: int | None
) -> tuple[AdCampaign, PastEffect]:
    """The campaign as typed now, and what that means for the past: credits given stay as they are.

    Raises AdCampaignMissing, StaleVersion, ExternalIdTaken.
    """
    campaign = await lock_campaign(work, campaign_id)
    refuse_stale(campaign, expected_version if expected_version is not None else change.version)
    before = _told(campaign)
    _fill(campaign, change)
    effect = past_effect(
        work.now, (before["starts_at"], before["ends_at"]), (campaign.starts_at, campaign.ends_at)
    )
    if effect.backfill_from and not await ran_between(
        work, campaign_id, effect.backfill_from, effect.backfill_to or work.now
    ):
        effect = untouched(_NOT_RUNNING)
    if before == _told(campaign):
        return campaign, effect
    _touch(work, campaign)
    await _flush(work, change)
    await record_audit(
        work,
        "ad_campaign.updated",
        subject=_subject(campaign),
        before=before,
        after=_told(campaign),
    )
    emit(
        work,
        AdCampaignUpdated(campaign_id=campaign.id, name=campaign.name, campaign_version=campaign.version),
    )
    return campaign, effect


async def delete_campaign(work: Work, campaign_id: int) -> None:
    """Take a draft away. Raises AdCampaignMissing, OnlyDraftsAreDeleted, CampaignHasSpend."""
    campaign = await lock_campaign(work, campaign_id)
    if campaign.status != AdCampaignStatus.DRAFT:
        raise OnlyDraftsAreDeleted(
            f"'{campaign.name}' is {campaign.status}; only drafts can be deleted."
            " End it instead: its results stay."
        )
    if days := await days_with_spend(work, campaign.id):
        raise CampaignHasSpend(
            f"'{campaign.name}' has spend on {days:,} {'day' if days == 1 else 'days'}, which would be lost."
            " Take the spend away first, day by day, or start the campaign and end it: then both stay.",
            details={"days": days},
        )
    await work.session.delete(campaign)
    await record_audit(
        work,
        "ad_campaign.deleted",
        subject=_subject(campaign),
        before=_told(campaign),
    )
    emit(work, AdCampaignDeleted(campaign_id=campaign.id, name=campaign.name))


def refuse_stale(campaign: AdCampaign, expected: int | None) -> None:
    """Raises StaleVersion when somebody else has changed the campaign meanwhile."""
    if expected is not None and expected != campaign.version:
        raise StaleVersion(
            f"'{campaign.name}' was changed meanwhile; load it again and repeat your change.",
            details={"version": campaign.version},
        )


def _touch(work: Work, campaign: AdCampaign) -> None:
    campaign.version += 1
    campaign.updated_by = work.actor.user_id
    campaign.updated_at = work.now


async def _flush(work: Work, draft: AdCampaignDraft) -> None:
    def taken() -> SoukError:
        return ExternalIdTaken(
            f"Another {draft.platform.value} campaign has the platform id '{draft.external_id}' already."
        )

    async with refused_as({"ad_campaign_external_key": taken}):
        await work.session.flush()
