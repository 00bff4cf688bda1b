"""What ads cost: our own format, and the exports of Meta, Google Ads and TikTok Ads by their headers."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field as Limited

from souk.attribution.actions.spend import SpendDay, put_spend
from souk.attribution.imports.rows import campaigns_by_name, the_campaign
from souk.attribution.models import AdCampaign
from souk.kernel.money import MAX_AMOUNT_MINOR, minor_from_major, round_half_away
from souk.kernel.shapes import Id
from souk.kernel.work import Work
from souk.tenancy.public import record_audit
from souk.transfers.public import (
    BatchOutcome,
    Field,
    FieldKind,
    Grouping,
    ImportContext,
    ImportOptions,
    MappedRow,
    PlainImporter,
    RowRefused,
)

WINDOW_ROWS = 20_000
"""Rows that the ad sets of one campaign and day may lie apart."""


class AdSpendOptions(ImportOptions):
    """`links` says which campaign is meant by a name that Souk does not know."""

    links: Annotated[dict[str, Id], Limited(max_length=1000, default_factory=dict)]


class AdSpendImport(PlainImporter):
    kind = "ad_spend"
    title = "Ad spend"
    capability = "attribution.spend"
    options = AdSpendOptions
    grouping = Grouping(by=("campaign", "day"), window_rows=WINDOW_ROWS)
    fields = (
        Field("campaign", "its name, or the platform's id", required=True,
              aliases=("Campaign name", "Campaign", "Campaign Name")),
        Field("day", "", FieldKind.DAY, required=True, aliases=("Day", "Date", "By Day", "Reporting starts")),
        Field("amount", "in whole units of the currency", FieldKind.DECIMAL, required=True,
              aliases=("Cost", "Amount spent", "Spend")),
        Field("currency", "the tenant's where it is not told", FieldKind.CURRENCY,
              aliases=("Currency", "Currency code")),
        Field("impressions", "", FieldKind.INTEGER, aliases=("Impressions", "Impr.", "Impression")),
        Field("clicks", "", FieldKind.INTEGER, aliases=("Clicks", "Link clicks", "Clicks (all)", "Click")),
    )  # fmt: skip

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[AdSpendOptions]
    ) -> BatchOutcome:
        """A campaign's rows of one day are added up (platforms break them down by ad set)."""
        outcome = BatchOutcome()
        links = {name.lower(): campaign_id for name, campaign_id in run.options.links.items()}
        campaigns = await campaigns_by_name(work, [row["campaign"] for row in rows])
        days: dict[tuple[int, object], SpendDay] = {}
        for row in rows:
            try:
                entry = _entry(row, campaigns, links, work.scope.currency)
                key = (entry.campaign_id, entry.day)
                days[key] = _added(row, days[key], entry) if key in days else entry
            except RowRefused as refusal:
                outcome.rejections.append(refusal.of(row))
        if days:
            written = await put_spend(work, list(days.values()), source=run.file_name)
            outcome.created, outcome.changed = written.created, written.changed
            outcome.unchanged = written.unchanged
            if written.created or written.changed:
                await record_audit(
                    work,
                    "ad_spend.imported",
                    subject=("import", run.run_id, run.file_name),
                    after={"created": written.created, "changed": written.changed},
                )
        return outcome


def _entry(row: MappedRow, campaigns: dict[str, AdCampaign], links: dict[str, int], home: str) -> SpendDay:
    campaign_id = links.get(row["campaign"].lower()) or the_campaign(campaigns, row["campaign"]).id
    currency = row["currency"] or home
    amount = round_half_away(minor_from_major(row["amount"], currency))
    if not 0 <= amount <= MAX_AMOUNT_MINOR:
        raise RowRefused("amount", "amount", "has to be nothing or more, and not absurd")
    for name in ("impressions", "clicks"):
        if row[name] is not None and row[name] < 0:
            raise RowRefused("negative", name, "has to be nothing or more")
    return SpendDay(campaign_id, row["day"], amount, currency, row["impressions"], row["clicks"])


def _added(row: MappedRow, one: SpendDay, other: SpendDay) -> SpendDay:
    if one.currency != other.currency:
        raise RowRefused("currency", "currency", f"the same day is in {one.currency} in another row")
    return SpendDay(
        one.campaign_id,
        one.day,
        one.amount_minor + other.amount_minor,
        one.currency,
        _sum(one.impressions, other.impressions),
        _sum(one.clicks, other.clicks),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)
