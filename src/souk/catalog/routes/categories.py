"""Categories."""

from typing import Annotated

from fastapi import Query, Response

from souk.catalog.actions.categories import create_category, delete_category, update_category
from souk.catalog.actions.showing import list_categories, show_category
from souk.catalog.schemas import CategoryChange, CategoryDraft, CategoryQuery, CategoryShape
from souk.kernel.lists import Page
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, expected_version, reading, writing

router = api_router("/catalog", tag="Categories")


@router.get("/categories")
async def get_categories(
    work: Annotated[ReadWork, reading("catalog.read")], query: Annotated[CategoryQuery, Query()]
) -> Page[CategoryShape]:
    """Categories, in the order of the tree unless sorted otherwise."""
    return await list_categories(work, query)


@router.post("/categories", status_code=201)
async def post_category(
    work: Annotated[Work, writing("catalog.create")], draft: CategoryDraft, response: Response
) -> CategoryShape:
    category = await create_category(work, draft.name, draft.parent_id)
    return _tagged(response, await show_category(work, category.id))


@router.get("/categories/{category_id}")
async def get_category(
    work: Annotated[ReadWork, reading("catalog.read")], category_id: Id, response: Response
) -> CategoryShape:
    return _tagged(response, await show_category(work, category_id))


@router.patch("/categories/{category_id}")
async def patch_category(
    work: Annotated[Work, writing("catalog.edit")],
    category_id: Id,
    change: CategoryChange,
    response: Response,
    if_match: Annotated[int | None, expected_version()],
) -> CategoryShape:
    """Rename it, or move it with everything below it to another place."""
    changes = change.model_dump(include={"name", "parent_id"}, exclude_unset=True)
    version = change.version if change.version is not None else if_match
    await update_category(work, category_id, changes, version)
    return _tagged(response, await show_category(work, category_id))


@router.delete("/categories/{category_id}", status_code=204)
async def remove_category(work: Annotated[Work, writing("catalog.delete")], category_id: Id) -> None:
    """Only an empty one: move its products and categories elsewhere first."""
    await delete_category(work, category_id)


def _tagged(response: Response, category: CategoryShape) -> CategoryShape:
    response.headers["ETag"] = f'"{category.version}"'
    return category
