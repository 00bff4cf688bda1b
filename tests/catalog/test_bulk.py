"""One action on many products."""

from typing import Any

import pytest
from httpx import AsyncClient
from tests.catalog.factories import add_product, facts, rows, told

from souk.catalog.actions.bulk import change_many
from souk.catalog.schemas import BulkChange
from souk.kernel.work import Work

BULK = "/api/v1/catalog/products/bulk"


@pytest.fixture
async def mugs(api: AsyncClient) -> list[int]:
    made = [
        await api.post(
            "/api/v1/catalog/products", json={"sku": f"MUG-{n}", "name": f"Mug {n}", "tags": ["old"]}
        )
        for n in range(5)
    ]
    return [answer.json()["id"] for answer in made]


async def carried(api: AsyncClient) -> dict[str, list[str]]:
    listed = (await api.get("/api/v1/catalog/products")).json()["data"]
    return {product["sku"]: product["tags"] for product in listed}


async def test_a_selection_is_tagged_and_untagged(api: AsyncClient, mugs: list[int]) -> None:
    tagged = await api.post(BULK, json={"action": "tag", "ids": mugs[:3], "tags": ["Summer", "OLD"]})
    assert tagged.json() == {"matched": 3, "changed": 3, "unchanged": 0, "refused_count": 0, "refused": []}
    again = await api.post(BULK, json={"action": "tag", "ids": mugs, "tags": ["summer"]})
    assert (again.json()["changed"], again.json()["unchanged"]) == (2, 3)

    await api.post(BULK, json={"action": "untag", "filter": {"q": "mug"}, "tags": ["old"]})

    assert await carried(api) == {f"MUG-{n}": ["Summer"] for n in range(5)}


async def test_all_that_a_filter_leaves_is_deactivated(api: AsyncClient, mugs: list[int]) -> None:
    await api.patch(f"/api/v1/catalog/products/{mugs[0]}", json={"brand": "Olea"})

    answer = await api.post(BULK, json={"action": "deactivate", "filter": {"brand": "Olea"}})

    assert answer.json()["changed"] == 1
    inactive = await api.get("/api/v1/catalog/products", params={"active": False})
    assert [product["id"] for product in inactive.json()["data"]] == [mugs[0]]


async def test_products_are_put_into_a_category_and_taken_out(api: AsyncClient, mugs: list[int]) -> None:
    kitchen = (await api.post("/api/v1/catalog/categories", json={"name": "Kitchen"})).json()

    await api.post(BULK, json={"action": "categorise", "ids": mugs, "category_id": kitchen["id"]})
    await api.post(BULK, json={"action": "categorise", "ids": mugs[:2], "category_id": None})

    shown = (await api.get(f"/api/v1/catalog/categories/{kitchen['id']}")).json()
    assert shown["products"] == 3
    nowhere = await api.post(BULK, json={"action": "categorise", "ids": mugs, "category_id": 10**9})
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "category_not_found")


async def test_one_unknown_id_refuses_the_whole(api: AsyncClient, mugs: list[int]) -> None:
    answer = await api.post(BULK, json={"action": "deactivate", "ids": [*mugs, 10**9]})

    assert answer.status_code == 404
    assert answer.json()["details"] == {"product_ids": [10**9]}
    assert (await api.get("/api/v1/catalog/products", params={"active": False})).json()["total"] == 0


async def test_what_cannot_be_deleted_is_named_and_the_rest_goes(api: AsyncClient, mugs: list[int]) -> None:
    await api.post("/api/v1/catalog/products", json={"sku": "SET", "name": "Set", "parent_id": mugs[0]})

    answer = (await api.post(BULK, json={"action": "delete", "ids": mugs})).json()

    assert (answer["changed"], answer["refused_count"]) == (4, 1)
    assert answer["refused"][0] | {"detail": ""} == {
        "id": mugs[0],
        "sku": "MUG-0",
        "code": "in_use",
        "detail": "",
    }


async def test_deleting_needs_the_right_to_delete(client_as: Any, mugs: list[int]) -> None:
    analyst = await client_as("analyst")
    assert (await analyst.post(BULK, json={"action": "delete", "ids": mugs})).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"action": "tag", "ids": [1]},
        {"action": "activate", "ids": [1], "tags": ["x"]},
        {"action": "activate"},
        {"action": "activate", "ids": [1], "filter": {}},
        {"action": "categorise", "ids": [1]},
        {"action": "burn", "ids": [1]},
        {"action": "activate", "ids": []},
        {"action": "activate", "ids": [0]},
    ],
)
async def test_a_bulk_change_that_is_not_whole_is_refused(api: AsyncClient, body: dict[str, Any]) -> None:
    assert (await api.post(BULK, json=body)).status_code == 422


async def test_every_product_of_many_is_audited_and_told(work: Work) -> None:
    ids = [await add_product(work, f"P-{n}") for n in range(3)]
    work.facts.clear()

    await change_many(work, BulkChange.model_validate({"action": "deactivate", "ids": ids}))

    assert facts(work) == ["product.deactivated"] * 3
    for each in ids:
        assert await told(work, each) == ["product.created", "product.updated"]
    (count,) = await rows(
        work, "select count(*) as n from product where not active and tenant_id = :tenant_id"
    )
    assert count.n == 3
