"""Products as people keep them: added, changed, withdrawn."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from httpx import AsyncClient
from tests.catalog.factories import add_product, change_product, facts, rows, told

from souk.catalog.actions.products import delete_product
from souk.catalog.errors import PriceCurrencyDiffers, SkuTaken
from souk.kernel.in_use import InUse, offer_usage_readers
from souk.kernel.work import Work

PRODUCTS = "/api/v1/catalog/products"
Enter = Callable[[str], Awaitable[AsyncClient]]


@pytest.fixture
async def operator(client_as: Enter) -> AsyncClient:
    return await client_as("operator")


async def test_a_product_is_shown_as_it_was_written(operator: AsyncClient) -> None:
    made = await operator.post(
        PRODUCTS,
        json={
            "sku": "Mug-01",
            "name": "Enamel mug",
            "brand": "Olea",
            "tags": ["Kitchen", "gift"],
            "price": {"amount": 1250, "currency": "EUR"},
            "cost": {"amount": "410.5", "currency": "EUR"},
            "tax_rate": "21",
            "attributes": {"colour": "white", "dishwasher": True},
        },
    )
    assert made.status_code == 201, made.text
    product = made.json()
    assert product["sku"] == "Mug-01"
    assert product["price"] == {"amount": 1250, "currency": "EUR"}
    assert product["cost"] == {"amount": "410.5", "currency": "EUR"}
    assert product["tax_rate"] == "21"
    assert product["tags"] == ["gift", "Kitchen"]
    assert product["sellable"] is True
    assert made.headers["ETag"] == '"1"'

    shown = await operator.get(f"{PRODUCTS}/{product['id']}")

    assert shown.json() == product


async def test_a_sku_is_the_same_in_upper_and_lower_case(operator: AsyncClient) -> None:
    first = (await operator.post(PRODUCTS, json={"sku": "Mug-01", "name": "Mug"})).json()

    again = await operator.post(PRODUCTS, json={"sku": " mUG-01 ", "name": "Another mug"})

    assert again.status_code == 409
    assert again.json()["code"] == "sku_taken"
    assert again.json()["details"] == {"product_id": first["id"]}
    assert (await operator.get(PRODUCTS, params={"sku": "MUG-01"})).json()["data"][0]["sku"] == "Mug-01"


async def test_two_people_changing_one_product_do_not_overwrite_each_other(operator: AsyncClient) -> None:
    product = (await operator.post(PRODUCTS, json={"sku": "M", "name": "Mug"})).json()
    place = f"{PRODUCTS}/{product['id']}"

    mine = await operator.patch(place, json={"name": "Blue mug"}, headers={"If-Match": '"1"'})
    theirs = await operator.patch(place, json={"name": "Red mug", "version": 1})

    assert (mine.status_code, mine.headers["ETag"]) == (200, '"2"')
    assert theirs.status_code == 409
    assert (theirs.json()["code"], theirs.json()["details"]) == ("stale_version", {"version": 2})
    assert (await operator.get(place)).json()["name"] == "Blue mug"


async def test_a_change_that_changes_nothing_leaves_no_trace(work: Work) -> None:
    product_id = await add_product(work, name="Mug", base_price_minor=900, tags=("gift",))
    before, spoken = await told(work), len(work.facts)

    await change_product(work, product_id, name="Mug", base_price_minor=900)

    (row,) = await rows(work, "select version from product where id = :id", id=product_id)
    assert row.version == 1
    assert await told(work) == before
    assert len(work.facts) == spoken


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "  "}, "name"),
        ({"sku": "x" * 256}, "sku"),
        ({"price": {"amount": -1, "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": 10**16, "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": 9.5, "currency": "EUR"}}, "price.amount"),
        ({"price": {"amount": 9, "currency": "EURO"}}, "price.currency"),
        ({"cost": {"amount": "1.0000001", "currency": "EUR"}}, "cost.amount"),
        ({"tax_rate": "101"}, "tax_rate"),
        ({"image_url": "javascript:alert(1)"}, "image_url"),
        ({"attributes": {"note": "a\x00b"}}, "attributes"),
        ({"price_from": "2026-02-30T00:00:00Z"}, "price_from"),
        ({"stock_alert_threshold": -1}, "stock_alert_threshold"),
        ({"tags": ["a, b"]}, "tags.0"),
        ({"colour": "blue"}, "colour"),
    ],
)
async def test_what_cannot_be_meant_is_refused_by_field(
    operator: AsyncClient, change: dict[str, Any], field: str
) -> None:
    product = (await operator.post(PRODUCTS, json={"sku": "M", "name": "Mug"})).json()

    answer = await operator.patch(f"{PRODUCTS}/{product['id']}", json=change)

    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await operator.get(f"{PRODUCTS}/{product['id']}")).json() == product


async def test_emoji_and_right_to_left_text_are_names_like_others(operator: AsyncClient) -> None:
    made = await operator.post(PRODUCTS, json={"sku": "كوب-١", "name": "كوب أزرق ☕️"})

    assert made.status_code == 201
    found = await operator.get(PRODUCTS, params={"q": "أزرق"})
    assert [product["name"] for product in found.json()["data"]] == ["كوب أزرق ☕️"]


async def test_price_and_cost_of_a_product_are_in_one_currency(work: Work, operator: AsyncClient) -> None:
    product_id = await add_product(work, base_price_minor=900, unit_cost_minor=400)

    with pytest.raises(PriceCurrencyDiffers, match="cost in EUR"):
        await change_product(work, product_id, base_price_minor=950, currency="USD")
    await change_product(work, product_id, base_price_minor=950, unit_cost_minor=420, currency="USD")

    (row,) = await rows(work, "select currency from product where id = :id", id=product_id)
    assert row.currency == "USD"
    mixed = {"price": {"amount": 1, "currency": "EUR"}, "cost": {"amount": "1", "currency": "USD"}}
    refused = await operator.post(PRODUCTS, json={"sku": "X", "name": "X", **mixed})
    assert refused.json()["code"] == "currency_mismatch"


async def test_renaming_a_sku_to_one_in_use_is_refused(work: Work) -> None:
    first = await add_product(work, "A")
    second = await add_product(work, "B")

    with pytest.raises(SkuTaken) as refusal:
        await change_product(work, second, sku="a")
    await change_product(work, second, sku="b")

    assert refusal.value.details == {"product_id": first}
    (row,) = await rows(work, "select sku from product where id = :id", id=second)
    assert row.sku == "b"


async def test_changes_are_audited_and_told(work: Work) -> None:
    product_id = await add_product(work, name="Mug", base_price_minor=900)
    await change_product(work, product_id, base_price_minor=950, active=False)

    assert await told(work, product_id) == ["product.created", "product.updated"]
    (entry,) = await rows(
        work,
        "select before, after from audit_entry where action = 'product.updated' and tenant_id = :tenant_id",
    )
    assert entry.before == {"base_price_minor": 900, "active": True}
    assert entry.after == {"base_price_minor": 950, "active": False}
    assert facts(work) == ["product.created", "product.deactivated", "product.price_changed"]


@pytest.fixture
def sold_twice() -> Iterator[None]:
    """Somebody above says that every product is in two orders."""

    async def reader(work: Any, kind: str, ids: Any) -> dict[int, dict[str, int]]:
        return {each: {"orders": 2} for each in ids} if kind == "product" else {}

    offer_usage_readers([reader])
    yield
    offer_usage_readers([])


@pytest.mark.usefixtures("sold_twice")
async def test_a_product_with_orders_is_deactivated_not_deleted(operator: AsyncClient) -> None:
    product = (await operator.post(PRODUCTS, json={"sku": "M", "name": "Mug"})).json()
    place = f"{PRODUCTS}/{product['id']}"

    refused = await operator.delete(place)
    hidden = await operator.patch(place, json={"active": False})

    assert refused.status_code == 409
    assert refused.json()["code"] == "in_use"
    assert refused.json()["details"] == {"used_by": {"orders": 2}}
    assert "Deactivate it instead" in refused.json()["detail"]
    assert hidden.json()["sellable"] is False


async def test_what_nobody_told_of_is_still_not_deleted_from_under_it(work: Work) -> None:
    product_id = await add_product(work)
    await rows(
        work,
        "with list as (insert into price_list (tenant_id, name, name_key, currency, kind, content_hash)"
        " values (:tenant_id, 'Base', 'base', 'EUR', 'primary', '') returning id)"
        " insert into price_list_item (tenant_id, price_list_id, product_id, price_minor, valid_from)"
        " select :tenant_id, id, :product_id, 1, now() from list returning product_id",
        product_id=product_id,
    )

    with pytest.raises(InUse, match="price list"):
        await delete_product(work, product_id)


async def test_an_unused_product_is_deleted_with_all_that_was_its_own(operator: AsyncClient) -> None:
    product = (
        await operator.post(
            PRODUCTS,
            json={"sku": "M", "name": "Mug", "tags": ["t"], "price": {"amount": 1, "currency": "EUR"}},
        )
    ).json()
    place = f"{PRODUCTS}/{product['id']}"

    assert (await operator.delete(place)).status_code == 204
    assert (await operator.get(place)).status_code == 404
    assert (await operator.get(PRODUCTS, params={"q": "mug"})).json()["total"] == 0
    assert (await operator.delete(place)).json()["code"] == "product_not_found"


async def test_analysts_look_and_do_not_touch(client_as: Enter) -> None:
    analyst = await client_as("analyst")

    assert (await analyst.get(PRODUCTS)).status_code == 200
    refused = await analyst.post(PRODUCTS, json={"sku": "M", "name": "Mug"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    manager = await client_as("marketing_manager")
    assert (await manager.post(PRODUCTS, json={"sku": "M", "name": "Mug"})).status_code == 403


async def test_the_same_order_to_create_sent_twice_creates_once(operator: AsyncClient) -> None:
    order = {"sku": "M", "name": "Mug"}
    first = await operator.post(PRODUCTS, json=order, headers={"Idempotency-Key": "k-1"})
    again = await operator.post(PRODUCTS, json=order, headers={"Idempotency-Key": "k-1"})

    assert (again.status_code, again.json()) == (201, first.json())
    assert (await operator.get(PRODUCTS)).json()["total"] == 1


async def test_a_list_is_filtered_sorted_and_paged(work: Work, operator: AsyncClient) -> None:
    for number, (sku, price) in enumerate({"A": 300, "B": 100, "C": None, "D": 200}.items()):
        body: dict[str, Any] = {"sku": sku, "name": f"Thing {number}", "brand": "Olea" if price else None}
        body |= {"price": {"amount": price, "currency": "EUR"}} if price else {}
        assert (await operator.post(PRODUCTS, json=body)).status_code == 201

    async def skus(**params: Any) -> list[str]:
        answer = await operator.get(PRODUCTS, params=params)
        assert answer.status_code == 200, answer.text
        return [product["sku"] for product in answer.json()["data"]]

    assert await skus(sort="price") == ["B", "D", "A", "C"]
    assert await skus(sort="-price") == ["A", "D", "B", "C"]
    assert await skus(has_price=False) == ["C"]
    assert await skus(brand="Olea", sort="-sku") == ["D", "B", "A"]
    assert await skus(sort="sku", per_page=2, page=2) == ["C", "D"]
    refused = await operator.get(PRODUCTS, params={"sort": "colour"})
    assert refused.status_code == 422
    assert "possible: id, sku, name" in refused.json()["detail"]
    brands = await operator.get("/api/v1/catalog/brands")
    assert brands.json()["data"] == [{"brand": "Olea", "products": 3}]
