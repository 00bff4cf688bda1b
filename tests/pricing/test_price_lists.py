"""Price lists as people keep them."""

from typing import Any

import pytest
from httpx import AsyncClient
from tests.catalog.factories import add_product, facts, later, rows, told
from tests.pricing.factories import add_list, price, prices_of

from souk.kernel.work import Work
from souk.pricing.actions.lists import clone_price_list, delete_price_list, hold_price_list
from souk.pricing.actions.showing import show_price_list

LISTS = "/api/v1/pricing/lists"
PRODUCTS = "/api/v1/catalog/products"


@pytest.fixture
async def mugs(api: AsyncClient) -> list[int]:
    made = [await api.post(PRODUCTS, json={"sku": f"MUG-{n}", "name": f"Mug {n}"}) for n in range(3)]
    return [answer.json()["id"] for answer in made]


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


async def test_a_list_is_made_priced_by_id_or_sku_and_read(api: AsyncClient, mugs: list[int]) -> None:
    made = (await api.post(LISTS, json={"name": "Summer sale", "kind": "sale"})).json()
    assert (made["currency"], made["products"], made["version"]) == ("EUR", 0, 1)
    place = f"{LISTS}/{made['id']}"

    put = await api.put(
        f"{place}/prices",
        json={
            "prices": [
                {"product_id": mugs[0], "price": euros(900)},
                {"sku": "mug-1", "price": euros(950)},
            ]
        },
        headers={"If-Match": '"1"'},
    )

    assert put.json() == {"changed": 2, "unchanged": 0}
    listed = (await api.get(f"{place}/prices", params={"sort": "sku"})).json()["data"]
    assert [(row["sku"], row["price"]) for row in listed] == [("MUG-0", euros(900)), ("MUG-1", euros(950))]
    shown = await api.get(place)
    assert (shown.json()["products"], shown.headers["ETag"]) == (2, '"2"')
    stale = await api.put(
        f"{place}/prices", json={"prices": [{"sku": "MUG-2", "price": euros(1)}], "version": 1}
    )
    assert (stale.status_code, stale.json()["details"]) == (409, {"version": 2})


async def test_the_same_prices_again_change_nothing(work: Work) -> None:
    mug = await add_product(work, "MUG")
    shop = await add_list(work)
    await price(work, shop, {mug: 900})
    before = await show_price_list(work, shop)
    traces = await told(work), facts(work)

    assert await price(later(work, days=1), shop, {mug: 900}) == 0
    assert await price(later(work, days=1), shop, {mug: 900}, since=work.now) == 0

    assert await show_price_list(work, shop) == before
    assert (await told(work), facts(work)) == traces
    assert await rows(work, "select * from price_list_item_past where tenant_id = :tenant_id") == []


@pytest.mark.parametrize(
    ("prices", "code", "field"),
    [
        (
            [{"sku": "MUG-0", "price": {"amount": 1, "currency": "USD"}}],
            "currency_mismatch",
            "prices.0.price.currency",
        ),
        ([{"sku": "NOWHERE", "price": euros(1)}], "product_unknown", "prices.0.sku"),
        ([{"product_id": 10**9, "price": euros(1)}], "product_unknown", "prices"),
        ([{"sku": "MUG-0", "price": euros(1)}, {"sku": "mug-0", "price": euros(2)}], "given_twice", "prices"),
        (
            [{"sku": "MUG-0", "price": euros(1), "valid_from": "2999-01-01T00:00:00Z"}],
            "not_yet",
            "valid_from",
        ),
        ([{"sku": "MUG-0", "price": euros(-1)}], "invalid", "prices.0.price.amount"),
        ([{"price": euros(1)}], "invalid", "prices.0"),
        ([], "invalid", "prices"),
    ],
)
async def test_prices_that_cannot_be_meant_refuse_the_whole(
    api: AsyncClient, mugs: list[int], prices: list[dict[str, Any]], code: str, field: str
) -> None:
    place = f"{LISTS}/{(await api.post(LISTS, json={'name': 'Shop'})).json()['id']}"
    good = {"product_id": mugs[2], "price": euros(5)}

    answer = await api.put(f"{place}/prices", json={"prices": [*prices, good] if prices else []})

    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert (await api.get(f"{place}/prices")).json()["total"] == 0


