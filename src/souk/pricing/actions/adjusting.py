"""Prices made from prices, of a list or of the products themselves, with a look at the outcome first."""

from collections.abc import Mapping, Sequence
from typing import Any

from souk.catalog.public import PriceWrite, product_ids_matching, products_by_ids, put_base_prices
from souk.kernel.errors import FieldError
from souk.kernel.work import ReadWork, Work
from souk.pricing.actions.lists import hold_price_list
from souk.pricing.actions.prices import tell_changed
from souk.pricing.errors import PriceOutOfRange
from souk.pricing.repository import adjusting
from souk.pricing.repository.adjusting import OF_LIST, OF_PRODUCTS, Weighed
from souk.pricing.repository.items import TOLD_MAX, Change, set_prices_from
from souk.pricing.rules.adjusting import Adjustment
from souk.pricing.schemas import Adjusted, AdjustmentDraft, BaseAdjustmentDraft, PriceChange

CHUNK = 5_000


async def adjust_list(work: Work, price_list_id: int, draft: AdjustmentDraft) -> Adjusted:
    """Say what an adjustment makes of a list's prices and, unless it is a preview, make it.

    Raises PriceListMissing, StaleVersion, PriceOutOfRange.
    """
    held = await hold_price_list(work, price_list_id, draft.version)
    given = {**await _asked(work, draft, held.currency), "price_list_id": price_list_id}
    weighed = await _weighed(work, OF_LIST, given)
    named = await adjusting.changed(work.session, OF_LIST, given)
    if not draft.preview:
        prices = f"select product_id, cast(after as bigint) as price_minor from ({OF_LIST}) price"
        changes = await set_prices_from(work.session, work.tenant_id, price_list_id, prices, given, work.now)
        await tell_changed(work, held, changes, work.now)
    return await _told(work, draft, held.currency, weighed, named)


async def adjust_base_prices(work: Work, draft: BaseAdjustmentDraft) -> Adjusted:
    """The same for products' own prices in one currency. Raises PriceOutOfRange."""
    currency = draft.currency or work.scope.currency
    given = await _asked(work, draft, currency)
    weighed = await _weighed(work, OF_PRODUCTS, given)
    if draft.preview:
        named = await adjusting.changed(work.session, OF_PRODUCTS, given)
        return await _told(work, draft, currency, weighed, named)
    changes = await adjusting.changed(work.session, OF_PRODUCTS, given, most=None)
    for start in range(0, len(changes), CHUNK):
        chunk = changes[start : start + CHUNK]
        await put_base_prices(work, [PriceWrite(each.product_id, each.after) for each in chunk])
    return await _told(work, draft, currency, weighed, changes[:TOLD_MAX])


async def _asked(work: ReadWork, draft: AdjustmentDraft, currency: str) -> dict[str, Any]:
    ids = draft.product_ids
    if draft.filter is not None:
        ids = list((await work.session.execute(product_ids_matching(draft.filter))).scalars())
    adjustment = Adjustment(draft.percent, draft.amount, draft.step, draft.ending)
    return adjusting.parameters(work.tenant_id, currency, adjustment, ids)


async def _weighed(work: ReadWork, prices: str, given: Mapping[str, Any]) -> Weighed:
    weighed = await adjusting.weigh(work.session, prices, given)
    if weighed.out_of_range:
        raise PriceOutOfRange(
            f"{weighed.out_of_range:,} of {weighed.matched:,} prices would be negative or too large;"
            " nothing was changed.",
            fields=[FieldError("amount", "takes more than there is")],
            details={"out_of_range": weighed.out_of_range},
        )
    return weighed


async def _told(
    work: ReadWork, draft: AdjustmentDraft, currency: str, weighed: Weighed, named: Sequence[Change]
) -> Adjusted:
    refs = await products_by_ids(work, [each.product_id for each in named])
    return Adjusted(
        preview=draft.preview,
        matched=weighed.matched,
        changed=weighed.changed,
        currency=currency,
        total_before=weighed.total_before,
        total_after=weighed.total_after,
        below_cost=weighed.below_cost,
        named=[
            PriceChange(
                product_id=each.product_id,
                sku=refs[each.product_id].sku,
                before=each.before,
                after=each.after,
            )
            for each in named
        ],
    )
