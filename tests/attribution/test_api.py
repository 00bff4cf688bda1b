"""Attribution over HTTP: a campaign's life, its spend, and every report as its reader gets it."""

import csv
import io
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from httpx import AsyncClient, Response
from openpyxl import load_workbook
from tests.attribution.factories import sell
from tests.orders.factories import line, make_product
from tests.web.clients import client_of, make_member, make_token

from souk.attribution.actions.credit import credit_orders
from souk.kernel.work import Database

BASE = "/api/v1/attribution"
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}
START = "2026-03-01T00:00:00Z"


def problem(answer: Response, status: int, code: str) -> Any:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code, answer.text
    return answer.json()


def good(answer: Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def report(api: AsyncClient, path: str, **query: Any) -> Any:
    return good(await api.get(f"{BASE}{path}", params={**MARCH, **query}))


async def table(api: AsyncClient, path: str, **query: Any) -> list[dict[str, str]]:
    answer = await api.get(f"{BASE}{path}", params={**MARCH, "format": "csv", **query})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


async def sheet(api: AsyncClient, path: str, **query: Any) -> list[tuple[Any, ...]]:
    answer = await api.get(f"{BASE}{path}", params={**MARCH, "format": "xlsx", **query})
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content), read_only=True)
    try:
        return list(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


async def start(api: AsyncClient, name: str, *product_ids: int, **rest: Any) -> int:
    made = good(await api.post(f"{BASE}/ad-campaigns", json={"name": name, "starts_at": START, **rest}), 201)
    path = f"{BASE}/ad-campaigns/{made['id']}"
    good(await api.patch(f"{path}/status", json={"status": "running", "at": START}))
    targeting = {"product_ids": list(product_ids), "effective_from": START}
    added = good(await api.post(f"{path}/products", json=targeting), 201)
    assert len(added["added"]) == len(product_ids)
    return int(made["id"])


@pytest.fixture
async def shop(api: AsyncClient, database: Database, tenant_id: int) -> dict[str, int]:
    """Meta targets olives and oil, Google olives only. Two olives, one oil and a soap nobody advertises
    are sold, for 20, 30 and 5 EUR.
    """
    async with database.work(tenant_id) as work:
        ids = {sku: await make_product(work, sku, cost=400) for sku in ("OLIVE-1", "OIL-1", "SOAP-1")}
    ids["meta"] = await start(api, "=Meta", ids["OLIVE-1"], ids["OIL-1"], platform="facebook")
    ids["google"] = await start(api, "Google", ids["OLIVE-1"], platform="google")
    async with database.work(tenant_id) as work:
        ids["order"] = await sell(work, line("OLIVE-1", 2, 1000), line("SOAP-1", 1, 500))
        ids["other"] = await sell(work, line("OIL-1", 1, 3000))
    return ids


async def test_a_campaigns_life(api: AsyncClient, shop: dict[str, int]) -> None:
    path = f"{BASE}/ad-campaigns/{shop['meta']}"
    assert "paused" in str(good(await api.patch(f"{path}/status", json={"status": "paused"}))["status"])
    problem(await api.delete(path), 409, "only_drafts_are_deleted")
    good(await api.patch(f"{path}/status", json={"status": "ended", "why": "sold out"}))
    problem(await api.patch(f"{path}/status", json={"status": "running"}), 409, "campaign_ended")
    history = good(await api.get(f"{path}/status-history"))
    assert "sold out" in str(history)
    assert good(await api.get(f"{BASE}/ad-campaigns/status-counts")) == {"ended": 1, "running": 1}

    draft = good(await api.post(f"{BASE}/ad-campaigns", json={"name": "Idea", "starts_at": START}), 201)
    good(await api.delete(f"{BASE}/ad-campaigns/{draft['id']}"), 204)
    problem(await api.get(f"{BASE}/ad-campaigns/{draft['id']}"), 404, "ad_campaign_not_found")


async def test_a_campaign_says_who_made_and_who_changed_it(
    client_as: Callable[[str], Awaitable[AsyncClient]], api: AsyncClient
) -> None:
    marketing = await client_as("marketing_manager")
    made = good(await marketing.post(f"{BASE}/ad-campaigns", json={"name": "Idea", "starts_at": START}), 201)
    assert (made["created_by_name"], made["updated_by_name"]) == ("Marketing_Manager", "Marketing_Manager")
    path = f"{BASE}/ad-campaigns/{made['id']}"
    good(await api.put(path, json={"name": "Ours", "starts_at": START}))
    read = good(await marketing.get(path))
    assert (read["created_by_name"], read["updated_by_name"]) == ("Marketing_Manager", "Owner")


async def test_an_edit_of_what_somebody_else_has_edited_is_refused(
    api: AsyncClient, shop: dict[str, int]
) -> None:
    path = f"{BASE}/ad-campaigns/{shop['google']}"
    told = {"name": "Google Ads", "starts_at": START}
    first = good(await api.get(path))
    good(await api.put(path, json=told, headers={"If-Match": f'"{first["version"]}"'}))
    again = await api.put(path, json=told | {"name": "Mine"}, headers={"If-Match": f'"{first["version"]}"'})
    assert problem(again, 409, "stale_version")["details"]["version"] == first["version"] + 1


async def test_the_leaderboard_in_both_modes(api: AsyncClient, shop: dict[str, int]) -> None:
    full = await report(api, "/reports/leaderboard", mode="full")
    assert [(row["rank"], row["campaign_name"]) for row in full["data"]] == [(1, "=Meta"), (2, "Google")]
    assert [row["figures"]["revenue"]["net"]["amount"] for row in full["data"]] == [5000, 2000]
    split = await report(api, "/reports/leaderboard", mode="split")
    assert [row["figures"]["revenue"]["net"]["amount"] for row in split["data"]] == [4000, 1000]
    assert split["total"]["figures"]["revenue"]["net"]["amount"] == 5000, "the soap is nobody's"
    only = await report(api, "/reports/leaderboard", platform="google")
    assert [row["campaign_name"] for row in only["data"]] == ["Google"]


async def test_files_say_what_the_screen_says(api: AsyncClient, shop: dict[str, int]) -> None:
    rows = await table(api, "/reports/leaderboard", mode="split")
    assert [(row["campaign"], row["revenue_net"], row["currency"]) for row in rows] == [
        ("'=Meta", "40", "EUR"),  # no spreadsheet takes the name for a formula
        ("Google", "10", "EUR"),
    ]
    header, *cells = await sheet(api, "/reports/leaderboard", mode="split")
    assert [row[header.index("campaign")] for row in cells] == ["=Meta", "Google"]
    assert [float(row[header.index("revenue_net")]) for row in cells] == [40.0, 10.0]


def reports(ids: dict[str, int]) -> Iterator[str]:
    yield from ("/reports/leaderboard", "/reports/health", "/reports/compare")
    for name in ("summary", "products", "orders", "timeseries"):
        yield f"/ad-campaigns/{ids['meta']}/reports/{name}"


async def test_every_report_comes_as_json_csv_and_xlsx(api: AsyncClient, shop: dict[str, int]) -> None:
    for path in reports(shop):
        assert await report(api, path)
        rows = await table(api, path)
        header, *cells = await sheet(api, path)
        assert rows, path
        assert list(rows[0]) == list(header), path
        assert len(rows) == len(cells), path


async def test_a_campaign_by_products_orders_and_days(api: AsyncClient, shop: dict[str, int]) -> None:
    path = f"/ad-campaigns/{shop['meta']}/reports"
    summary = await report(api, f"{path}/summary")
    assert summary["figures"]["orders"] == 2
    by_sku = {
        row["sku"]: row["figures"]["revenue"]["net"]["amount"]
        for row in await report(api, f"{path}/products")
    }
    assert by_sku == {"OIL-1": 3000, "OLIVE-1": 1000}
    days = await report(api, f"{path}/timeseries", bucket="week")
    assert sum(day["figures"]["revenue"]["net"]["amount"] for day in days) == 4000


async def test_the_orders_of_a_campaign_page_by_page(api: AsyncClient, shop: dict[str, int]) -> None:
    path = f"/ad-campaigns/{shop['meta']}/reports/orders"
    first = await report(api, path, per_page=1)
    second = await report(api, path, per_page=1, cursor=first["next_cursor"])
    assert {row["order_id"] for row in first["data"] + second["data"]} == {shop["order"], shop["other"]}
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    "cursor", ["nonsense", "WzEsIDJd", "WyIyMDI2LTAzLTAxIiwgMV0", "WyIyMDI2LTAzLTAxVDAwOjAwWiIsICJ4Il0"]
)
async def test_a_cursor_somebody_made_up_is_refused(
    api: AsyncClient, shop: dict[str, int], cursor: str
) -> None:
    answer = await api.get(
        f"{BASE}/ad-campaigns/{shop['meta']}/reports/orders", params={**MARCH, "cursor": cursor}
    )
    assert problem(answer, 422, "invalid")["errors"][0]["field"] == "cursor"


