"""Exchange rates."""

from typing import Annotated

from fastapi import Query

from souk.kernel.lists import Page
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.pricing.actions.rates import RateGiven, delete_rate, enter_rate
from souk.pricing.actions.showing import find_rate, list_rates
from souk.pricing.exports import RateExport
from souk.pricing.rules.rates import RateSource
from souk.pricing.schemas import RateAsked, RateDraft, RateFound, RateQuery, RateShape
from souk.tenancy.http import Door, api_router, reading, streaming, writing
from souk.transfers.http import EXPORT_RESPONSES, ExportResponse, export_response
from souk.transfers.public import ExportQuery

router = api_router("/pricing", tag="Exchange rates")

Reading = Annotated[ReadWork, reading("pricing.read")]
Editing = Annotated[Work, writing("pricing.edit")]


class RatesAsFileQuery(RateQuery, ExportQuery):
    """The list's own filters, and the format."""


@router.get("/rates")
async def get_rates(work: Reading, query: Annotated[RateQuery, Query()]) -> Page[RateShape]:
    """Exchange rates as entered and imported, the youngest day first."""
    return await list_rates(work, query)


@router.post("/rates", status_code=201)
async def post_rate(work: Editing, draft: RateDraft) -> RateShape:
    """Enter the rate of a day. It stands above what files say, before and after."""
    given = RateGiven(draft.day, draft.from_currency, draft.to_currency, draft.rate, RateSource.ENTERED)
    return RateShape.model_validate(await enter_rate(work, given))


@router.get("/rates/at")
async def get_rate_at(work: Reading, asked: Annotated[RateAsked, Query()]) -> RateFound:
    """The rate that counts on a day: the youngest at most 7 days old; direct, inverse, or over the euro."""
    return await find_rate(work, asked)


@router.get("/rates/export", response_class=ExportResponse, responses=EXPORT_RESPONSES)
async def export_rates(
    door: Annotated[Door, streaming("pricing.read")], query: Annotated[RatesAsFileQuery, Query()]
) -> ExportResponse:
    """Exchange rates as a file that can be imported again."""
    return await export_response(door, RateExport(), query)


@router.delete("/rates/{rate_id}", status_code=204)
async def remove_rate(work: Editing, rate_id: Id) -> None:
    """Remove a rate. The next file may bring it again."""
    await delete_rate(work, rate_id)
