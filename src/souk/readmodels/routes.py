"""Pages that look across domains."""

from typing import Annotated

from fastapi import Query

from souk.kernel.work import ReadWork
from souk.readmodels.home import Home, home
from souk.readmodels.search import SearchAnswer, SearchQuery, search
from souk.tenancy.http import Door, api_router, reading, streaming

router = api_router("", tag="Home")


@router.get("/home")
async def show_home(work: Annotated[ReadWork, reading("orders.read")]) -> Home:
    """What today brought, what runs, what wants attention."""
    return await home(work)


@router.get("/search")
async def search_everything(
    door: Annotated[Door, streaming()], query: Annotated[SearchQuery, Query()]
) -> SearchAnswer:
    """Products, orders, contacts, campaigns, price lists and segments by beginnings of words, as far as the
    member may read each.
    """
    async with door.reading() as work:
        return SearchAnswer(data=await search(work, query))
