"""What ads cost: our own format, and the exports of Meta, Google Ads and TikTok Ads by their headers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field as Limited

from souk.attribution.actions.spend import SpendDay, put_spend, spend_of
from souk.attribution.imports.days_told import DaysTold
from souk.attribution.imports.spend_names import SpendNames, as_option, unknown_names
from souk.attribution.repository import existing_campaigns
from souk.kernel.errors import FieldError, Invalid
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
NAME_CHARS = 500
NAMES_SHOWN = 20

Name = Annotated[str, Limited(min_length=1, max_length=NAME_CHARS)]
Day = tuple[int, date]
"""A campaign's id and a day."""


class AdSpendOptions(ImportOptions):
    """`links` says which campaign is meant by a name that Souk does not know; it is remembered."""

    links: Annotated[dict[Name, Id], Limited(max_length=1000, default_factory=dict)]


class AdSpendImport(PlainImporter):
    kind = "ad_spend"
    title = "Ad spend"
    capability = "attribution.spend"
    feature = "attribution"
    options = AdSpendOptions
    grouping = Grouping(by=("campaign", "day"), window_rows=WINDOW_ROWS)
    fields = (
        Field("campaign", "its name, the platform's id, or a name that is linked to it", required=True,
              aliases=("Campaign name", "Campaign", "Campaign Name"), max_chars=NAME_CHARS),
        Field("day", "", FieldKind.DAY, required=True, aliases=("Day", "Date", "By Day", "Reporting starts")),
        Field("until", "the last day the amount is for; a row of several days is refused", FieldKind.DAY,
              aliases=("Reporting ends",)),
        Field("amount", "in whole units of the currency", FieldKind.DECIMAL, required=True,
              aliases=("Cost", "Amount spent", "Spend")),
        Field("currency", "the tenant's where it is not told", FieldKind.CURRENCY,
              aliases=("Currency", "Currency code")),
        Field("impressions", "", FieldKind.INTEGER, aliases=("Impressions", "Impr.", "Impression")),
        Field("clicks", "", FieldKind.INTEGER, aliases=("Clicks", "Link clicks", "Clicks (all)", "Click")),
    )  # fmt: skip

    async def check_options(self, work: Work, options: AdSpendOptions) -> None:
        """Raises Invalid for links to what is no campaign."""
        there = await existing_campaigns(work, set(options.links.values()))
        wrong = {name: campaign_id for name, campaign_id in options.links.items() if campaign_id not in there}
        if wrong:
            told = "; ".join(f"'{name}' to {campaign_id}" for name, campaign_id in wrong.items())
            raise Invalid(
                f"There is no such ad campaign to link a name to: {told}.",
                fields=[
                    FieldError(f"options.links.{name}", f"there is no ad campaign {campaign_id}")
                    for name, campaign_id in wrong.items()
                ],
            )

    async def apply(
        self, work: Work, rows: Sequence[MappedRow], run: ImportContext[AdSpendOptions]
    ) -> BatchOutcome:
        """A campaign's rows of one day are added up (platforms break them down by ad set), also those that
        call it by another name and come in another batch.
        """
        outcome = BatchOutcome()
        names = await SpendNames.of(work, {row["campaign"] for row in rows}, run.options.links)
        days: dict[Day, SpendDay] = {}
        rows_of: dict[Day, list[MappedRow]] = {}
        for row in rows:
            try:
                entry = _entry(row, names, work.scope.currency)
                key = (entry.campaign_id, entry.day)
                days[key] = _added(days[key], entry) if key in days else entry
                rows_of.setdefault(key, []).append(row)
            except RowRefused as refusal:
                outcome.rejections.append(refusal.of(row))
        await names.keep(work, run)
        told = DaysTold(run.memory)
        again = {key: entry for key, entry in days.items() if told.has(*key)}
        await self._put(work, [entry for key, entry in days.items() if key not in again], outcome, run)
        await self._add(work, again, rows_of, outcome, run)
        told.add(days)
        return outcome

    async def _add(
        self,
        work: Work,
        days: Mapping[Day, SpendDay],
        rows_of: Mapping[Day, Sequence[MappedRow]],
        outcome: BatchOutcome,
        run: ImportContext[AdSpendOptions],
    ) -> None:
        """To what an earlier batch told of these days, which were counted then."""
        if not days:
            return
        there = {(one.campaign_id, one.day): one for one in await spend_of(work, list(days))}
        sums = []
        for key, entry in days.items():
            try:
                sums.append(_added(there[key], entry) if key in there else entry)
            except RowRefused as refusal:
                outcome.rejections += [refusal.of(row) for row in rows_of[key]]
        await self._put(work, sums, BatchOutcome(), run)

    async def _put(
        self,
        work: Work,
        days: Sequence[SpendDay],
        outcome: BatchOutcome,
        run: ImportContext[AdSpendOptions],
    ) -> None:
        if not days:
            return
        written = await put_spend(work, days, source=run.file_name)
        outcome.created, outcome.changed = written.created, written.changed
        outcome.unchanged = written.unchanged
        if written.created or written.changed:
            await record_audit(
                work,
                "ad_spend.imported",
                subject=("import", run.run_id, run.file_name),
                after={"created": written.created, "changed": written.changed},
            )

    def advice(self, memory: Mapping[str, Any]) -> list[str]:
        """The names to be linked, as they would be typed."""
        names = unknown_names(memory)
        if not names:
            return []
        more = len(names) - NAMES_SHOWN
        return [
            "Link these names to campaigns and import the file again:",
            *(
                f"  {as_option(name)}  ({rows:,} {'row' if rows == 1 else 'rows'})"
                for name, rows in names[:NAMES_SHOWN]
            ),
            *([f"  … and {more:,} more"] if more > 0 else []),
        ]


def _entry(row: MappedRow, names: SpendNames, home: str) -> SpendDay:
    until = row["until"]
    if until is not None and until != row["day"]:
        raise RowRefused(
            "not_daily",
            "until",
            f"the amount is for {row['day']} to {until}, not for one day;"
            " export the report again with a breakdown by day",
        )
    campaign_id = names.campaign_of(row["campaign"])
    currency = row["currency"] or home
    amount = round_half_away(minor_from_major(row["amount"], currency))
    if not 0 <= amount <= MAX_AMOUNT_MINOR:
        raise RowRefused("amount", "amount", "has to be nothing or more, and not absurd")
    for name in ("impressions", "clicks"):
        if row[name] is not None and row[name] < 0:
            raise RowRefused("negative", name, "has to be nothing or more")
    return SpendDay(campaign_id, row["day"], amount, currency, row["impressions"], row["clicks"])


def _added(one: SpendDay, other: SpendDay) -> SpendDay:
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
