"""Campaigns, what they targeted and what they cost, out of files: our own and the platforms'."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.importing import import_file
from tests.orders.factories import make_product
from tests.transfers.files import csv_file, workbook

from souk.attribution.imports import AdCampaignImport, AdProductImport, AdSpendImport
from souk.kernel.work import Database
from souk.tenancy.actions.settings import switch_feature
from souk.tenancy.errors import FeatureOff
from souk.transfers.models import ImportRun
from souk.transfers.public import Importer

CAMPAIGNS = """campaign,platform,external_id,starts_at,ends_at,status,status_from
Spring,facebook,m-1,2026-03-01,2026-03-31,running,2026-03-01
Spring,facebook,m-1,2026-03-01,2026-03-31,paused,2026-03-10T12:00
Spring,facebook,m-1,2026-03-01,2026-03-31,running,2026-03-12
Search,google,,2026-03-05,,running,
Later,tiktok,,2026-12-01,,,
"""


async def bring(
    database: Database, tenant_id: int, importer: Importer[Any], file: Path, **how: Any
) -> ImportRun:
    return await import_file(database, tenant_id, importer, file, **how)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created_count, run.changed_count, run.unchanged_count, run.rows_rejected


async def found(database: Database, tenant_id: int, sql: str) -> list[tuple[Any, ...]]:
    async with database.reading(tenant_id) as work:
        return [tuple(row) for row in await work.session.execute(text(sql), {"tenant_id": tenant_id})]


async def rejections(database: Database, tenant_id: int, run: ImportRun) -> list[tuple[Any, ...]]:
    return await found(
        database,
        tenant_id,
        f"select line, code, message from import_row_report where run_id = {run.id} order by line",
    )


@pytest.fixture
async def campaigns(database: Database, tenant_id: int, tmp_path: Path) -> ImportRun:
    return await bring(
        database, tenant_id, AdCampaignImport(), csv_file(tmp_path, CAMPAIGNS, "campaigns.csv")
    )


async def test_campaigns_come_with_the_history_of_their_status(
    database: Database, tenant_id: int, campaigns: ImportRun
) -> None:
    assert counts(campaigns) == (3, 0, 0, 0)
    spans = await found(
        database,
        tenant_id,
        """
        select c.name, s.status, s.valid_from from ad_campaign_status_span s
        join ad_campaign c on c.id = s.campaign_id where c.name in ('Spring', 'Later') order by 1, 3
        """,
    )
    assert [row[:2] for row in spans if row[0] == "Later"] == [("Later", "draft")]
    spring = [(status, since) for name, status, since in spans if name == "Spring"]
    assert [one for one in spring if one[0] in {"running", "paused"}][:3] == [
        ("running", datetime(2026, 2, 28, 23, tzinfo=UTC)),  # the day begins in Madrid
        ("paused", datetime(2026, 3, 10, 11, tzinfo=UTC)),
        ("running", datetime(2026, 3, 11, 23, tzinfo=UTC)),
    ]


@pytest.mark.parametrize("importer", [AdCampaignImport(), AdProductImport(), AdSpendImport()])
async def test_nothing_of_ads_is_imported_while_attribution_is_switched_off(
    database: Database, tenant_id: int, tmp_path: Path, importer: Importer[Any]
) -> None:
    async with database.work(tenant_id) as work:
        await switch_feature(work, "attribution", is_on=False)
    with pytest.raises(FeatureOff):
        await bring(database, tenant_id, importer, csv_file(tmp_path, CAMPAIGNS))


async def test_a_day_counts_whole_as_an_end(database: Database, tenant_id: int, campaigns: ImportRun) -> None:
    ((ends_at,),) = await found(database, tenant_id, "select ends_at from ad_campaign where name = 'Spring'")
    assert ends_at == datetime(2026, 3, 31, 22, tzinfo=UTC)  # summer time has begun since


async def test_the_same_file_again_changes_nothing(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    again = await bring(
        database, tenant_id, AdCampaignImport(), csv_file(tmp_path, CAMPAIGNS, "once-more.csv")
    )
    assert (again.created_count, again.changed_count, again.rows_rejected) == (0, 0, 0)
    assert again.unchanged_count == 3


async def test_columns_a_file_does_not_have_leave_what_is_known(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    short = csv_file(tmp_path, "campaign,starts_at\nSpring,2026-03-02\n", "short.csv")
    run = await bring(database, tenant_id, AdCampaignImport(), short)
    assert counts(run) == (0, 1, 0, 0)
    ((platform, external_id, ends_at),) = await found(
        database, tenant_id, "select platform, external_id, ends_at from ad_campaign where name = 'Spring'"
    )
    assert (platform, external_id, ends_at) == ("facebook", "m-1", datetime(2026, 3, 31, 22, tzinfo=UTC))


async def test_a_campaign_that_cannot_be_is_refused_by_line_and_the_others_come(
    database: Database, tenant_id: int, tmp_path: Path
) -> None:
    file = csv_file(
        tmp_path,
        "campaign,platform,starts_at,ends_at,status\n"
        "Good,google,2026-03-01,,running\n"
        "Backwards,google,2026-03-05,2026-03-01,running\n"
        "Elsewhere,myspace,2026-03-01,,running\n"
        "Never,google,2026-02-30,,running\n"
        "Unheard,google,2026-03-01,,sleeping\n",
    )
    run = await bring(database, tenant_id, AdCampaignImport(), file)
    assert run.created_count == 1
    told = await rejections(database, tenant_id, run)
    assert [line for line, _, _ in told] == [3, 4, 5, 6]
    assert "ends_at" in told[0][2]
    assert "facebook" in told[1][2], "what there is, is said"
    assert "2026-02-30" in told[2][2]


async def test_what_campaigns_targeted_comes_with_its_windows(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    async with database.work(tenant_id) as work:
        await make_product(work, "OLIVE-1")
        await make_product(work, "OIL-1")
    file = csv_file(
        tmp_path,
        "campaign,sku,from,to\n"
        "Spring,olive-1,,\n"
        "m-1,OIL-1,2026-03-05,2026-03-07\n"
        "Spring,OIL-1,2026-03-06,2026-03-09\n"
        "Spring,NOBODY,,\n"
        "Nowhere,OIL-1,,\n"
        "Spring,OIL-1,2026-01-01,2026-01-05\n",
    )
    run = await bring(database, tenant_id, AdProductImport(), file)
    spans = await found(
        database,
        tenant_id,
        """
        select p.sku, m.effective_from, m.effective_to from ad_campaign_product m
        join product p on p.id = m.product_id order by 1, 2
        """,
    )
    start = datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert ("OLIVE-1", start, None) in spans
    assert ("OIL-1", datetime(2026, 3, 4, 23, tzinfo=UTC), datetime(2026, 3, 7, 23, tzinfo=UTC)) in spans
    told = {line: message for line, _, message in await rejections(database, tenant_id, run)}
    assert {5, 6, 7} <= set(told), "an unknown SKU, an unknown campaign, a window before the start"
    assert "NOBODY" in told[5]
    assert "Nowhere" in told[6]


META = (
    "Campaign name,Day,Impressions,Link clicks,Amount spent (EUR),Reporting starts,Reporting ends\n"
    ',,"3,100",31,"1,040.50",2026-03-01,2026-03-02\n'
    'Spring,2026-03-01,"2,000",20,"1,000.50",2026-03-01,2026-03-01\n'
    "Spring,2026-03-02,1100,11,40,2026-03-02,2026-03-02\n"
)
GOOGLE = (
    "Campaign report\n"
    '"March 1, 2026 - March 2, 2026"\n'
    "Day,Campaign,Currency code,Cost,Impr.,Clicks\n"
    '2026-03-05,Search,EUR,"1,234.56","10,000",99\n'
    "2026-03-06,Search,EUR,0.44,1,1\n"
    'Total: Campaigns, --,EUR,"1,235.00","10,001",100\n'
    'Total: Account, --,EUR,"1,235.00","10,001",100\n'
)


async def spent(database: Database, tenant_id: int) -> list[tuple[Any, ...]]:
    return await found(
        database,
        tenant_id,
        """
        select c.name, s.day, s.amount_minor, s.currency, s.impressions, s.clicks
        from ad_spend s join ad_campaign c on c.id = s.campaign_id order by 1, 2
        """,
    )


async def test_metas_export_tells_its_currency_in_the_header_only(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    run = await bring(database, tenant_id, AdSpendImport(), csv_file(tmp_path, META, "meta.csv"))
    assert (run.created_count, run.rows_rejected) == (2, 0), await rejections(database, tenant_id, run)
    assert await spent(database, tenant_id) == [
        ("Spring", date(2026, 3, 1), 100_050, "EUR", 2000, 20),
        ("Spring", date(2026, 3, 2), 4_000, "EUR", 1100, 11),
    ]


async def test_an_amount_in_dollars_is_not_taken_for_euros(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    file = csv_file(tmp_path, META.replace("(EUR)", "(USD)"), "meta.csv")
    await bring(database, tenant_id, AdSpendImport(), file)
    assert {row[3] for row in await spent(database, tenant_id)} == {"USD"}


async def test_googles_export_has_a_title_above_and_totals_below(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    run = await bring(database, tenant_id, AdSpendImport(), csv_file(tmp_path, GOOGLE, "google.csv"))
    assert (run.created_count, run.rows_rejected) == (2, 0), await rejections(database, tenant_id, run)
    assert await spent(database, tenant_id) == [
        ("Search", date(2026, 3, 5), 123_456, "EUR", 10_000, 99),
        ("Search", date(2026, 3, 6), 44, "EUR", 1, 1),
    ]


async def test_tiktoks_workbook_is_read_and_its_sum_left_out(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    file = workbook(
        tmp_path,
        [
            ["Campaign name", "By Day", "Currency", "Cost", "Impressions", "Clicks (destination)"],
            ["Later", "2026-03-05", "EUR", 12.34, 500, 7],
            ["Total of 1 results", "-", "EUR", 12.34, 500, 7],
        ],
    )
    run = await bring(database, tenant_id, AdSpendImport(), file)
    assert (run.created_count, run.rows_rejected) == (1, 0), await rejections(database, tenant_id, run)
    assert await spent(database, tenant_id) == [("Later", date(2026, 3, 5), 1_234, "EUR", 500, 7)]


async def test_imported_again_a_day_is_replaced_and_ad_sets_are_added_up(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    header = "campaign,day,amount,impressions,clicks\n"
    first = csv_file(tmp_path, header + "Spring,2026-03-01,10,100,1\nspring,2026-03-01,5.50,,2\n", "1.csv")
    await bring(database, tenant_id, AdSpendImport(), first)
    assert await spent(database, tenant_id) == [("Spring", date(2026, 3, 1), 1_550, "EUR", 100, 3)]

    second = csv_file(tmp_path, header + "Spring,2026-03-01,12,90,1\n", "2.csv")
    run = await bring(database, tenant_id, AdSpendImport(), second)
    assert counts(run) == (0, 1, 0, 0)
    assert await spent(database, tenant_id) == [("Spring", date(2026, 3, 1), 1_200, "EUR", 90, 1)]


async def test_campaigns_a_file_knows_and_souk_does_not_are_named_and_can_be_linked(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun
) -> None:
    file = csv_file(tmp_path, "campaign,day,amount\nFrühling,2026-03-01,10\nSpring,2026-03-01,1\n")
    run = await bring(database, tenant_id, AdSpendImport(), file)
    assert (run.created_count, run.rows_rejected) == (1, 1)
    ((line, _, message),) = await rejections(database, tenant_id, run)
    assert line == 2
    assert "Frühling" in message

    ((spring,),) = await found(database, tenant_id, "select id from ad_campaign where name = 'Search'")
    linked = csv_file(tmp_path, "campaign,day,amount\nFrühling,2026-03-01,10\n", "linked.csv")
    run = await bring(database, tenant_id, AdSpendImport(), linked, links={"Frühling": spring})
    assert (run.created_count, run.rows_rejected) == (1, 0)


@pytest.mark.parametrize(
    ("row", "about"),
    [
        ("Spring,2026-03-01,-1,", "amount"),
        ("Spring,2026-03-01,1e30,", "amount"),
        ("Spring,the third,1,", "day"),
        ("Spring,2026-03-01,1,-5", "clicks"),
        (",2026-03-01,1,", "campaign"),
    ],
)
async def test_spend_that_cannot_be_is_refused_in_words(
    database: Database, tenant_id: int, tmp_path: Path, campaigns: ImportRun, row: str, about: str
) -> None:
    run = await bring(
        database, tenant_id, AdSpendImport(), csv_file(tmp_path, f"campaign,day,amount,clicks\n{row}\n")
    )
    ((line, _, message),) = await rejections(database, tenant_id, run)
    assert line == 2
    assert about in message
    assert await spent(database, tenant_id) == []
