"""A product may come in variants; then it is they that are sold."""

from typing import Any

import pytest
from httpx import AsyncClient
from tests.catalog.factories import add_product, change_product

from souk.catalog.actions.products import delete_all
from souk.catalog.actions.writing import upsert_products
from souk.catalog.errors import ParentNotPossible
from souk.catalog.public import products_by_sku
from souk.catalog.rules.writes import ProductWrite
from souk.kernel.errors import SoukError
from souk.kernel.work import Work

PRODUCTS = "/api/v1/catalog/products"


async def test_a_parent_with_variants_is_not_sold_itself(api: AsyncClient) -> None:
    shirt = (await api.post(PRODUCTS, json={"sku": "SHIRT", "name": "Shirt"})).json()
    large = await api.post(
        PRODUCTS,
        json={"sku": "SHIRT-L", "name": "Shirt", "parent_id": shirt["id"], "option_values": {"Size": "L"}},
    )

    parent = (await api.get(f"{PRODUCTS}/{shirt['id']}")).json()
    assert (parent["variants"], parent["sellable"]) == (1, False)
    assert large.json()["sellable"] is True
    for kind, skus in {"parent": ["SHIRT"], "variant": ["SHIRT-L"], "single": []}.items():
        listed = await api.get(PRODUCTS, params={"kind": kind})
        assert [product["sku"] for product in listed.json()["data"]] == skus
    of_shirt = await api.get(PRODUCTS, params={"parent_id": shirt["id"]})
    assert of_shirt.json()["data"][0]["option_values"] == {"Size": "L"}


async def test_a_variant_of_a_variant_is_refused(work: Work) -> None:
    shirt = await add_product(work, "SHIRT")
    large = await add_product(work, "SHIRT-L", parent_id=shirt)
    other = await add_product(work, "OTHER")

    for child, parent in ((other, large), (shirt, other), (shirt, shirt), (other, 10**9)):
        with pytest.raises(ParentNotPossible):
            await change_product(work, child, parent_id=parent)
    with pytest.raises(ParentNotPossible):
        await add_product(work, "SHIRT-L-RED", parent_id=large)


async def test_a_variant_can_become_a_product_of_its_own(work: Work) -> None:
    shirt = await add_product(work, "SHIRT")
    large = await add_product(work, "SHIRT-L", parent_id=shirt)

    await change_product(work, large, parent_id=None)

    found = await products_by_sku(work, ["shirt", "SHIRT-l"])
    assert found["shirt"].has_variants is False
    assert found["SHIRT-l"].parent_id is None


async def test_a_file_may_name_a_parent_after_its_variants(work: Work) -> None:
    outcomes = await upsert_products(
        work,
        [
            ProductWrite("CAP-RED", {}, parent_sku="cap"),
            ProductWrite("CAP-BLUE", {}, parent_sku="CAP"),
            ProductWrite("CAP", {"name": "Cap"}),
            ProductWrite("HAT-RED", {}, parent_sku="HAT"),
            ProductWrite("CAP-RED-XL", {}, parent_sku="CAP-RED"),
        ],
    )

    codes = [outcome.code if isinstance(outcome, SoukError) else "made" for outcome in outcomes]
    assert codes == ["made", "made", "made", "parent_not_possible", "parent_not_possible"]
    found = await products_by_sku(work, ["CAP", "CAP-RED", "CAP-BLUE", "HAT-RED", "CAP-RED-XL"])
    assert set(found) == {"CAP", "CAP-RED", "CAP-BLUE"}
    assert found["CAP-RED"].parent_id == found["CAP"].product_id
    assert found["CAP-RED"].product_id < found["CAP-BLUE"].product_id < found["CAP"].product_id


async def test_a_parent_that_is_refused_takes_its_new_variants_along(work: Work) -> None:
    outcomes: list[Any] = await upsert_products(
        work,
        [
            ProductWrite("A-1", {}, parent_sku="A"),
            ProductWrite("A", {}, parent_sku="B"),
            ProductWrite("B", {}),
            ProductWrite("C-1", {}, parent_sku="C"),
            ProductWrite("C", {}, parent_sku="nowhere"),
        ],
    )

    made = {
        sku
        for sku, outcome in zip(["A-1", "A", "B", "C-1", "C"], outcomes, strict=True)
        if not isinstance(outcome, SoukError)
    }
    found = await products_by_sku(work, ["A-1", "A", "B", "C-1", "C"])
    assert set(found) == made == {"B"}


async def test_a_parent_is_deleted_only_with_all_its_variants(work: Work) -> None:
    shirt = await add_product(work, "SHIRT")
    large = await add_product(work, "SHIRT-L", parent_id=shirt)
    small = await add_product(work, "SHIRT-S", parent_id=shirt)

    refused = await delete_all(work, [shirt, large])
    assert {each: refusal.details for each, refusal in refused.items()} == {
        shirt: {"used_by": {"variants": 1}}
    }
    assert await delete_all(work, [shirt, small]) == {}
    assert await products_by_sku(work, ["SHIRT", "SHIRT-L", "SHIRT-S"]) == {}
