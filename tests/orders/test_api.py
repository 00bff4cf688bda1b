"""Orders over HTTP, as a program sees them."""

import csv
import io
from typing import Any

import pytest
from httpx import AsyncClient
from tests.conftest import make_tenant
from tests.orders.conftest import Program
from tests.orders.factories import make_product

from souk.kernel.work import Database


def eur(amount: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def order(**rest: Any) -> dict[str, Any]:
    return {
        "marketplace": "bazaar",
        "external_id": "B-1",
        "status": "confirmed",
        "placed_at": "2026-03-14T10:30:00Z",
        "lines": [
            {"sku": "OLIVE-1", "quantity": 3, "unit_price": eur("1000")},
            {"sku": "OIL-5", "quantity": 2, "unit_price": eur("199.5"), "source_line_id": "oil"},
        ],
        **rest,
    }


async def placed(api: AsyncClient, **rest: Any) -> dict[str, Any]:
    answer = await api.post("/api/v1/orders", json=order(**rest))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_order_is_placed_shown_and_placed_again(api: AsyncClient) -> None:
    answer = await api.post("/api/v1/orders", json=order(shipping=eur(450), discount=eur(100)))
    assert answer.status_code == 201, answer.text
    shown = answer.json()
    assert answer.headers["Location"] == f"/api/v1/orders/{shown['id']}"
    assert shown["total"] == eur(3000 + 399 + 450 - 100)
    assert (shown["status"], shown["lines"], shown["units"], shown["unresolved_lines"]) == (
        "confirmed",
        2,
        5,
        2,
    )
    assert shown["in_tenant_currency"] == shown["total"]
    assert [item["unit_price"]["amount"] for item in shown["items"]] == ["1000", "199.5", "450"]
    assert shown["possible"][-2:] == ["cancelled", "refunded"]
    again = await api.post("/api/v1/orders", json=order(shipping=eur(450), discount=eur(100)))
    assert (again.status_code, again.json()) == (200, shown)
    assert (await api.get(f"/api/v1/orders/{shown['id']}")).json() == shown


async def test_an_order_told_again_without_a_time_stays_when_it_was_placed(api: AsyncClient) -> None:
    told = order()
    del told["placed_at"]
    first = (await api.post("/api/v1/orders", json=told)).json()
    again = await api.post("/api/v1/orders", json=told)
    assert (again.status_code, again.json()) == (200, first)
    batch = await api.post("/api/v1/orders/batch", json={"orders": [told]})
    assert batch.json()["data"][0]["outcome"] == "unchanged"


async def test_a_batch_has_an_outcome_for_each_order(api: AsyncClient) -> None:
    answer = await api.post(
        "/api/v1/orders/batch",
        json={
            "orders": [
                order(external_id="B-1"),
                order(external_id="B-2", discount=eur(10**9)),
                order(external_id="B-3", currency="USD"),
                order(external_id="B-1"),
                order(external_id="B-4", lines=[]),
            ]
        },
    )
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert [one["outcome"] for one in data] == ["placed", "refused", "refused", "unchanged", "refused"]
    assert data[0]["order_id"] == data[3]["order_id"]
    assert [one["problem"]["code"] for one in (data[1], data[2], data[4])] == [
        "order_invalid",
        "currency_mismatch",
        "order_invalid",
    ]
    assert (await api.get("/api/v1/orders")).json()["total"] == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"lines": [{"sku": "A", "quantity": "three", "unit_price": eur(1)}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "A", "quantity": -1, "unit_price": eur(1)}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "A", "quantity": 1, "unit_price": eur(-1)}]}, "lines.0.unit_price.amount"),
        ({"lines": [{"sku": "A", "quantity": 1, "unit_price": {"amount": 1, "currency": "USD"}}]}, None),
        ({"placed_at": "2026-02-30T10:00:00Z"}, "placed_at"),
        ({"placed_at": "2026-02-20T10:00:00"}, "placed_at"),
        ({"status": "lost"}, "status"),
        ({"contact_id": 999_999_999}, "contact_id"),
        ({"surprise": 1}, "surprise"),
        ({"currency": "XXY"}, "currency"),
        ({"country": "Spain"}, "country"),
    ],
)
async def test_bad_input_is_a_problem_that_names_the_field(
    api: AsyncClient, given: dict[str, Any], field: str | None
) -> None:
    answer = await api.post("/api/v1/orders", json=order(**given))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if field is not None:
        assert field in [wrong["field"] for wrong in answer.json()["errors"]], answer.text
    assert (await api.get("/api/v1/orders")).json()["total"] == 0


