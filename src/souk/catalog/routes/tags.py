"""Tags."""

from typing import Annotated

from fastapi import Query

from souk.catalog.actions.showing import list_tags, show_tag
from souk.catalog.actions.tags import create_tag, delete_tag, rename_tag
from souk.catalog.schemas import ProductTagShape, TagDraft
from souk.kernel.lists import ListQuery, Page
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, reading, writing

router = api_router("/catalog", tag="Tags")


@router.get("/tags")
async def get_tags(
    work: Annotated[ReadWork, reading("catalog.read")], query: Annotated[ListQuery, Query()]
) -> Page[ProductTagShape]:
    """Tags, with how many products carry each."""
    return await list_tags(work, query)


@router.post("/tags", status_code=201)
async def post_tag(work: Annotated[Work, writing("catalog.create")], draft: TagDraft) -> ProductTagShape:
    """A tag ahead of its first product; products make those they name by themselves."""
    tag = await create_tag(work, draft.name)
    return await show_tag(work, tag.id)


@router.get("/tags/{tag_id}")
async def get_tag(work: Annotated[ReadWork, reading("catalog.read")], tag_id: Id) -> ProductTagShape:
    return await show_tag(work, tag_id)


@router.patch("/tags/{tag_id}")
async def patch_tag(
    work: Annotated[Work, writing("catalog.edit")], tag_id: Id, draft: TagDraft
) -> ProductTagShape:
    """Rename it: the products that carry it follow."""
    await rename_tag(work, tag_id, draft.name)
    return await show_tag(work, tag_id)


@router.delete("/tags/{tag_id}", status_code=204)
async def remove_tag(work: Annotated[Work, writing("catalog.delete")], tag_id: Id) -> None:
    """Take it off every product, and out of the list."""
    await delete_tag(work, tag_id)
