"""Price lists and the prices in them."""

from typing import Annotated

from fastapi import Query, Response

from souk.kernel.lists import Page
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.pricing.actions.adjusting import adjust_list
from souk.pricing.actions.drafts import put_drafts, put_one, take_out
from souk.pricing.actions.lists import (
    clone_price_list,
    create_price_list,
    delete_price_list,
    update_price_list,
)
from souk.pricing.actions.showing import list_price_lists, list_prices, show_price_list
from souk.pricing.schemas import (
    Adjusted,
    AdjustmentDraft,
    CloneDraft,
    OnePriceDraft,
    PriceListChange,
    PriceListDraft,
    PriceListQuery,
    PriceListShape,
    PriceQuery,
    PriceRow,
    PricesDraft,
    PricesSet,
)
from souk.tenancy.http import api_router, expected_version, reading, writing

router = api_router("/pricing", tag="Price lists")

Reading = Annotated[ReadWork, reading("pricing.read")]
Creating = Annotated[Work, writing("pricing.create")]
Editing = Annotated[Work, writing("pricing.edit")]
IfMatch = Annotated[int | None, expected_version()]


@router.get("/lists")
async def get_lists(work: Reading, query: Annotated[PriceListQuery, Query()]) -> Page[PriceListShape]:
    """Price lists, by name unless sorted otherwise."""
    return await list_price_lists(work, query)


@router.post("/lists", status_code=201)
async def post_list(work: Creating, draft: PriceListDraft, response: Response) -> PriceListShape:
    """An empty list."""
    made = await create_price_list(work, draft.name, currency=draft.currency, kind=draft.kind)
    return _tagged(response, await show_price_list(work, made.id))


@router.get("/lists/{price_list_id}")
async def get_list(work: Reading, price_list_id: Id, response: Response) -> PriceListShape:
    return _tagged(response, await show_price_list(work, price_list_id))


@router.patch("/lists/{price_list_id}")
async def patch_list(
    work: Editing, price_list_id: Id, change: PriceListChange, response: Response, if_match: IfMatch
) -> PriceListShape:
    """Another name or kind. The currency stays: prices are never converted."""
    changes = change.model_dump(mode="json", include={"name", "kind"}, exclude_unset=True)
    version = change.version if change.version is not None else if_match
    await update_price_list(work, price_list_id, changes, version)
    return _tagged(response, await show_price_list(work, price_list_id))


@router.delete("/lists/{price_list_id}", status_code=204)
async def remove_list(work: Annotated[Work, writing("pricing.delete")], price_list_id: Id) -> None:
    """The list with its prices and their history; only where nothing uses it."""
    await delete_price_list(work, price_list_id)


@router.post("/lists/{price_list_id}/clone", status_code=201)
async def post_clone(
    work: Creating, price_list_id: Id, draft: CloneDraft, response: Response
) -> PriceListShape:
    """A list of its own with the prices this one has now."""
    made = await clone_price_list(work, price_list_id, draft.name, kind=draft.kind)
    return _tagged(response, await show_price_list(work, made.id))


@router.get("/lists/{price_list_id}/prices")
async def get_prices(
    work: Reading, price_list_id: Id, query: Annotated[PriceQuery, Query()]
) -> Page[PriceRow]:
    """The prices of a list now, or as they were at an instant or at the end of a day."""
    return await list_prices(work, price_list_id, query)


@router.put("/lists/{price_list_id}/prices")
async def put_prices(work: Editing, price_list_id: Id, draft: PricesDraft, if_match: IfMatch) -> PricesSet:
    """Set up to 10,000 prices, by product id or SKU, now or from an instant of the past; null takes out.

    Prices of products that are not named stay. All or nothing.
    """
    return await put_drafts(work, price_list_id, draft, if_match)


@router.put("/lists/{price_list_id}/prices/{product_id}")
async def put_price(work: Editing, price_list_id: Id, product_id: Id, draft: OnePriceDraft) -> PricesSet:
    """Set the price of one product."""
    return await put_one(work, price_list_id, product_id, draft)


@router.delete("/lists/{price_list_id}/prices/{product_id}", status_code=204)
async def remove_price(work: Editing, price_list_id: Id, product_id: Id) -> None:
    """Take a product out of the list from now on; what its price was stays known."""
    await take_out(work, price_list_id, product_id)


@router.post("/lists/{price_list_id}/adjust")
async def post_adjustment(work: Editing, price_list_id: Id, draft: AdjustmentDraft) -> Adjusted:
    """Change many prices by a percentage or an amount. `preview` (the default) changes nothing."""
    return await adjust_list(work, price_list_id, draft)


def _tagged(response: Response, listed: PriceListShape) -> PriceListShape:
    response.headers["ETag"] = f'"{listed.version}"'
    return listed
