"""Prices as the API takes them: by product id or SKU, each with its currency."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from souk.catalog.public import PriceShape, PriceWrite, products_by_sku, put_base_prices
from souk.kernel.errors import FieldError
from souk.kernel.work import ReadWork, Work
from souk.pricing.actions.lists import hold_price_list
from souk.pricing.actions.prices import PriceGiven, check_products, put_prices
from souk.pricing.errors import GivenTwice, PriceCurrencyDiffers, PriceMissing, ProductUnknown
from souk.pricing.schemas import BasePricesDraft, OnePriceDraft, PriceDraft, PricesDraft, PricesSet

Placed = tuple[int, PriceDraft]
"""A product's id and what is said of its price."""


async def put_drafts(work: Work, price_list_id: int, draft: PricesDraft, if_match: int | None) -> PricesSet:
    """Set prices of a list. Raises PriceListMissing, StaleVersion, ProductUnknown, SoldAsVariants,
    PriceCurrencyDiffers, GivenTwice, NotYet.
    """
    version = draft.version if draft.version is not None else if_match
    held = await hold_price_list(work, price_list_id, version)
    placed = await _placed(work, draft.prices)
    for place, (_, each) in enumerate(placed):
        _check_currency(f"prices.{place}.price.currency", each.price, held.currency)
    _check_once((product_id, each.valid_from) for product_id, each in placed)
    given = [
        PriceGiven(product_id, each.price.amount if each.price is not None else None, each.valid_from)
        for product_id, each in placed
    ]
    changed = await put_prices(work, held, given)
    return PricesSet(changed=changed, unchanged=len(given) - changed)


async def put_one(work: Work, price_list_id: int, product_id: int, draft: OnePriceDraft) -> PricesSet:
    """Set the price of one product in a list. Raises as `put_drafts`."""
    held = await hold_price_list(work, price_list_id)
    _check_currency("price.currency", draft.price, held.currency)
    changed = await put_prices(work, held, [PriceGiven(product_id, draft.price.amount, draft.valid_from)])
    return PricesSet(changed=changed, unchanged=1 - changed)


async def take_out(work: Work, price_list_id: int, product_id: int) -> None:
    """Take a product out of a list from now on. Raises PriceListMissing, ProductUnknown, PriceMissing."""
    held = await hold_price_list(work, price_list_id)
    if not await put_prices(work, held, [PriceGiven(product_id, None)]):
        raise PriceMissing("The product has no price in this list.")


async def put_base_drafts(work: Work, draft: BasePricesDraft) -> PricesSet:
    """Set products' own prices, each product once. Raises ProductUnknown, SoldAsVariants,
    PriceCurrencyDiffers, GivenTwice, NotYet.
    """
    placed = await _placed(work, draft.prices)
    _check_once((product_id, None) for product_id, _ in placed)
    await check_products(
        work,
        {product_id for product_id, _ in placed},
        priced={product_id for product_id, each in placed if each.price is not None},
    )
    written = await put_base_prices(
        work,
        [
            PriceWrite(
                product_id,
                each.price.amount if each.price is not None else None,
                each.price.currency if each.price is not None else None,
                each.valid_from,
            )
            for product_id, each in placed
        ],
    )
    for refusal in written.refused.values():
        raise refusal
    return PricesSet(changed=len(written.changed), unchanged=len(placed) - len(written.changed))


async def _placed(work: ReadWork, drafts: Sequence[PriceDraft]) -> list[Placed]:
    found = await products_by_sku(work, {each.sku for each in drafts if each.sku is not None})
    missing = [place for place, each in enumerate(drafts) if each.sku is not None and each.sku not in found]
    if missing:
        raise ProductUnknown(
            f"{len(missing):,} of the SKUs are no products; nothing was changed.",
            fields=[FieldError(f"prices.{place}.sku", "is no product") for place in missing[:100]],
        )
    return [
        (each.product_id if each.product_id is not None else found[each.sku or ""].product_id, each)
        for each in drafts
    ]


def _check_currency(field: str, price: PriceShape | None, currency: str) -> None:
    if price is not None and price.currency != currency:
        raise PriceCurrencyDiffers(
            f"The list is in {currency}, this price in {price.currency}; prices are never converted.",
            fields=[FieldError(field, f"must be {currency}")],
        )


def _check_once(places: Iterable[tuple[int, datetime | None]]) -> None:
    seen: set[tuple[int, datetime | None]] = set()
    for place in places:
        if place in seen:
            raise GivenTwice(
                f"Product {place[0]} is given twice for the same time; say once what its price is.",
                fields=[FieldError("prices", "name a product twice")],
                details={"product_id": place[0]},
            )
        seen.add(place)
