"""Pages that look across domains."""

from typing import Annotated

from souk.kernel.work import ReadWork
from souk.readmodels.home import Home, home
from souk.tenancy.http import api_router, reading

router = api_router("", tag="Home")


@router.get("/home")
async def show_home(work: Annotated[ReadWork, reading("orders.read")]) -> Home:
    """What today brought, what runs, what wants attention."""
    return await home(work)
