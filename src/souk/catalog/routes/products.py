"""Products and what they cost."""

from typing import Annotated

from fastapi import Query, Response

from souk.catalog.actions.bulk import change_many, told
from souk.catalog.actions.costs import put_cost, take_back_cost
from souk.catalog.actions.drafts import change_write, draft_write
from souk.catalog.actions.products import create_product, delete_product, update_product
from souk.catalog.actions.showing import list_brands, list_costs, list_products, show_product
from souk.catalog.exports import ProductExport
from souk.catalog.schemas import (
    BrandShape,
    BulkAction,
    BulkChange,
    BulkResult,
    CostDraft,
    CostShape,
    ProductChange,
    ProductDraft,
    ProductQuery,
    ProductShape,
)
from souk.kernel.lists import ListQuery, Page
from souk.kernel.shapes import Id, Instant
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import Door, api_router, expected_version, reading, streaming, writing
from souk.tenancy.public import access_of
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, export_response
from souk.transfers.public import ExportQuery

router = api_router("/catalog", tag="Products")

Reading = Annotated[ReadWork, reading("catalog.read")]
Editing = Annotated[Work, writing("catalog.edit")]
IfMatch = Annotated[int | None, expected_version()]


class ProductExportQuery(ProductQuery, ExportQuery):
    """The list's own filters, and the format."""


@router.get("/products")
async def get_products(work: Reading, query: Annotated[ProductQuery, Query()]) -> Page[ProductShape]:
    """Products, by name unless sorted otherwise.

    `q` finds beginnings of words of SKU, name, brand, barcode and options; all of them must be there.
    """
    return await list_products(work, query)


@router.post("/products", status_code=201)
async def post_product(
    work: Annotated[Work, writing("catalog.create")], draft: ProductDraft, response: Response
) -> ProductShape:
    """A new product, or with `parent_id` a variant of one."""
    return _tagged(response, await show_product(work, await create_product(work, draft_write(draft))))


@router.get("/products/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_products(
    door: Annotated[Door, streaming("catalog.read")], query: Annotated[ProductExportQuery, Query()]
) -> ExportResponse:
    """Every product the filters leave, as a file that can be imported again."""
    return await export_response(door, ProductExport(), query)


@router.post("/products/bulk")
async def change_products(work: Editing, change: BulkChange) -> BulkResult:
    """One action on many products. Products that cannot follow are named with the reason, others follow.

    Unknown ids refuse the whole and change nothing. Deleting needs `catalog.delete`.
    """
    access = access_of(work)
    if change.action is BulkAction.DELETE and access is not None:
        access.require("catalog.delete")
    return await told(work, await change_many(work, change))


@router.get("/products/{product_id}")
async def get_product(work: Reading, product_id: Id, response: Response) -> ProductShape:
    return _tagged(response, await show_product(work, product_id))


@router.patch("/products/{product_id}")
async def patch_product(
    work: Editing, product_id: Id, change: ProductChange, response: Response, if_match: IfMatch
) -> ProductShape:
    """Change what is given. A price or cost holds from now on, or from `price_from` and `cost_from`."""
    version = change.version if change.version is not None else if_match
    await update_product(work, product_id, change_write(change), version)
    return _tagged(response, await show_product(work, product_id))


@router.delete("/products/{product_id}", status_code=204)
async def remove_product(work: Annotated[Work, writing("catalog.delete")], product_id: Id) -> None:
    """Only what nothing rests on; deactivate the others."""
    await delete_product(work, product_id)


@router.get("/products/{product_id}/costs")
async def get_costs(work: Reading, product_id: Id, query: Annotated[ListQuery, Query()]) -> Page[CostShape]:
    """What a unit cost when, the latest first."""
    return await list_costs(work, product_id, query)


@router.post("/products/{product_id}/costs", status_code=201)
async def post_cost(work: Editing, product_id: Id, draft: CostDraft) -> Page[CostShape]:
    """Say what a unit costs from an instant on. It holds until the next instant something was said of.

    Orders placed before keep the cost they were sold at.
    """
    amount = draft.cost.amount if draft.cost is not None else None
    currency = draft.cost.currency if draft.cost is not None else None
    await put_cost(work, product_id, amount, currency, draft.valid_from)
    return await list_costs(work, product_id, ListQuery())


@router.delete("/products/{product_id}/costs", status_code=204)
async def remove_cost(
    work: Editing, product_id: Id, valid_from: Annotated[Instant, Query(description="the span's beginning")]
) -> None:
    """Take back what was said of exactly that instant: the cost before goes on."""
    await take_back_cost(work, product_id, valid_from)


@router.get("/brands")
async def get_brands(work: Reading, query: Annotated[ListQuery, Query()]) -> Page[BrandShape]:
    """The brands there are, with how many products are of each."""
    return await list_brands(work, query)


def _tagged(response: Response, product: ProductShape) -> ProductShape:
    response.headers["ETag"] = f'"{product.version}"'
    return product