async def test_a_report_as_it_was_before_a_refund_can_be_printed_again(
    api: AsyncClient, database: Database, tenant_id: int, shop: dict[str, int]
) -> None:
    before = await report(api, "/reports/leaderboard")
    async with database.reading(tenant_id) as work:
        moment = work.now.isoformat()
    order = good(await api.get(f"/api/v1/orders/{shop['other']}"))
    refund = {"lines": [{"line_id": order["items"][0]["id"], "quantity": 1}]}
    good(await api.post(f"/api/v1/orders/{shop['other']}/refunds", json=refund), 201)
    async with database.work(tenant_id) as work:
        await credit_orders(work, [shop["other"]])

    now = await report(api, "/reports/leaderboard")
    meta = next(row for row in now["data"] if row["campaign_id"] == shop["meta"])
    assert meta["figures"]["revenue"] == {
        "gross": {"amount": 4000, "currency": "EUR"},
        "refunds": {"amount": -3000, "currency": "EUR"},
        "net": {"amount": 1000, "currency": "EUR"},
    }
    again = await report(api, "/reports/leaderboard", as_of=moment)
    figures = {row["campaign_id"]: row["figures"]["revenue"] for row in again["data"]}
    assert figures == {row["campaign_id"]: row["figures"]["revenue"] for row in before["data"]}
    changes = await report(api, "/reports/changes", between=f"{moment},2100-01-01T00:00:00Z")
    assert "refund" in str(changes)


