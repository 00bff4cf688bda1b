"""Batches."""

from typing import Annotated

from fastapi import Query, Response

from souk.catalog.actions.batches import BatchMention, create_batch, delete_batch, update_batch
from souk.catalog.actions.drafts import batch_values
from souk.catalog.actions.showing import list_batches, show_batch
from souk.catalog.schemas import BatchChange, BatchDraft, BatchQuery, BatchShape
from souk.kernel.lists import Page
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, expected_version, reading, writing

router = api_router("/catalog", tag="Batches")


@router.get("/batches")
async def get_batches(
    work: Annotated[ReadWork, reading("catalog.read")], query: Annotated[BatchQuery, Query()]
) -> Page[BatchShape]:
    """Batches, the last received first. `q` finds them by their product."""
    return await list_batches(work, query)


@router.post("/batches", status_code=201)
async def post_batch(
    work: Annotated[Work, writing("catalog.create")], draft: BatchDraft, response: Response
) -> BatchShape:
    """A delivery of a product. Its cost counts for what is sold of it, ahead of the product's."""
    mention = BatchMention(
        product_id=draft.product_id,
        code=draft.code,
        received_at=draft.received_at,
        unit_cost_minor=draft.cost.amount if draft.cost is not None else None,
        currency=draft.cost.currency if draft.cost is not None else None,
    )
    batch = await create_batch(work, mention)
    return _tagged(response, await show_batch(work, batch.id))


@router.get("/batches/{batch_id}")
async def get_batch(
    work: Annotated[ReadWork, reading("catalog.read")], batch_id: Id, response: Response
) -> BatchShape:
    return _tagged(response, await show_batch(work, batch_id))


@router.patch("/batches/{batch_id}")
async def patch_batch(
    work: Annotated[Work, writing("catalog.edit")],
    batch_id: Id,
    change: BatchChange,
    response: Response,
    if_match: Annotated[int | None, expected_version()],
) -> BatchShape:
    """Change what is given. Orders placed before keep the cost they were sold at."""
    version = change.version if change.version is not None else if_match
    await update_batch(work, batch_id, batch_values(change), version)
    return _tagged(response, await show_batch(work, batch_id))


@router.delete("/batches/{batch_id}", status_code=204)
async def remove_batch(work: Annotated[Work, writing("catalog.delete")], batch_id: Id) -> None:
    """Only one that nothing was sold of."""
    await delete_batch(work, batch_id)


def _tagged(response: Response, batch: BatchShape) -> BatchShape:
    response.headers["ETag"] = f'"{batch.version}"'
    return batch
