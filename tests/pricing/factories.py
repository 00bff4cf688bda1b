"""Price lists for tests, and looks behind the scenes."""

from collections.abc import Mapping
from datetime import datetime

from souk.kernel.work import ReadWork, Work
from souk.pricing.actions.lists import create_price_list, hold_price_list
from souk.pricing.actions.prices import PriceGiven, put_prices
from souk.pricing.actions.showing import list_prices
from souk.pricing.schemas import PriceQuery


async def add_list(work: Work, name: str = "Shop", *, currency: str | None = None) -> int:
    return (await create_price_list(work, name, currency=currency)).id


async def price(
    work: Work, list_id: int, prices: Mapping[int, int | None], since: datetime | None = None
) -> int:
    """Set prices by product, now or since an instant. Answers how many changed."""
    held = await hold_price_list(work, list_id)
    return await put_prices(work, held, [PriceGiven(each, amount, since) for each, amount in prices.items()])


async def prices_of(work: ReadWork, list_id: int, at: datetime | None = None) -> dict[int, int]:
    """The list's prices by product, as the API shows them."""
    page = await list_prices(work, list_id, PriceQuery(at=at, per_page=200))
    return {row.product_id: row.price.amount for row in page.data}