async def test_health_tells_what_nobody_claimed_and_what_is_claimed_twice(
    api: AsyncClient, shop: dict[str, int]
) -> None:
    health = await report(api, "/reports/health", reconcile=True)
    assert health["items"] == {
        "total": 3,
        "attributed": 2,
        "unattributed": 1,
        "rate": 0.6667,
        "without_cost": 0,
    }
    assert health["revenue"]["unattributed"] == {"amount": 500, "currency": "EUR"}
    assert health["overlap"]["average_campaigns_per_item"] == 1.5
    assert health["overlap"]["full_revenue"]["amount"] == 7000
    assert health["overlap"]["over_claim"] == 1.4
    books = health["reconciliation"]
    assert (books["rollup_days_off"], books["orphan_entries"], books["items_not_computed"]) == (0, 0, 0)
    assert books["difference"]["amount"] == books["split_difference"]["amount"] == 0


async def test_modes_and_periods_side_by_side(api: AsyncClient, shop: dict[str, int]) -> None:
    modes = await table(api, "/reports/compare", by="modes")
    names = [row["campaign"].removeprefix("'") for row in modes]
    assert set(names) >= {"=Meta", "Google"}
    periods = await report(api, "/reports/compare", by="periods")
    assert periods


async def test_spend_makes_ratios_and_a_day_entered_again_is_replaced(
    api: AsyncClient, shop: dict[str, int]
) -> None:
    path = f"{BASE}/ad-campaigns/{shop['meta']}/spend"
    day = {"day": "2026-03-14", "amount": 500, "clicks": 10, "impressions": 1000}
    assert good(await api.put(path, json={"days": [day]})) == {"created": 1, "changed": 0, "unchanged": 0}
    assert good(await api.put(path, json={"days": [day | {"amount": 1000}]}))["changed"] == 1
    meta = next(
        row
        for row in (await report(api, "/reports/leaderboard"))["data"]
        if row["campaign_id"] == shop["meta"]
    )
    assert meta["spend"]["spend"] == {"amount": 1000, "currency": "EUR"}
    assert meta["spend"]["roas"] == 4.0
    assert meta["spend"]["cpc"] == {"amount": 100, "currency": "EUR"}
    google = next(
        row
        for row in (await report(api, "/reports/leaderboard"))["data"]
        if row["campaign_id"] == shop["google"]
    )
    assert google["spend"]["roas"] is None, "nothing spent: no ratio, not infinity"
    good(await api.delete(f"{path}/2026-03-14"), 204)
    problem(await api.delete(f"{path}/2026-03-14"), 404, "spend_not_found")
    problem(await api.put(path, json={"days": [day | {"amount": -1}]}), 422, "invalid")


