"""The tree of categories."""

import pytest
from httpx import AsyncClient
from tests.catalog.factories import add_product

from souk.catalog.actions.categories import create_category, ensure_categories, update_category
from souk.catalog.actions.showing import show_category
from souk.catalog.errors import CategoryCycle, CategoryTooDeep, NameTaken, ReferenceUnknown
from souk.catalog.rules.names import CATEGORY_DEPTH_MAX, path_parts
from souk.kernel.in_use import InUse
from souk.kernel.work import Work

CATEGORIES = "/api/v1/catalog/categories"


async def test_a_tree_is_built_shown_by_path_and_moved(api: AsyncClient) -> None:
    home = (await api.post(CATEGORIES, json={"name": "Home"})).json()
    kitchen = (await api.post(CATEGORIES, json={"name": "Kitchen", "parent_id": home["id"]})).json()
    mugs = (await api.post(CATEGORIES, json={"name": "Mugs", "parent_id": kitchen["id"]})).json()
    await api.post(CATEGORIES, json={"name": "Garden"})
    assert (mugs["path"], mugs["depth"]) == ("Home > Kitchen > Mugs", 3)

    listed = (await api.get(CATEGORIES)).json()["data"]
    assert [category["path"] for category in listed] == [
        "Garden",
        "Home",
        "Home > Kitchen",
        "Home > Kitchen > Mugs",
    ]
    assert [category["children"] for category in listed] == [0, 1, 1, 0]

    moved = await api.patch(
        f"{CATEGORIES}/{kitchen['id']}", json={"parent_id": None}, headers={"If-Match": '"1"'}
    )

    assert (moved.status_code, moved.json()["path"], moved.json()["version"]) == (200, "Kitchen", 2)
    assert (await api.get(f"{CATEGORIES}/{mugs['id']}")).json()["path"] == "Kitchen > Mugs"
    roots = await api.get(CATEGORIES, params={"roots": True})
    assert [category["name"] for category in roots.json()["data"]] == ["Garden", "Home", "Kitchen"]
    stale = await api.patch(f"{CATEGORIES}/{kitchen['id']}", json={"name": "Cook", "version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")


async def test_a_category_cannot_lie_within_itself(work: Work) -> None:
    home = await create_category(work, "Home", None)
    kitchen = await create_category(work, "Kitchen", home.id)
    mugs = await create_category(work, "Mugs", kitchen.id)

    for inner in (home, kitchen, mugs):
        with pytest.raises(CategoryCycle):
            await update_category(work, home.id, {"parent_id": inner.id}, None)
    with pytest.raises(ReferenceUnknown):
        await update_category(work, home.id, {"parent_id": 10**9}, None)


async def test_names_are_unique_beside_each_other_only(work: Work) -> None:
    home = await create_category(work, "Home", None)
    await create_category(work, "Mugs", None)
    await create_category(work, "Mugs", home.id)

    savepoint = await work.session.begin_nested()
    with pytest.raises(NameTaken):
        await create_category(work, "  mUGS ".strip(), None)
    await savepoint.rollback()


async def test_the_tree_has_a_limit_that_moves_cannot_get_round(work: Work) -> None:
    deepest = tuple(f"Level {depth}" for depth in range(CATEGORY_DEPTH_MAX))
    ends = await ensure_categories(work, [deepest, ("Other", "Below")])
    other = (await ensure_categories(work, [("Other",)]))[("Other",)]

    with pytest.raises(CategoryTooDeep):
        await create_category(work, "Deeper", ends[deepest])
    parent = (await ensure_categories(work, [deepest[:-1]]))[deepest[:-1]]
    with pytest.raises(CategoryTooDeep):
        await update_category(work, other, {"parent_id": parent}, None)


async def test_a_category_that_holds_something_stays(work: Work, api: AsyncClient) -> None:
    from souk.catalog.actions.categories import delete_category

    home = await create_category(work, "Home", None)
    mugs = await create_category(work, "Mugs", home.id)
    await add_product(work, "M", category_id=mugs.id)

    with pytest.raises(InUse) as refusal:
        await delete_category(work, mugs.id)
    assert refusal.value.details == {"used_by": {"products": 1}}
    with pytest.raises(InUse, match="1 categories"):
        await delete_category(work, home.id)


async def test_files_name_categories_by_path_and_make_what_is_missing(work: Work) -> None:
    first = await ensure_categories(
        work, [path_parts("Home > Kitchen > Mugs"), path_parts("home/kitchen"), path_parts("Garden")]
    )
    again = await ensure_categories(work, [path_parts("HOME > KITCHEN > MUGS")])

    assert len(set(first.values())) == 3
    assert again[("HOME", "KITCHEN", "MUGS")] == first[("Home", "Kitchen", "Mugs")]
    shown = await show_category(work, first[("home", "kitchen")])
    assert shown.path == "Home > Kitchen"


async def test_a_filter_by_category_takes_what_lies_below_it(api: AsyncClient) -> None:
    home = (await api.post(CATEGORIES, json={"name": "Home"})).json()
    mugs = (await api.post(CATEGORIES, json={"name": "Mugs", "parent_id": home["id"]})).json()
    for sku, category in (("A", home["id"]), ("B", mugs["id"]), ("C", None)):
        made = await api.post(
            "/api/v1/catalog/products", json={"sku": sku, "name": sku, "category_id": category}
        )
        assert made.status_code == 201

    async def skus(**params: object) -> list[str]:
        listed = await api.get("/api/v1/catalog/products", params=params)
        return [product["sku"] for product in listed.json()["data"]]

    assert await skus(category_id=home["id"]) == ["A", "B"]
    assert await skus(category_id=mugs["id"]) == ["B"]
    assert await skus(has_category=False) == ["C"]
    unknown = await api.post("/api/v1/catalog/products", json={"sku": "D", "name": "D", "category_id": 99999})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "category_id")
