"""Tags."""

from httpx import AsyncClient

TAGS = "/api/v1/catalog/tags"
PRODUCTS = "/api/v1/catalog/products"


async def test_tags_are_made_by_naming_them_and_follow_a_new_name(api: AsyncClient) -> None:
    mug = (
        await api.post(PRODUCTS, json={"sku": "M", "name": "Mug", "tags": ["Gift", "gift", "Sale"]})
    ).json()
    assert mug["tags"] == ["Gift", "Sale"]
    listed = (await api.get(TAGS)).json()["data"]
    assert [(tag["name"], tag["products"]) for tag in listed] == [("Gift", 1), ("Sale", 1)]

    renamed = await api.patch(f"{TAGS}/{listed[0]['id']}", json={"name": "Present"})

    assert renamed.json()["name"] == "Present"
    assert (await api.get(f"{PRODUCTS}/{mug['id']}")).json()["tags"] == ["Present", "Sale"]
    found = await api.get(PRODUCTS, params={"tag": "PRESENT"})
    assert found.json()["total"] == 1


async def test_a_deleted_tag_is_taken_off_every_product(api: AsyncClient) -> None:
    mug = (await api.post(PRODUCTS, json={"sku": "M", "name": "Mug", "tags": ["Gift"]})).json()
    tag = (await api.get(TAGS)).json()["data"][0]

    assert (await api.delete(f"{TAGS}/{tag['id']}")).status_code == 204

    assert (await api.get(f"{PRODUCTS}/{mug['id']}")).json()["tags"] == []
    assert (await api.get(f"{TAGS}/{tag['id']}")).json()["code"] == "tag_not_found"


async def test_a_tag_is_the_same_in_upper_and_lower_case(api: AsyncClient) -> None:
    await api.post(TAGS, json={"name": "Gift"})

    taken = await api.post(TAGS, json={"name": "GIFT"})

    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    assert (await api.get(TAGS, params={"q": "gi"})).json()["total"] == 1
    assert (await api.get(TAGS, params={"q": "ift"})).json()["total"] == 0