async def test_why_a_sale_has_its_credits_or_none(api: AsyncClient, shop: dict[str, int]) -> None:
    order = good(await api.get(f"/api/v1/orders/{shop['order']}"))
    olives, soap = order["items"]
    why = good(await api.get(f"{BASE}/admin/explain", params={"order_item_id": olives["id"]}))
    assert why["matched"] == 2
    assert [share["split"] for share in why["example"]] == [1000, 1000]
    assert len(why["entries"]) == 2
    nobody = good(await api.get(f"{BASE}/admin/explain", params={"order_item_id": soap["id"]}))
    assert (nobody["matched"], nobody["entries"]) == (0, [])

    asked = {"product_id": shop["OLIVE-1"], "at": "2026-02-28T12:00:00Z", "amount": 1000}
    early = good(await api.get(f"{BASE}/admin/explain", params=asked))
    assert early["matched"] == 0
    assert len(early["campaigns"]) == 2
    for verdict in early["campaigns"]:
        assert verdict["matches"] is False
        assert verdict["reasons"], "each says why not"
        assert verdict["explanation"]


async def test_who_only_reads_changes_nothing(
    app: Any, database: Database, tenant_id: int, shop: dict[str, int]
) -> None:
    analyst = await make_member(database, tenant_id, "analyst")
    async with client_of(app, await make_token(database, tenant_id, analyst.user_id)) as reader:
        assert (await report(reader, "/reports/leaderboard"))["data"]
        spend = f"{BASE}/ad-campaigns/{shop['meta']}/spend"
        problem(await reader.put(spend, json={"days": []}), 403, "not_permitted")
        problem(await reader.post(f"{BASE}/admin/backfill", json=MARCH), 403, "not_permitted")


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-03-31", "to": "2026-03-01"},
        {"from": "2026-02-30", "to": "2026-03-01"},
        {**MARCH, "mode": "half"},
        {**MARCH, "format": "pdf"},
        {**MARCH, "sort": "luck"},
        {},
    ],
)
async def test_a_report_nobody_can_make_is_refused_in_words(api: AsyncClient, query: dict[str, str]) -> None:
    assert problem(await api.get(f"{BASE}/reports/leaderboard", params=query), 422, "invalid")["errors"]
