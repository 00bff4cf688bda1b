"""Files of spend that call campaigns by other names, tell one campaign in pieces, or tell months as days."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient
from tests.attribution.test_api import BASE, START, good, problem
from tests.attribution.test_importing import META, rejections, spent
from tests.importing import import_file
from tests.transfers.files import csv_file

from souk.attribution.imports import AdSpendImport
from souk.kernel.errors import Invalid
from souk.kernel.work import Database
from souk.transfers.models import ImportRun
from souk.transfers.public import Grouping

HEADER = "campaign,day,amount\n"
NAMES = f"{BASE}/spend-names"
FILE = HEADER + "Frühling,2026-03-01,10\nFrühling,2026-03-02,5\nSommer,2026-03-01,7\nSpring,2026-03-03,1\n"


class InSmallBatches(AdSpendImport):
    """As it goes with a file of many thousand rows."""

    batch_rows = 1
    grouping = Grouping(by=("campaign", "day"))


async def campaign(api: AsyncClient, name: str) -> int:
    made = good(await api.post(f"{BASE}/ad-campaigns", json={"name": name, "starts_at": START}), 201)
    return int(made["id"])


@pytest.fixture
async def spring(api: AsyncClient) -> int:
    return await campaign(api, "Spring")


class Desk:
    """Imports files of spend into one shop, each under its own name."""

    def __init__(self, database: Database, tenant_id: int, folder: Path) -> None:
        self.database, self.tenant_id, self.folder = database, tenant_id, folder
        self.files = 0

    async def bring(self, content: str, importer: AdSpendImport | None = None, **how: Any) -> ImportRun:
        self.files += 1
        file = csv_file(self.folder, content, f"spend-{self.files}.csv")
        return await import_file(self.database, self.tenant_id, importer or AdSpendImport(), file, **how)

    async def refused(self, run: ImportRun) -> list[tuple[Any, ...]]:
        return await rejections(self.database, self.tenant_id, run)

    async def booked(self) -> list[tuple[str, date, int]]:
        return [row[:3] for row in await spent(self.database, self.tenant_id)]


@pytest.fixture
def desk(database: Database, tenant_id: int, tmp_path: Path) -> Desk:
    return Desk(database, tenant_id, tmp_path)


async def listed(api: AsyncClient, **query: Any) -> dict[str, Mapping[str, Any]]:
    found = good(await api.get(NAMES, params=query))
    assert found["total"] == len(found["data"])
    return {row["name"]: row for row in found["data"]}


async def test_a_name_nobody_knows_is_listed_linked_once_and_known_from_then_on(
    api: AsyncClient, desk: Desk, spring: int
) -> None:
    first = await desk.bring(FILE)
    assert (first.created_count, first.rows_rejected) == (1, 3)
    assert {code for _, code, _ in await desk.refused(first)} == {"campaign_unknown"}
    assert "Import spend" in (await desk.refused(first))[0][2], "where to link it is said"
    waiting = await listed(api, linked=False)
    assert set(waiting) == {"Frühling", "Sommer"}
    assert waiting["Sommer"]["seen_in"] == "spend-1.csv"
    of_file = good(await api.get(f"{BASE}/imports/{first.id}/spend-names"))
    assert [(one["name"], one["rows"], one["campaign_id"]) for one in of_file] == [
        ("Frühling", 2, None),
        ("Sommer", 1, None),
    ]

    linked = good(await api.put(f"{NAMES}/{waiting['Frühling']['id']}", json={"campaign_id": spring}))
    assert (linked["campaign_id"], linked["campaign_name"]) == (spring, "Spring")
    of_file = good(await api.get(f"{BASE}/imports/{first.id}/spend-names"))
    assert [one["campaign_name"] for one in of_file] == ["Spring", None]

    again = await desk.bring(FILE)
    assert (again.created_count, again.unchanged_count, again.rows_rejected) == (2, 1, 1)
    next_month = await desk.bring(HEADER + "FRÜHLING,2026-04-01,3\n")
    assert (next_month.created_count, next_month.rows_rejected) == (1, 0)
    assert ("Spring", date(2026, 4, 1), 300) in await desk.booked()
    assert (await listed(api, linked=True))["FRÜHLING"]["seen_in"] == "spend-3.csv"
    assert set(await listed(api, q="spring")) == {"FRÜHLING"}, "found by its campaign too"

    audit = good(await api.get("/api/v1/audit", params={"action": "ad_spend_name.linked"}))
    assert [entry["after"] for entry in audit["data"]] == [{"campaign_id": spring}]


async def test_a_name_is_unlinked_forgotten_and_then_not_known_again(
    api: AsyncClient, desk: Desk, spring: int
) -> None:
    made = good(await api.post(NAMES, json={"name": "Frühling", "campaign_id": spring}), 201)
    good(await api.put(f"{NAMES}/{made['id']}", json={"campaign_id": None}))
    assert set(await listed(api, linked=False)) == {"Frühling"}
    good(await api.delete(f"{NAMES}/{made['id']}"), 204)
    assert await listed(api) == {}
    problem(await api.delete(f"{NAMES}/{made['id']}"), 404, "spend_name_not_found")
    assert (await desk.bring(HEADER + "Frühling,2026-03-01,10\n")).rows_rejected == 1

    problem(await api.post(NAMES, json={"name": "X", "campaign_id": 10**9}), 404, "ad_campaign_not_found")
    problem(await api.post(NAMES, json={"name": " ", "campaign_id": spring}), 422, "invalid")


async def test_a_name_linked_before_any_file_uses_it_is_known_to_the_first(
    api: AsyncClient, desk: Desk, spring: int
) -> None:
    for _ in range(2):
        good(await api.post(NAMES, json={"name": " Frühling ", "campaign_id": spring}), 201)
    run = await desk.bring(HEADER + "frühling,2026-03-01,10\n")
    assert (run.created_count, run.rows_rejected) == (1, 0)
    assert len(await listed(api)) == 1


async def test_a_dry_run_lists_names_and_remembers_none(api: AsyncClient, desk: Desk, spring: int) -> None:
    dry = await desk.bring(FILE, dry_run=True, links={"Sommer": spring})
    assert dry.rows_rejected == 2
    (name,) = good(await api.get(f"{BASE}/imports/{dry.id}/spend-names"))
    assert (name["name"], name["rows"], name["id"]) == ("Frühling", 2, None)
    assert await listed(api) == {}


async def test_a_name_that_waits_is_forgotten_when_a_campaign_is_called_so(
    api: AsyncClient, desk: Desk, spring: int
) -> None:
    await desk.bring(FILE)
    await campaign(api, "Sommer")
    await desk.bring(FILE)
    assert set(await listed(api)) == {"Frühling"}


async def test_the_name_goes_before_a_remembered_link_and_a_deleted_campaign_leaves_its_names_waiting(
    api: AsyncClient, desk: Desk, spring: int
) -> None:
    draft = await campaign(api, "Idea")
    for name in ("Spring", "Frühling"):
        good(await api.post(NAMES, json={"name": name, "campaign_id": draft}), 201)
    await desk.bring(HEADER + "Spring,2026-03-01,10\n")
    assert await desk.booked() == [("Spring", date(2026, 3, 1), 1000)]
    good(await api.delete(f"{BASE}/ad-campaigns/{draft}"), 204)
    assert set(await listed(api, linked=False)) == {"Spring", "Frühling"}


async def test_links_given_with_a_run_are_remembered(api: AsyncClient, desk: Desk, spring: int) -> None:
    run = await desk.bring(FILE, links={"frühling": spring, "Sommer": spring})
    assert (run.created_count, run.rows_rejected) == (3, 0)
    assert await desk.booked() == [
        ("Spring", date(2026, 3, 1), 1700),
        ("Spring", date(2026, 3, 2), 500),
        ("Spring", date(2026, 3, 3), 100),
    ]
    again = await desk.bring(FILE)
    assert (again.unchanged_count, again.rows_rejected) == (3, 0)
    assert set(await listed(api, linked=True)) == {"Frühling", "Sommer"}


async def test_a_link_to_no_campaign_is_refused_when_the_run_starts(
    api: AsyncClient, desk: Desk, spring: int
) -> None:
    with pytest.raises(Invalid, match="'Sommer' to 999") as refusal:
        await desk.bring(FILE, links={"Frühling": spring, "Sommer": 999})
    assert [complaint.field for complaint in refusal.value.fields] == ["options.links.Sommer"]
    assert await desk.booked() == []
    assert await listed(api) == {}


async def test_names_of_one_campaign_add_up_though_they_come_in_different_batches(
    api: AsyncClient, desk: Desk, spring: int
) -> None:
    for name in ("Frühling", "Sommer"):
        good(await api.post(NAMES, json={"name": name, "campaign_id": spring}), 201)
    file = (
        HEADER + "Frühling,2026-03-01,10\nFrühling,2026-03-02,2\nSommer,2026-03-01,5\nSPRING,2026-03-01,1\n"
    )
    run = await desk.bring(file, InSmallBatches())
    assert (run.created_count, run.rows_rejected) == (2, 0)
    sums = [("Spring", date(2026, 3, 1), 1600), ("Spring", date(2026, 3, 2), 200)]
    assert await desk.booked() == sums
    await desk.bring(file, InSmallBatches())
    assert await desk.booked() == sums, "a second import replaces the first as a whole"

    run = await desk.bring(
        "campaign,day,amount,currency\nSpring,2026-03-01,3,EUR\nSommer,2026-03-01,4,USD\n", InSmallBatches()
    )
    assert [(line, code) for line, code, _ in await desk.refused(run)] == [(3, "currency")]
    assert (await desk.booked())[0] == ("Spring", date(2026, 3, 1), 300)


async def test_a_month_in_one_row_is_not_booked_on_its_first_day(desk: Desk, spring: int) -> None:
    monthly = (
        "Campaign name,Impressions,Amount spent (EUR),Reporting starts,Reporting ends\n"
        "Spring,1000,310,2026-03-01,2026-03-31\n"
        "Spring,10,5,2026-04-01,2026-04-01\n"
    )
    run = await desk.bring(monthly)
    ((line, code, message),) = await desk.refused(run)
    assert (run.mapping_name, line, code) == ("meta", 2, "not_daily")
    assert "breakdown by day" in message
    assert await desk.booked() == [("Spring", date(2026, 4, 1), 500)]


async def test_a_day_that_is_told_counts_whatever_the_report_spans(desk: Desk, spring: int) -> None:
    run = await desk.bring(META.replace(",2026-03-01,2026-03-01\n", ",2026-03-01,2026-03-31\n"))
    assert (run.created_count, run.rows_rejected) == (2, 0)


@pytest.mark.parametrize(("currency", "minor"), [("SEK", 100_050), ("JPY", 1_001), ("COP", 100_050)])
async def test_metas_report_is_known_in_any_currency(
    database: Database, tenant_id: int, desk: Desk, spring: int, currency: str, minor: int
) -> None:
    run = await desk.bring(META.replace("(EUR)", f"({currency})"))
    assert (run.mapping_name, run.created_count, run.rows_rejected) == ("meta", 2, 0)
    told = [(row[2], row[3]) for row in await spent(database, tenant_id)]
    assert told[0] == (minor, currency)


async def test_a_day_without_spend_is_not_a_missing_campaign(api: AsyncClient, spring: int) -> None:
    problem(await api.delete(f"{BASE}/ad-campaigns/{spring}/spend/2026-03-05"), 404, "spend_not_found")
    problem(await api.delete(f"{BASE}/ad-campaigns/999/spend/2026-03-05"), 404, "ad_campaign_not_found")


async def test_a_draft_with_spend_is_not_deleted_and_says_what_to_do(api: AsyncClient) -> None:
    path = f"{BASE}/ad-campaigns/{await campaign(api, 'Idea')}"
    days = [{"day": f"2026-03-0{day}", "amount": 100} for day in (1, 2)]
    good(await api.put(f"{path}/spend", json={"days": days}))
    told = problem(await api.delete(path), 409, "campaign_has_spend")
    assert told["details"] == {"days": 2}
    assert "2 days" in told["detail"]
    for day in days:
        good(await api.delete(f"{path}/spend/{day['day']}"), 204)
    good(await api.delete(path), 204)
