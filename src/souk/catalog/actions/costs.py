"""What products cost and were priced at: said of an instant, taken back, read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from souk.catalog.actions.telling import emit_cost, emit_price
from souk.catalog.actions.writing import change_all, plan_all
from souk.catalog.errors import CostMissing, PriceCurrencyDiffers, ProductMissing
from souk.catalog.repository import histories
from souk.catalog.repository.histories import COSTS, PRICES, History
from souk.catalog.repository.products import products_by_id, update_products
from souk.catalog.rules.writes import Plan, Point, ProductWrite, product_words
from souk.kernel.errors import SoukError
from souk.kernel.work import Work
from souk.tenancy.public import record_audit


async def put_cost(
    work: Work, product_id: int, unit_cost_minor: Decimal | None, currency: str | None, since: datetime | None
) -> None:
    """Say what a unit costs from `since` on (None: from now), until the next instant something is said of.

    Raises ProductMissing, PriceCurrencyDiffers, NotYet.
    """
    values: dict[str, Any] = {"unit_cost_minor": unit_cost_minor}
    if currency is not None:
        values["currency"] = currency
    _, refused = await write_by_id(work, {product_id: ProductWrite("", values, cost_from=since)})
    for refusal in refused.values():
        raise refusal


@dataclass(frozen=True, slots=True)
class PriceWrite:
    """A base price to be said of a product; `since` None: from now on, `price_minor` None: it has none."""

    product_id: int
    price_minor: int | None
    currency: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PricesWritten:
    """The products whose price changed, now or in the past, and why others were refused."""

    changed: frozenset[int]
    refused: dict[int, SoukError]


async def put_base_prices(work: Work, prices: Sequence[PriceWrite]) -> PricesWritten:
    """Say what products' own prices are, each product once; what is so already is not written."""
    writes: dict[int, ProductWrite] = {}
    for price in prices:
        values: dict[str, Any] = {"base_price_minor": price.price_minor}
        if price.currency is not None:
            values["currency"] = price.currency
        writes[price.product_id] = ProductWrite("", values, price_from=price.since)
    changed, refused = await write_by_id(work, writes)
    return PricesWritten(changed, refused)


async def write_by_id(
    work: Work, writes: Mapping[int, ProductWrite]
) -> tuple[frozenset[int], dict[int, SoukError]]:
    """Carry out writes for products there are, without a look at versions. Answers what changed and what
    was refused; a product that is not there is refused as ProductMissing.
    """
    rows = await products_by_id(work.session, writes)
    refused: dict[int, SoukError] = {
        each: ProductMissing(f"There is no product {each}.") for each in writes if each not in rows
    }
    outcomes = await plan_all(work, rows, {each: writes[each] for each in rows})
    refused |= {each: outcome for each, outcome in outcomes.items() if isinstance(outcome, SoukError)}
    changed = await change_all(
        work, [made for made in outcomes.values() if isinstance(made, Plan) and made.changes]
    )
    return frozenset(made.product_id for made in changed), refused


async def take_back_cost(work: Work, product_id: int, since: datetime) -> None:
    """Forget what was said of the cost at exactly `since`: the span before goes on.

    Raises ProductMissing, CostMissing.
    """
    await _take_back(work, product_id, since, COSTS)


async def take_back_price(work: Work, product_id: int, since: datetime) -> None:
    """The same for the base price. Raises ProductMissing, CostMissing."""
    await _take_back(work, product_id, since, PRICES)


async def _take_back(work: Work, product_id: int, since: datetime, history: History) -> None:
    rows = await products_by_id(work.session, [product_id], lock=True)
    if product_id not in rows:
        raise ProductMissing(f"There is no product {product_id}.")
    row = rows[product_id]
    point = {"product_id": product_id, "valid_from": since}
    said = (await histories.said_at(work.session, work.tenant_id, history, [point])).get((product_id, since))
    if said is None:
        raise CostMissing(f"Nothing was said of {row['sku']} at {since.isoformat()}.")
    await histories.remove(work.session, work.tenant_id, history, [point])
    last = (await histories.latest(work.session, work.tenant_id, history, [product_id])).get(product_id)
    present = last["value"] if last else None
    if last is not None and present is not None and last["currency"] != row["currency"]:
        raise PriceCurrencyDiffers(
            f"What held before was in {last['currency']}, {row['sku']} is in {row['currency']} now;"
            " say what holds now instead."
        )
    if present != row[history.present]:
        row[history.present] = present
        await update_products(work.session, work.tenant_id, [{**row, "words": product_words(row)}])
    held = await histories.held_at(work.session, work.tenant_id, history, product_id, since)
    told = Point(product_id, since, held["value"] if held else None, row["currency"])
    (emit_cost if history is COSTS else emit_price)(work, row["sku"], told)
    await record_audit(
        work,
        "product.cost_taken_back" if history is COSTS else "product.price_taken_back",
        subject=("product", product_id, row["sku"]),
        before={"valid_from": since, history.value: said["value"], "currency": said["currency"]},
    )