async def test_a_product_with_variants_is_priced_through_them(api: AsyncClient, mugs: list[int]) -> None:
    await api.post(PRODUCTS, json={"sku": "SET", "name": "Set", "parent_id": mugs[0]})
    place = f"{LISTS}/{(await api.post(LISTS, json={'name': 'Shop'})).json()['id']}"

    answer = await api.put(f"{place}/prices/{mugs[0]}", json={"price": euros(5)})

    assert answer.json()["code"] == "sold_as_variants"


async def test_a_clone_has_the_prices_of_its_source_and_a_life_of_its_own(work: Work) -> None:
    ids = [await add_product(work, f"P-{n}") for n in range(5)]
    shop = await add_list(work)
    await price(work, shop, {each: 100 + each for each in ids})
    await price(later(work, days=1), shop, {ids[0]: 7, ids[1]: None})
    tomorrow = later(work, days=2)

    clone = await clone_price_list(tomorrow, shop, "Campaign")

    content = clone.content_hash
    assert (clone.source_id, clone.currency) == (shop, "EUR")
    assert await prices_of(work, clone.id) == await prices_of(work, shop)
    assert content == (await show_price_list(work, shop)).content_hash
    assert await prices_of(work, clone.id, tomorrow.now) == await prices_of(work, shop)
    assert await prices_of(work, clone.id, work.now) == {}
    await price(later(work, days=3), clone.id, {ids[2]: 1})
    assert (await prices_of(work, shop))[ids[2]] == 100 + ids[2]
    assert (await show_price_list(work, clone.id)).content_hash != content
    await price(later(work, days=4), clone.id, {ids[2]: 100 + ids[2]})
    assert (await show_price_list(work, clone.id)).content_hash == content


async def test_a_clone_outlives_its_source(work: Work) -> None:
    mug = await add_product(work, "MUG")
    shop = await add_list(work)
    await price(work, shop, {mug: 5})
    clone = await clone_price_list(work, shop, "Campaign")

    await delete_price_list(work, shop)

    held = await hold_price_list(work, clone.id)
    assert held.source_id is None
    assert await prices_of(work, clone.id) == {mug: 5}


async def test_names_of_lists_are_unique(api: AsyncClient) -> None:
    made = (await api.post(LISTS, json={"name": "Shop"})).json()

    taken = await api.post(LISTS, json={"name": " SHOP"})
    cloned = await api.post(f"{LISTS}/{made['id']}/clone", json={"name": "shop"})

    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    assert (cloned.status_code, cloned.json()["code"]) == (409, "name_taken")
    renamed = await api.patch(f"{LISTS}/{made['id']}", json={"name": "Store", "kind": "sale"})
    assert (renamed.json()["name"], renamed.json()["kind"], renamed.json()["version"]) == ("Store", "sale", 2)
    assert (await api.get(LISTS, params={"q": "sto", "kind": "sale"})).json()["total"] == 1
    assert (await api.get(LISTS, params={"kind": "primary"})).json()["total"] == 0
    refused = await api.patch(f"{LISTS}/{made['id']}", json={"currency": "USD"})
    assert refused.status_code == 422


async def test_a_price_is_taken_out_once(api: AsyncClient, mugs: list[int]) -> None:
    place = f"{LISTS}/{(await api.post(LISTS, json={'name': 'Shop'})).json()['id']}/prices/{mugs[0]}"
    await api.put(place, json={"price": euros(5)})

    assert (await api.delete(place)).status_code == 204
    again = await api.delete(place)
    assert (again.status_code, again.json()["code"]) == (404, "price_not_found")


async def test_changed_prices_are_audited_by_sku_and_told(work: Work) -> None:
    mug = await add_product(work, "MUG")
    shop = await add_list(work)
    await price(work, shop, {mug: 900})
    await price(later(work, days=1), shop, {mug: 950})

    entries = await rows(
        work, "select before, after from audit_entry where action = 'price_list.prices_changed' order by id"
    )
    assert [entry.before["prices"] for entry in entries] == [{"MUG": None}, {"MUG": 900}]
    assert [entry.after["prices"] for entry in entries] == [{"MUG": 900}, {"MUG": 950}]
    changed = [fact for fact in work.facts if fact.type == "price_list.prices_changed"]
    assert [(fact.list_version, fact.product_ids) for fact in changed] == [(2, [mug]), (3, [mug])]
