"""Ad campaigns: a row each, or a row for every status they had."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from souk.attribution.actions.campaigns import change_campaign, create_campaign
from souk.attribution.actions.history import Turn, set_history
from souk.attribution.imports.rows import campaigns_by_name, ends, starts
from souk.attribution.models import AdCampaign
from souk.attribution.schemas import AdCampaignChange, AdCampaignDraft, Platform
from souk.attribution.states import AdCampaignStatus
from souk.kernel.errors import SoukError
from souk.kernel.work import Work
from souk.transfers.public import (
    BatchOutcome,
    Field,
    Grouping,
    ImportContext,
    ImportOptions,
    MappedRow,
    PlainImporter,
    Rejection,
    RowRefused,
)

WINDOW_ROWS = 10_000


class AdCampaignImport(PlainImporter):
    kind = "ad_campaigns"
    title = "Ad campaigns"
    capability = "attribution.create"
    feature = "attribution"
    grouping = Grouping(by=("campaign",), window_rows=WINDOW_ROWS)
    batch_rows = 1_000
    fields = (
        Field("campaign", "its name; several rows of one name are its status history", required=True,
              aliases=("name", "Campaign name")),
        Field("platform", "facebook, instagram, google, tiktok, youtube or other"),
        Field("external_id", "the platform's own id", aliases=("Campaign ID",)),
        Field("starts_at", "a day or a time", required=True, aliases=("start", "from")),
        Field("ends_at", "a day, which counts whole, or a time", aliases=("end", "to")),
        Field("status", "running, paused or ended; without: a draft"),
        Field("status_from", "since when it had the status; a day or a time; without: its start"),
        Field("notes", ""),
    )  # fmt: skip

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[ImportOptions]
    ) -> BatchOutcome:
        outcome = BatchOutcome()
        known = await campaigns_by_name(work, [row["campaign"] for row in rows])
        key = _name_of
        for name, group in groupby(sorted(rows, key=lambda row: (key(row), row.line)), key=key):
            told = list(group)
            try:
                await self._bring(work, told, known.get(name), outcome)
            except RowRefused as refusal:
                outcome.rejections += [refusal.of(row) for row in told]
            except SoukError as refusal:
                outcome.rejections += [Rejection(row.line, refusal.code, refusal.detail) for row in told]
        return outcome

    async def _bring(
        self, work: Work, rows: list[MappedRow], there: AdCampaign | None, outcome: BatchOutcome
    ) -> None:
        """One campaign, whole or not at all."""
        draft = _draft(rows, work.scope.timezone)
        turns = _turns(rows, draft.starts_at, work.scope.timezone)
        async with work.session.begin_nested():
            if there is None:
                campaign = await create_campaign(work, draft)
                await set_history(work, campaign, turns)
                outcome.created += 1
                return
            version = there.version
            change = AdCampaignChange(
                **{**draft.model_dump(exclude_unset=True), "budget": _budget(there)}, version=None
            )
            # What the file has no column for stays as it is.
            for name in ("notes", "external_id", "ends_at"):
                if name not in rows[0]:
                    setattr(change, name, getattr(there, name))
            if "platform" not in rows[0]:
                change.platform = Platform(there.platform)
            campaign, _ = await change_campaign(work, there.id, change, expected_version=None)
            changed = await set_history(work, campaign, turns) if turns else False
        if changed or campaign.version != version:
            outcome.changed += 1
        else:
            outcome.unchanged += 1


def _name_of(row: MappedRow) -> str:
    return str(row["campaign"]).lower()


def _budget(campaign: AdCampaign) -> dict[str, object] | None:
    if campaign.budget_type is None:
        return None
    return {"type": campaign.budget_type, "amount": campaign.budget_minor}


def _draft(rows: Sequence[MappedRow], zone: str) -> AdCampaignDraft:
    """Raises RowRefused."""
    first = rows[0]
    starts_at = starts(first, "starts_at", zone)
    if starts_at is None:
        raise RowRefused("missing", "starts_at", "a campaign has a start")
    ends_at = ends(first, "ends_at", zone)
    if ends_at is not None and ends_at <= starts_at:
        raise RowRefused("window", "ends_at", "has to be later than starts_at")
    try:
        platform = Platform((first["platform"] or "other").lower())
    except ValueError:
        raise RowRefused("platform", "platform", f"there are: {', '.join(Platform)}") from None
    if len(first["campaign"]) > 255:
        raise RowRefused("too_long", "campaign", "a name has 255 characters at the most")
    return AdCampaignDraft(
        name=first["campaign"],
        platform=platform,
        external_id=first["external_id"],
        starts_at=starts_at,
        ends_at=ends_at,
        notes=first["notes"] or "",
    )


def _turns(rows: Sequence[MappedRow], starts_at: datetime, zone: str) -> list[Turn]:
    """The statuses the rows tell, by time. Raises RowRefused."""
    turns = []
    for row in rows:
        if row["status"] is None:
            continue
        try:
            status = AdCampaignStatus(row["status"].lower())
        except ValueError:
            raise RowRefused("status", "status", f"there are: {', '.join(AdCampaignStatus)}") from None
        turns.append(Turn(status, starts(row, "status_from", zone) or starts_at))
    return sorted(turns, key=lambda turn: turn.since)
