"""A real year of sales under campaigns that overlap, held to the cent against plain Python over the file.

The returns come after the first report: what was reported before them can be printed again.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.attribution.factories import books_agree, entries
from tests.conftest import make_tenant
from tests.importing import import_file
from tests.online_retail import (
    WHOLE,
    Line,
    belongs,
    is_sale,
    line_total,
    lines_of_file,
    matched_by_hand,
    needs_the_year,
    placed_by_invoice,
    write_lines,
)

from souk.attribution.imports.campaigns import AdCampaignImport
from souk.attribution.imports.targeting import AdProductImport
from souk.attribution.public import (
    LeaderboardSort,
    Question,
    backfill_chunk,
    days_between,
    end_run,
    leaderboard,
    open_backfill,
)
from souk.attribution.rules import CreditMode
from souk.kernel.work import Database
from souk.orders.imports import OrderImport

pytestmark = needs_the_year

ZONE = "Europe/London"
CAMPAIGNS = 200 if WHOLE else 40
PLATFORMS = ("facebook", "instagram", "google", "tiktok", "youtube", "other")
BEGAN = datetime(2010, 12, 1, tzinfo=UTC)
YEAR = days_between(BEGAN.date(), date(2011, 12, 31), ZONE)

Span = tuple[datetime, datetime]


@dataclass
class Ad:
    """A campaign as the files tell it: when it ran, and which products when."""

    name: str
    window: Span
    running: list[Span] = field(default_factory=list)
    targets: dict[str, Span] = field(default_factory=dict)

    def has(self, code: str, at: datetime) -> bool:
        spans = [self.window, self.targets.get(code, (at, at))]
        return all(start <= at < end for start, end in spans) and any(
            start <= at < end for start, end in self.running
        )


def made_up(codes: Sequence[str]) -> list[Ad]:
    """Campaigns of three weeks to three months, some paused for a while, with targets of their own times."""
    chance = random.Random(2011)  # the same campaigns each time
    ads = []
    for number in range(CAMPAIGNS):
        start = BEGAN + timedelta(hours=chance.randrange(330 * 24))
        end = start + timedelta(hours=chance.randrange(20 * 24, 90 * 24))
        ad = Ad(f"Campaign {number:03}", (start, end))
        ends = end + timedelta(days=1)
        if chance.random() < 0.35:
            pause = start + timedelta(days=chance.randrange(3, 10))
            again = pause + timedelta(days=chance.randrange(2, 6))
            ad.running = [(start, pause), (again, ends)]
        else:
            ad.running = [(start, ends)]
        for code in chance.sample(codes, min(180, len(codes) * 2 // 3)):
            since = start + timedelta(hours=chance.randrange(8 * 24))
            until = since + timedelta(hours=chance.randrange(24, 25 * 24))
            ad.targets[code] = (since, until if chance.random() < 0.3 else ends + timedelta(days=999))
        ads.append(ad)
    return ads


def write_ads(ads: Sequence[Ad], folder: Path) -> tuple[Path, Path]:
    campaigns, targets = folder / "campaigns.csv", folder / "targets.csv"
    with campaigns.open("w", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(["campaign", "platform", "starts_at", "ends_at", "status", "status_from"])
        for number, ad in enumerate(ads):
            turns = [("running", ad.running[0][0])]
            for (_, until), (since, _) in zip(ad.running, ad.running[1:], strict=False):
                turns += [("paused", until), ("running", since)]
            for status, since in [*turns, ("ended", ad.running[-1][1])]:
                platform = PLATFORMS[number % len(PLATFORMS)]
                writer.writerow([ad.name, platform, *(at.isoformat() for at in ad.window), status, since])
    with targets.open("w", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(["campaign", "sku", "from", "to"])
        for ad in ads:
            for code, (since, until) in ad.targets.items():
                writer.writerow([ad.name, code, since, "" if until.year > 2013 else until])
    return campaigns, targets


@dataclass
class Earned:
    units: int = 0
    revenue: int = 0
    split_units: int = 0
    split_revenue: int = 0


def by_hand(lines: Sequence[Line], ads: Sequence[Ad], taken: dict[str, int]) -> dict[str, Earned]:
    """What each campaign earned with what was kept of each line; nothing that earned nothing.

    An order whose whole money was given back is refunded, and nothing of it counts: not even what was free.
    """
    of_code: dict[str, list[Ad]] = defaultdict(list)
    for ad in ads:
        for code in ad.targets:
            of_code[code].append(ad)
    began = placed_by_invoice(lines)
    kept_of_order: dict[str, int] = defaultdict(int)
    for line in lines:
        if is_sale(line):
            left = int(line["Quantity"]) - taken.get(line["LineId"], 0)
            kept_of_order[line["InvoiceNo"]] += line_total(line, left)
    refunded = {line["InvoiceNo"] for line in lines if line["LineId"] in taken}
    refunded = {invoice for invoice in refunded if not kept_of_order[invoice]}
    earned: dict[str, Earned] = defaultdict(Earned)
    for line in lines:
        if not is_sale(line) or line["InvoiceNo"] in refunded:
            continue
        code = line["StockCode"].upper()
        at = began[line["InvoiceNo"]].replace(tzinfo=ZoneInfo(ZONE))
        found = [ad for ad in of_code[code] if ad.has(code, at)]
        units = int(line["Quantity"]) - taken.get(line["LineId"], 0)
        revenue = line_total(line, units)
        for place, ad in enumerate(found):  # in the order of their ids
            one = earned[ad.name]
            one.units += units
            one.revenue += revenue
            one.split_units += units * 10_000 // len(found) + (place < units * 10_000 % len(found))
            one.split_revenue += revenue // len(found) + (place < revenue % len(found))
    return {name: one for name, one in earned.items() if one.units or one.revenue}


async def reported(database: Database, tenant_id: int, *, as_of: datetime | None = None) -> dict[str, Earned]:
    """The leaderboards of the year, full and split, in the terms of `by_hand`."""
    earned: dict[str, Earned] = defaultdict(Earned)
    for mode in CreditMode:
        for row in (await board(database, tenant_id, mode, as_of)).data:
            figures, one = row.figures, earned[row.campaign_name]
            assert not row.other_currencies
            if mode is CreditMode.FULL:
                one.units, one.revenue = int(figures.units.net), int(figures.revenue.net.amount)
            else:
                one.split_units = round(float(figures.units.net) * 10_000)
                one.split_revenue = int(figures.revenue.net.amount)
    return {name: one for name, one in earned.items() if one.units or one.revenue}


async def board(database: Database, tenant_id: int, mode: CreditMode, as_of: datetime | None) -> Any:
    async with database.reading(tenant_id) as work:
        return await leaderboard(
            work,
            Question(YEAR, mode=mode, as_of=as_of),
            sort=LeaderboardSort.REVENUE,
            platform=None,
            tax_excluded=False,
            compare=False,
            trend=False,
            with_cac=False,
        )


async def backfill(database: Database, tenant_id: int) -> int:
    """The year, anew. Returns how many entries that wrote, the books agreeing."""
    async with database.work(tenant_id) as work:
        before = await entries(work)
        run, _ = await open_backfill(work, YEAR)
    more = True
    while more:
        async with database.work(tenant_id) as work:
            more = await backfill_chunk(work, run.id)
    async with database.work(tenant_id) as work:
        await end_run(work, run.id)
        await books_agree(work)
        return await entries(work) - before


async def test_a_year_under_overlapping_campaigns_adds_up_to_the_cent(
    database: Database, tmp_path: Path
) -> None:
    tenant_id = await make_tenant(database, currency="GBP", timezone=ZONE)
    lines = [line for line in lines_of_file() if belongs(line)]
    sales = [line for line in lines if int(line["Quantity"]) > 0]
    ads = made_up(sorted({line["StockCode"].upper() for line in sales}))
    campaigns, targets = write_ads(ads, tmp_path)

    sold = await import_file(
        database,
        tenant_id,
        OrderImport(),
        write_lines(tmp_path / "sales.csv", sales),
        mapping="online-retail",
    )
    assert sold.error is None
    for importer, file in ((AdCampaignImport(), campaigns), (AdProductImport(), targets)):
        brought = await import_file(database, tenant_id, importer, file)
        assert (brought.error, brought.rows_rejected) == (None, 0)

    assert await backfill(database, tenant_id) > 0
    before = by_hand(sales, ads, {})
    assert await reported(database, tenant_id) == before
    assert sum(one.revenue for one in before.values()) > sum(one.split_revenue for one in before.values())
    assert await backfill(database, tenant_id) == 0, "nothing has changed, nothing is written"
    reported_at = database.clock.now()

    file = write_lines(tmp_path / "year.csv", lines)
    returned = await import_file(database, tenant_id, OrderImport(), file, mapping="online-retail")
    assert (returned.error, returned.created_count) == (None, 0)
    assert await backfill(database, tenant_id) > 0
    taken, _ = matched_by_hand(lines)
    after = by_hand(lines, ads, taken)
    assert after != before
    assert await reported(database, tenant_id) == after
    assert await backfill(database, tenant_id) == 0

    assert await reported(database, tenant_id, as_of=reported_at) == before, "as it read before the returns"
