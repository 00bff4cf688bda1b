"""Starting, pausing, resuming and ending: every status is a span of time, so that the past can be asked."""

from datetime import datetime

from sqlalchemy import delete, update

from souk.attribution.actions.campaigns import refuse_stale
from souk.attribution.actions.past import touching, untouched
from souk.attribution.errors import CampaignEnded, SinceWhen, StatusInTheFuture
from souk.attribution.models import AdCampaign, AdCampaignStatusSpan
from souk.attribution.repository import lock_campaign, lock_due_campaigns, span_at, spans_of
from souk.attribution.schemas import PastEffect, StatusChange
from souk.attribution.states import AD_CAMPAIGN, AdCampaignStatus
from souk.events import emit
from souk.events.attribution import AdCampaignActivated, AdCampaignStatusChanged
from souk.kernel.errors import FieldError
from souk.kernel.work import Work
from souk.tenancy.public import record_audit

DUE_BATCH = 200


async def change_status(
    work: Work, campaign_id: int, change: StatusChange, *, expected_version: int | None = None
) -> tuple[AdCampaign, PastEffect]:
    """Give a campaign a status from an instant on, now by default.

    A past instant corrects the history: what was said of the time after it is taken back. Raises
    AdCampaignMissing, StaleVersion, IllegalMove, SinceWhen, StatusInTheFuture, CampaignEnded.
    """
    campaign = await lock_campaign(work, campaign_id)
    refuse_stale(campaign, expected_version if expected_version is not None else change.version)
    at = _since(work, campaign, change)
    await _turn(work, campaign, change.status, at, change.why)
    return campaign, touching(at, work.now) if at < work.now else untouched()


def _since(work: Work, campaign: AdCampaign, change: StatusChange) -> datetime:
    if change.at is not None:
        if change.at > work.now:
            raise StatusInTheFuture(
                "A status begins now or in the past; to plan ahead, set starts_at and ends_at.",
                fields=[FieldError("at", "lies in the future")],
            )
        return change.at
    starting = campaign.status == AdCampaignStatus.DRAFT and change.status is AdCampaignStatus.RUNNING
    if not starting or campaign.starts_at >= work.now or change.since == "now":
        return work.now
    if change.since == "start":
        return campaign.starts_at
    raise SinceWhen(
        f"'{campaign.name}' was to start at {campaign.starts_at.isoformat()}. Say since='start' if it has run"
        " since then (a backfill is offered for that time), or since='now'.",
        details={"starts_at": campaign.starts_at.isoformat(), "choices": ["start", "now"]},
    )


async def _turn(work: Work, campaign: AdCampaign, status: AdCampaignStatus, at: datetime, why: str) -> None:
    """Raises IllegalMove when the status that held at `at` does not lead to `status`."""
    spans = await spans_of(work, campaign.id)
    if campaign.status == AdCampaignStatus.ENDED and status is not AdCampaignStatus.ENDED:
        raise CampaignEnded(f"'{campaign.name}' has ended, and that is final. Make a new campaign.")
    holding = span_at(spans, at)
    held = AdCampaignStatus(holding.status) if holding else AD_CAMPAIGN.initial
    verb = AD_CAMPAIGN.verb_between(held, status)
    before = campaign.status
    after_it = AdCampaignStatusSpan.campaign_id == campaign.id
    of_tenant = AdCampaignStatusSpan.tenant_id == work.tenant_id
    await work.session.execute(
        delete(AdCampaignStatusSpan).where(of_tenant, after_it, AdCampaignStatusSpan.valid_from >= at)
    )
    await work.session.execute(
        update(AdCampaignStatusSpan)
        .where(
            of_tenant,
            after_it,
            AdCampaignStatusSpan.valid_to.is_(None) | (AdCampaignStatusSpan.valid_to > at),
        )
        .values(valid_to=at)
    )
    campaign.restate(held)
    campaign.move(verb)
    campaign.version += 1
    campaign.updated_at = work.now
    campaign.updated_by = work.actor.user_id
    work.session.add(
        AdCampaignStatusSpan(
            tenant_id=work.tenant_id,
            campaign_id=campaign.id,
            status=campaign.status,
            valid_from=at,
            valid_to=None,
            why=why,
            actor=work.actor.label,
            recorded_at=work.now,
        )
    )
    await work.session.flush()
    await record_audit(
        work,
        "ad_campaign.status_changed",
        subject=("ad_campaign", campaign.id, campaign.name),
        before={"status": before},
        after={"status": campaign.status, "since": at, "why": why},
    )
    emit(
        work,
        AdCampaignStatusChanged(
            campaign_id=campaign.id,
            name=campaign.name,
            before=before,
            after=campaign.status,
            since=at.isoformat(),
        ),
    )
    if campaign.status == AdCampaignStatus.RUNNING:
        emit(work, AdCampaignActivated(campaign_id=campaign.id, name=campaign.name))


async def end_due_campaigns(work: Work) -> int:
    """End the running campaigns whose end has come, at their end and not at the time it was noticed.

    Returns how many were ended; more than that may be due when it is DUE_BATCH.
    """
    due = await lock_due_campaigns(work, DUE_BATCH)
    for campaign in due:
        ends_at = campaign.ends_at or work.now
        spans = await spans_of(work, campaign.id)
        since = max([ends_at, *(span.valid_from for span in spans)])
        await _turn(work, campaign, AdCampaignStatus.ENDED, since, "its end had come")
    return len(due)
