"""The price on any past day."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.catalog.factories import add_product, later
from tests.pricing.factories import add_list, price, prices_of

from souk.catalog.public import PriceWrite, put_base_prices
from souk.kernel.work import Work
from souk.pricing.actions.adjusting import adjust_list
from souk.pricing.actions.showing import instant_of, list_base_prices, list_history
from souk.pricing.rules.timelines import kept, price_at
from souk.pricing.schemas import AdjustmentDraft, HistoryQuery, PriceQuery


async def test_yesterdays_price_is_still_known_today(work: Work) -> None:
    mug = await add_product(work, "MUG")
    shop = await add_list(work)
    await price(work, shop, {mug: 900})
    tomorrow = later(work, days=1)
    await price(tomorrow, shop, {mug: 950})
    await price(later(work, days=2), shop, {mug: None})

    assert await prices_of(work, shop, work.now) == {mug: 900}
    assert await prices_of(work, shop, tomorrow.now - timedelta(microseconds=1)) == {mug: 900}
    assert await prices_of(work, shop, tomorrow.now) == {mug: 950}
    assert await prices_of(work, shop, later(work, days=2).now) == {}
    assert await prices_of(work, shop) == {}
    assert await prices_of(work, shop, work.now - timedelta(days=1)) == {}


async def test_a_day_means_its_end_in_the_tenants_timezone(work: Work) -> None:
    assert work.scope.timezone == "Europe/Madrid"
    end = instant_of(work, date(2026, 7, 1))
    assert end == datetime(2026, 7, 1, 21, 59, 59, 999999, tzinfo=UTC)
    assert instant_of(work, date(2999, 1, 1)) == work.now


async def test_every_price_of_a_product_is_shown_its_own_and_those_of_lists(work: Work) -> None:
    mug = await add_product(work, "MUG", base_price_minor=1000)
    shop, sale = await add_list(work, "Shop"), await add_list(work, "Sale")
    await price(work, shop, {mug: 900})
    await price(work, sale, {mug: 800})
    tomorrow = later(work, days=1)
    await put_base_prices(tomorrow, [PriceWrite(mug, 1100)])
    await price(tomorrow, sale, {mug: None})

    history = await list_history(work, mug, HistoryQuery(sort="price_list,valid_from"))

    told = [
        (span.price_list, span.price and span.price.amount, span.valid_to == tomorrow.now)
        for span in history.data
    ]
    assert told == [
        ("Sale", 800, True),
        ("Sale", None, False),
        ("Shop", 900, False),
        (None, 1000, True),
        (None, 1100, False),
    ]
    own = await list_history(work, mug, HistoryQuery(base=True))
    assert own.total == 2
    of_shop = await list_history(work, mug, HistoryQuery(price_list_id=shop))
    assert of_shop.total == 1
    now = await list_history(work, mug, HistoryQuery(current=True, sort="price_list"))
    assert [(span.price_list, span.price and span.price.amount) for span in now.data] == [
        ("Shop", 900),
        (None, 1100),
    ]


async def test_base_prices_are_read_at_any_time(work: Work) -> None:
    mug = await add_product(work, "MUG", base_price_minor=1000)
    await add_product(work, "FREE")
    tomorrow = later(work, days=1)
    await put_base_prices(tomorrow, [PriceWrite(mug, 1100)])

    async def base(at: datetime) -> dict[str, int]:
        page = await list_base_prices(work, PriceQuery(at=at))
        return {row.sku: row.price.amount for row in page.data}

    assert await base(work.now) == {"MUG": 1000}
    assert await base(tomorrow.now) == {"MUG": 1100}
    assert await base(work.now - timedelta(days=1)) == {}


async def test_prices_at_a_time_over_http(api: AsyncClient) -> None:
    product = (await api.post("/api/v1/catalog/products", json={"sku": "MUG", "name": "Mug"})).json()
    listed = (await api.post("/api/v1/pricing/lists", json={"name": "Shop"})).json()
    place = f"/api/v1/pricing/lists/{listed['id']}/prices"
    for day, amount in (("2026-01-10", 500), ("2026-03-10", 600)):
        put = await api.put(
            f"{place}/{product['id']}",
            json={"price": {"amount": amount, "currency": "EUR"}, "valid_from": f"{day}T00:00:00Z"},
        )
        assert put.json() == {"changed": 1, "unchanged": 0}

    async def at(moment: str) -> list[int]:
        return [
            row["price"]["amount"] for row in (await api.get(place, params={"at": moment})).json()["data"]
        ]

    assert await at("2026-01-09") == []
    assert await at("2026-01-10") == [500]
    assert await at("2026-03-09T23:59:59Z") == [500]
    assert await at("2026-03-10T01:00:00+01:00") == [600]
    assert (await api.get(place, params={"at": "yesterday"})).status_code == 422
    assert (await api.get(place, params={"at": "2026-02-30"})).status_code == 422
    history = await api.get(f"/api/v1/pricing/products/{product['id']}/price-history")
    assert history.json()["total"] == 2


hours = st.integers(min_value=0, max_value=10)
amounts = st.one_of(st.none(), st.integers(min_value=0, max_value=4))
steps = st.one_of(
    st.tuples(st.just("now"), hours, amounts),
    st.tuples(st.just("past"), hours, amounts),
    st.tuples(st.just("add"), hours, st.integers(min_value=0, max_value=2)),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(steps, max_size=6))
async def test_the_price_at_any_instant_is_the_last_that_was_set_before_it(
    work: Work, said: list[tuple[str, int, int | None]]
) -> None:
    """Against a dictionary: set now, set for the past, adjusted and taken out, as time goes on."""
    savepoint = await work.session.begin_nested()
    start, product, shop = work.now, await add_product(work, "P"), await add_list(work)
    known: dict[datetime, int | None] = {}
    clock = work
    for step, hour, amount in said:
        if step == "past":
            since = min(start + timedelta(hours=hour), clock.now)
            await price(clock, shop, {product: amount}, since=since)
            if since in known or amount is not None or price_at(known, since) is not None:
                known[since] = amount
            continue
        clock = later(clock, hours=hour)
        present = kept(known).price_minor
        if step == "add":
            await adjust_list(clock, shop, AdjustmentDraft(amount=amount or 0, preview=False))
            amount = None if present is None else present + (amount or 0)
        else:
            await price(clock, shop, {product: amount})
        if amount != present:
            known[clock.now] = amount

    instant = timedelta(microseconds=1)
    for at in {moment for edge in (start, *known) for moment in (edge - instant, edge, edge + instant)}:
        expected = price_at(known, at)
        assert await prices_of(work, shop, at) == ({} if expected is None else {product: expected})
    present = kept(known).price_minor
    assert await prices_of(work, shop) == ({} if present is None else {product: present})
    spans = (await list_history(work, product, HistoryQuery(sort="valid_from", per_page=200))).data
    assert all(before.valid_to == after.valid_from for before, after in pairwise(spans))
    await work.session.execute(text("set constraints all immediate"))
    await savepoint.rollback()


@pytest.mark.parametrize("timeline", [{}, {datetime(2026, 1, 1, tzinfo=UTC): None}])
def test_nothing_in_force_is_nothing(timeline: dict[datetime, int | None]) -> None:
    assert kept(timeline).price_minor is None
    assert price_at(timeline, datetime(2026, 2, 1, tzinfo=UTC)) is None