async def test_the_same_idempotency_key_gives_the_same_answer(api: AsyncClient) -> None:
    given = order(external_id=None)
    first = await api.post("/api/v1/orders", json=given, headers={"Idempotency-Key": "k-1"})
    again = await api.post("/api/v1/orders", json=given, headers={"Idempotency-Key": "k-1"})
    assert first.json() == again.json()
    assert (await api.get("/api/v1/orders")).json()["total"] == 1


async def test_cancel_refund_in_part_and_reinstate_each_twice_through_the_api(api: AsyncClient) -> None:
    shown = await placed(api)
    address = f"/api/v1/orders/{shown['id']}"
    refund = {"external_id": "r1", "lines": [{"source_line_id": "oil", "quantity": 1, "restock": True}]}
    for _ in range(2):
        assert (await api.post(f"{address}/cancel", json={"why": "by mistake"})).status_code == 200
    answers = [await api.post(f"{address}/refunds", json=refund) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["refund_id"] == answers[1].json()["refund_id"]
    for _ in range(2):
        assert (await api.post(f"{address}/reinstate")).status_code == 200
    end = (await api.get(address)).json()
    assert (end["status"], end["progress"], end["refunded"], end["net"]) == (
        "partially_refunded",
        "confirmed",
        eur(199),
        eur(3200),
    )
    assert [change["after"] for change in end["status_changes"]] == [
        "confirmed",
        "cancelled",
        "partially_refunded",
    ]


async def test_refunding_too_much_says_how_much_is_left(api: AsyncClient) -> None:
    shown = await placed(api)
    answer = await api.post(
        f"/api/v1/orders/{shown['id']}/refunds", json={"lines": [{"source_line_id": "oil", "quantity": 3}]}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "refund_too_large")
    assert answer.json()["details"]["left"] == 2
    wrong = await api.post(
        f"/api/v1/orders/{shown['id']}/refunds", json={"amount": {"amount": 1, "currency": "USD"}}
    )
    assert (wrong.status_code, wrong.json()["code"]) == (422, "currency_mismatch")


async def test_a_refund_that_comes_first_waits(api: AsyncClient) -> None:
    told = {"marketplace": "bazaar", "order_external_id": "B-1", "external_id": "r1", "amount": eur(100)}
    assert (await api.post("/api/v1/orders/refunds", json=told)).status_code == 202
    assert (await api.get("/api/v1/orders/waiting-refunds")).json()["total"] == 1
    shown = await placed(api)
    assert (shown["status"], shown["refunded"]) == ("partially_refunded", eur(100))
    assert (await api.post("/api/v1/orders/refunds", json=told)).status_code == 200


async def test_status_in_bulk_has_an_outcome_for_each(api: AsyncClient) -> None:
    one, two = await placed(api), await placed(api, external_id="B-2", status="delivered")
    answer = await api.patch(
        "/api/v1/orders/status", json={"order_ids": [one["id"], two["id"], 999_999_999], "status": "shipped"}
    )
    first, second, third = answer.json()["data"]
    assert (first["status"], first["problem"]) == ("shipped", None)
    assert second["problem"]["code"] == "illegal_move"
    assert third["problem"]["code"] == "order_not_found"


async def test_an_illegal_move_names_what_is_possible(api: AsyncClient) -> None:
    shown = await placed(api, status="shipped")
    answer = await api.patch(f"/api/v1/orders/{shown['id']}/status", json={"status": "pending"})
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert "cancelled" in answer.json()["details"]["legal"]


async def test_a_parcel(api: AsyncClient) -> None:
    shown = await placed(api)
    parcel = {
        "carrier": "SEUR",
        "tracking_number": "T-1",
        "tracking_url": "https://seur.example/T-1",
        "lines": [{"source_line_id": "oil", "quantity": 2, "serial_numbers": ["S1", "S2"]}],
    }
    answer = await api.post(f"/api/v1/orders/{shown['id']}/shipments", json=parcel)
    assert (answer.status_code, answer.json()["status"]) == (201, "processing")
    (shipment,) = (await api.get(f"/api/v1/orders/{shown['id']}")).json()["shipments"]
    assert (shipment["carrier"], shipment["lines"][0]["serial_numbers"]) == ("SEUR", ["S1", "S2"])
    wrong = await api.post(
        f"/api/v1/orders/{shown['id']}/shipments", json={"tracking_url": "javascript:alert(1)"}
    )
    assert wrong.status_code == 422


async def test_lists_are_filtered_searched_and_counted(
    api: AsyncClient, database: Database, tenant_id: int
) -> None:
    async with database.work(tenant_id) as work:
        olive = await make_product(work, "OLIVE-1")
    await api.post(
        "/api/v1/orders/batch",
        json={
            "orders": [
                order(
                    external_id=f"B-{n}",
                    placed_at=f"2026-03-{10 + n}T23:30:00Z",
                    status="shipped" if n % 2 else "confirmed",
                    marketplace="bazaar" if n < 5 else "souq",
                    country="ES" if n < 2 else "PT",
                    lines=[
                        {"sku": "OLIVE-1" if n < 3 else "UNKNOWN", "quantity": n + 1, "unit_price": eur(100)}
                    ],
                )
                for n in range(8)
            ]
        },
    )

    async def found(query: str) -> list[str]:
        answer = await api.get(f"/api/v1/orders?{query}")
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["total"] == len(body["data"])
        assert body["total_is_exact"]
        return [one["external_id"] for one in body["data"]]

    assert await found("") == [f"B-{n}" for n in range(7, -1, -1)]
    assert await found("status=shipped&marketplace=bazaar") == ["B-3", "B-1"]
    assert await found("status=shipped&status=confirmed&marketplace=souq") == ["B-7", "B-6", "B-5"]
    # 23:30 UTC is the next day in Madrid; both days count whole.
    assert await found("from=2026-03-12&to=2026-03-13&sort=placed_at") == ["B-1", "B-2"]
    assert await found("from=2026-03-12T23:30:00Z&to=2026-03-13T23:30:00Z") == ["B-2"]
    assert await found("country=ES") == ["B-1", "B-0"]
    assert await found(f"product_id={olive}&sort=-placed_at") == ["B-2", "B-1", "B-0"]
    assert await found("unresolved=true&marketplace=bazaar") == ["B-4", "B-3"]
    assert await found("q=b-3") == ["B-3"]
    assert await found("q=olive-1") == ["B-2", "B-1", "B-0"]
    assert await found("q=unknown&status=confirmed") == ["B-6", "B-4"]
    assert await found("sort=total&country=PT") == [f"B-{n}" for n in range(2, 8)]
    assert await found("q=nothing%20at%20all") == []
    page = (await api.get("/api/v1/orders?per_page=3&page=2")).json()
    assert ([one["external_id"] for one in page["data"]], page["total"]) == (["B-4", "B-3", "B-2"], 8)


@pytest.mark.parametrize(
    "query",
    [
        "sort=name",
        "page=201&per_page=50",
        "from=yesterday",
        "country=Spain",
        "status=lost",
        "surprise=1",
        "to=9999-12-31",
    ],
)
async def test_lists_refuse_what_cannot_be_meant(api: AsyncClient, query: str) -> None:
    answer = await api.get(f"/api/v1/orders?{query}")
    assert answer.status_code == 422, answer.text


async def test_unknown_skus_are_mapped(api: AsyncClient, database: Database, tenant_id: int) -> None:
    shown = await placed(api)
    async with database.work(tenant_id) as work:
        olive = await make_product(work, "REAL-OLIVE")
    unresolved = (await api.get("/api/v1/orders/unresolved")).json()
    assert {one["sku"] for one in unresolved["data"]} == {"OLIVE-1", "OIL-5"}
    mapped = await api.post("/api/v1/orders/unresolved/map", json={"sku": "OLIVE-1", "product_id": olive})
    assert mapped.json() == {"sku": "OLIVE-1", "product_id": olive, "orders": 1, "lines": 1, "goes_on": False}
    assert (await api.get(f"/api/v1/orders/{shown['id']}")).json()["unresolved_lines"] == 1
    gone = await api.post("/api/v1/orders/unresolved/map", json={"sku": "X", "product_id": 999_999_999})
    assert (gone.status_code, gone.json()["code"]) == (422, "product_not_sold")


async def test_notes_and_addresses_are_edited_and_the_log_says_by_whom(
    api: AsyncClient, program: Program
) -> None:
    shown = await placed(api)
    edited = await api.patch(
        f"/api/v1/orders/{shown['id']}",
        json={"note": "gift", "shipping_address": {"city": "Jaén", "phone": "+34600000000"}},
    )
    assert edited.status_code == 200, edited.text
    assert edited.json()["note"] == "gift"
    analyst = await program("analyst")
    seen = (await analyst.get(f"/api/v1/orders/{shown['id']}")).json()
    assert seen["shipping_address"] == {"city": "Jaén"}


async def test_roles(api: AsyncClient, program: Program) -> None:
    shown = await placed(api)
    address = f"/api/v1/orders/{shown['id']}"
    for role in ("analyst", "marketing_manager"):
        other = await program(role)
        assert (await other.get(address)).status_code == 200
        assert (await other.get(f"{address}/payload")).status_code == 403
        assert (await other.post("/api/v1/orders", json=order())).status_code == 403
        assert (await other.post(f"{address}/refunds", json={"amount": eur(1)})).status_code == 403


async def test_another_tenants_order_is_not_there(
    api: AsyncClient, program: Program, database: Database
) -> None:
    shown = await placed(api, payload={"id": "B-1"})
    stranger = await program("owner", await make_tenant(database))
    address = f"/api/v1/orders/{shown['id']}"
    tried = [
        await stranger.get(address),
        await stranger.get(f"{address}/payload"),
        await stranger.patch(address, json={"note": "mine"}),
        await stranger.patch(f"{address}/status", json={"status": "shipped"}),
        await stranger.post(f"{address}/cancel"),
        await stranger.post(f"{address}/reinstate"),
        await stranger.post(f"{address}/refunds", json={"amount": eur(1)}),
        await stranger.post(f"{address}/shipments", json={}),
    ]
    assert [answer.status_code for answer in tried] == [404] * len(tried)
    assert (await stranger.get("/api/v1/orders")).json()["total"] == 0
    assert (await api.get(f"{address}/payload")).json()["payload"] == {"id": "B-1"}


async def test_the_buyer_is_found_or_made_searched_and_masked(api: AsyncClient, program: Program) -> None:
    buyer = {"external_id": "c-1", "name": "Lucía Ortega", "email": "lucia@olea.example"}
    first = await placed(api, buyer=buyer)
    second = await placed(api, external_id="B-2", buyer={"email": "lucia@olea.example"})
    assert first["contact"]["id"] == second["contact"]["id"]
    assert first["contact"]["email"] == "lucia@olea.example"
    for q in ("lucia@olea.example", "ortega"):
        assert (await api.get("/api/v1/orders", params={"q": q})).json()["total"] == 2
    analyst = await program("analyst")
    seen = (await analyst.get(f"/api/v1/orders/{first['id']}")).json()["contact"]
    assert seen["email"] != "lucia@olea.example"
    assert (await analyst.get("/api/v1/orders", params={"q": "lucia@olea.example"})).json()["total"] == 0
    mine = await api.get("/api/v1/orders", params={"contact_id": first["contact"]["id"]})
    assert mine.json()["total"] == 2


async def test_what_the_filters_leave_is_saved_as_a_file(api: AsyncClient, program: Program) -> None:
    await placed(api)
    await placed(
        api, external_id="B-2", status="cancelled", buyer={"name": "Ana Gil", "email": "ana@olea.example"}
    )

    answer = await api.get("/api/v1/orders/export", params={"status": "cancelled"})

    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["order"], row["sku"], row["quantity"]) for row in rows] == [
        ("B-2", "OLIVE-1", "3"),
        ("B-2", "OIL-5", "2"),
    ]
    masked = await (await program("analyst")).get("/api/v1/orders/export", params={"status": "cancelled"})
    assert "ana@olea.example" not in masked.text
