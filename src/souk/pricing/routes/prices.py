"""Products' own prices, their history, and prices as files."""

from typing import Annotated

from fastapi import Query

from souk.catalog.public import take_back_price
from souk.kernel.lists import Page
from souk.kernel.shapes import Id, Instant
from souk.kernel.work import ReadWork, Work
from souk.pricing.actions.adjusting import adjust_base_prices
from souk.pricing.actions.drafts import put_base_drafts
from souk.pricing.actions.showing import list_base_prices, list_history
from souk.pricing.exports import PriceExport
from souk.pricing.schemas import (
    Adjusted,
    BaseAdjustmentDraft,
    BasePricesDraft,
    HistoryQuery,
    PriceExportQuery,
    PriceQuery,
    PriceRow,
    PriceSpan,
    PricesSet,
)
from souk.tenancy.http import Door, api_router, reading, streaming, writing
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, export_response
from souk.transfers.public import ExportQuery

router = api_router("/pricing", tag="Prices")

Reading = Annotated[ReadWork, reading("pricing.read")]
Editing = Annotated[Work, writing("pricing.edit")]


class PricesAsFileQuery(PriceExportQuery, ExportQuery):
    """The list's own filters, and the format."""


@router.get("/base-prices")
async def get_base_prices(work: Reading, query: Annotated[PriceQuery, Query()]) -> Page[PriceRow]:
    """The products' own prices now, or as they were at an instant or at the end of a day."""
    return await list_base_prices(work, query)


@router.put("/base-prices")
async def put_base(work: Editing, draft: BasePricesDraft) -> PricesSet:
    """Set up to 10,000 products' own prices, now or from an instant of the past. All or nothing."""
    return await put_base_drafts(work, draft)


@router.post("/base-prices/adjust")
async def post_base_adjustment(work: Editing, draft: BaseAdjustmentDraft) -> Adjusted:
    """Change products' own prices by a percentage or an amount. `preview` (the default) changes nothing."""
    return await adjust_base_prices(work, draft)


@router.get("/prices/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_prices(
    door: Annotated[Door, streaming("pricing.read")], query: Annotated[PricesAsFileQuery, Query()]
) -> ExportResponse:
    """The prices of a list, or without one the products' own, as a file that can be imported again."""
    return await export_response(door, PriceExport(), query)


@router.get("/products/{product_id}/price-history")
async def get_history(
    work: Reading, product_id: Id, query: Annotated[HistoryQuery, Query()]
) -> Page[PriceSpan]:
    """Every price that is known of a product, its own and those of lists, the latest first."""
    return await list_history(work, product_id, query)


@router.delete("/products/{product_id}/price-history", status_code=204)
async def remove_base_price(
    work: Editing, product_id: Id, valid_from: Annotated[Instant, Query(description="the span's beginning")]
) -> None:
    """Take back what was said of the product's own price at exactly that instant."""
    await take_back_price(work, product_id, valid_from)
