"""Prices made from prices."""

from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.catalog.factories import add_product, facts, later, rows
from tests.pricing.factories import add_list, price, prices_of

from souk.kernel.work import Work
from souk.pricing.actions.adjusting import adjust_base_prices, adjust_list
from souk.pricing.errors import PriceOutOfRange
from souk.pricing.rules.adjusting import Adjustment, adjusted
from souk.pricing.schemas import AdjustmentDraft, BaseAdjustmentDraft


@pytest.fixture
async def shop(work: Work) -> int:
    ids = [await add_product(work, f"P-{n}", unit_cost_minor=Decimal(900)) for n in range(3)]
    shop = await add_list(work)
    await price(work, shop, dict(zip(ids, (1000, 1320, 999), strict=True)))
    return shop


async def amounts(work: Work, shop: int) -> list[int]:
    return [amount for _, amount in sorted((await prices_of(work, shop)).items())]


async def test_a_look_at_it_changes_nothing(work: Work, shop: int) -> None:
    work.facts.clear()

    seen = await adjust_list(work, shop, AdjustmentDraft(percent=Decimal(-15)))

    assert (seen.preview, seen.matched, seen.changed, seen.currency) == (True, 3, 3, "EUR")
    assert [(each.sku, each.before, each.after) for each in seen.named] == [
        ("P-0", 1000, 850),
        ("P-1", 1320, 1122),
        ("P-2", 999, 849),
    ]
    assert (seen.total_before, seen.total_after, seen.below_cost) == (3319, 2821, 2)
    assert await amounts(work, shop) == [1000, 1320, 999]
    assert facts(work) == []


async def test_what_was_seen_is_what_is_done(work: Work, shop: int) -> None:
    tomorrow = later(work, days=1)
    draft = AdjustmentDraft(percent=Decimal(-15), amount=5, step=100, ending=1)
    seen = await adjust_list(tomorrow, shop, draft)

    done = await adjust_list(tomorrow, shop, draft.model_copy(update={"preview": False}))

    assert done.named == seen.named
    assert await amounts(work, shop) == [each.after for each in done.named] == [899, 1099, 899]
    assert sorted((await prices_of(work, shop, work.now)).values()) == [999, 1000, 1320]
    assert facts(work).count("price_list.prices_changed") == 2


async def test_a_part_of_a_list_is_adjusted(work: Work, shop: int) -> None:
    await adjust_list(
        work, shop, AdjustmentDraft.model_validate({"amount": 1, "filter": {"sku": "p-1"}, "preview": False})
    )
    assert await amounts(work, shop) == [1000, 1321, 999]
    ids = sorted(await prices_of(work, shop))
    await adjust_list(work, shop, AdjustmentDraft(amount=1, product_ids=ids[:1], preview=False))
    assert await amounts(work, shop) == [1001, 1321, 999]


async def test_no_price_goes_below_zero(work: Work, shop: int) -> None:
    with pytest.raises(PriceOutOfRange, match="2 of 3"):
        await adjust_list(work, shop, AdjustmentDraft(amount=-1001, preview=False))
    assert await amounts(work, shop) == [1000, 1320, 999]


async def test_products_own_prices_are_adjusted_in_one_currency(work: Work) -> None:
    await add_product(work, "A", base_price_minor=1000)
    await add_product(work, "B", base_price_minor=1000, currency="USD")
    await add_product(work, "C")
    tomorrow = later(work, days=1)

    seen = await adjust_base_prices(tomorrow, BaseAdjustmentDraft(percent=Decimal(10)))
    done = await adjust_base_prices(tomorrow, BaseAdjustmentDraft(percent=Decimal(10), preview=False))

    assert (seen.matched, seen.named) == (1, done.named)
    products = await rows(
        work, "select sku, base_price_minor from product where tenant_id = :tenant_id order by sku"
    )
    assert [tuple(row) for row in products] == [("A", 1100), ("B", 1000), ("C", None)]
    spans = await rows(work, "select count(*) as n from product_price where tenant_id = :tenant_id")
    assert spans[0].n == 3


@pytest.mark.parametrize(
    "body",
    [
        {"percent": "-101"},
        {"step": 0},
        {"step": 10, "ending": 10},
        {"product_ids": [1], "filter": {}},
        {"amount": "x"},
    ],
)
async def test_an_adjustment_that_cannot_be_meant_is_refused(api: AsyncClient, body: dict[str, Any]) -> None:
    listed = (await api.post("/api/v1/pricing/lists", json={"name": "Shop"})).json()
    for place in (f"lists/{listed['id']}/adjust", "base-prices/adjust"):
        assert (await api.post(f"/api/v1/pricing/{place}", json=body)).status_code == 422


adjustments = st.builds(
    Adjustment,
    percent=st.decimals(min_value=-100, max_value=300, places=2),
    amount_minor=st.integers(min_value=-500, max_value=500),
    step_minor=st.sampled_from([1, 5, 10, 50, 99, 100]),
    ending_minor=st.integers(min_value=0, max_value=1),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(adjustment=adjustments, price_minor=st.integers(min_value=0, max_value=10**9))
async def test_the_database_rounds_as_the_rule_says(
    work: Work, adjustment: Adjustment, price_minor: int
) -> None:
    """The step's halves go up; negative sums, which are refused anyway, are left out."""
    expected = adjustment.applied_to(price_minor)
    found = await work.session.execute(
        text(f"select {adjusted('cast(:price as bigint)')}"),
        {
            "price": price_minor,
            "percent": adjustment.percent,
            "amount_minor": adjustment.amount_minor,
            "step_minor": adjustment.step_minor,
            "ending_minor": adjustment.ending_minor,
        },
    )
    assert int(found.scalar_one()) == expected or expected < 0
