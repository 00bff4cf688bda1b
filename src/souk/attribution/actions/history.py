"""The status history of a campaign as another system kept it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from souk.attribution.errors import CampaignEnded, StatusInTheFuture
from souk.attribution.models import AdCampaign, AdCampaignStatusSpan
from souk.attribution.repository import spans_of
from souk.attribution.states import AD_CAMPAIGN, AdCampaignStatus
from souk.events import emit
from souk.events.attribution import AdCampaignStatusChanged
from souk.kernel.errors import Invalid
from souk.kernel.work import Work
from souk.tenancy.public import record_audit


@dataclass(frozen=True, slots=True)
class Turn:
    status: AdCampaignStatus
    since: datetime


async def set_history(work: Work, campaign: AdCampaign, turns: Sequence[Turn]) -> bool:
    """Give a campaign the whole history of its status, oldest first. Returns whether anything changed.

    Each turn must be legal after the one before it, from draft on. Raises IllegalMove, StatusInTheFuture,
    CampaignEnded where a campaign that has ended would run again, Invalid for two turns at one time.
    """
    told = [turn for turn in turns if turn.status is not AdCampaignStatus.DRAFT]
    _check(work, campaign, told)
    spans = await spans_of(work, campaign.id)
    present = [
        Turn(AdCampaignStatus(span.status), span.valid_from)
        for span in spans
        if span.status != AdCampaignStatus.DRAFT
    ]
    if present == told:
        return False
    before = campaign.status
    await work.session.execute(
        delete(AdCampaignStatusSpan).where(
            AdCampaignStatusSpan.tenant_id == work.tenant_id,
            AdCampaignStatusSpan.campaign_id == campaign.id,
        )
    )
    first = told[0].since if told else None
    drafted = min([campaign.created_at, campaign.starts_at, *(span.valid_from for span in spans)])
    line = [Turn(AdCampaignStatus.DRAFT, drafted)] if first is None or drafted < first else []
    line += told
    ends: list[datetime | None] = [turn.since for turn in line[1:]]
    for turn, until in zip(line, [*ends, None], strict=True):
        work.session.add(
            AdCampaignStatusSpan(
                tenant_id=work.tenant_id,
                campaign_id=campaign.id,
                status=turn.status.value,
                valid_from=turn.since,
                valid_to=until,
                why="imported",
                actor=work.actor.label,
                recorded_at=work.now,
            )
        )
    campaign.restate(line[-1].status)
    campaign.version += 1
    campaign.updated_at = work.now
    await work.session.flush()
    await record_audit(
        work,
        "ad_campaign.history_set",
        subject=("ad_campaign", campaign.id, campaign.name),
        before={"history": [f"{turn.status} {turn.since.isoformat()}" for turn in present]},
        after={"history": [f"{turn.status} {turn.since.isoformat()}" for turn in told]},
    )
    if before != campaign.status:
        emit(
            work,
            AdCampaignStatusChanged(
                campaign_id=campaign.id,
                name=campaign.name,
                before=before,
                after=campaign.status,
                since=line[-1].since.isoformat(),
            ),
        )
    return True


def _check(work: Work, campaign: AdCampaign, told: Sequence[Turn]) -> None:
    held = AD_CAMPAIGN.initial
    for place, turn in enumerate(told):
        if turn.since > work.now:
            raise StatusInTheFuture(f"'{campaign.name}' cannot be {turn.status} from a time to come on.")
        if place and turn.since <= told[place - 1].since:
            raise Invalid(f"'{campaign.name}' has two statuses at {turn.since.isoformat()}.")
        AD_CAMPAIGN.verb_between(held, turn.status)
        held = turn.status
    if campaign.status == AdCampaignStatus.ENDED and held is not AdCampaignStatus.ENDED:
        raise CampaignEnded(f"'{campaign.name}' has ended, and that is final.")
