"""What a product cost, now and at any time before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.catalog.factories import add_product, change_product, facts, later, rows

from souk.catalog.actions.batches import BatchMention, create_batch
from souk.catalog.actions.costs import put_cost, take_back_cost
from souk.catalog.errors import CostMissing, NotYet
from souk.catalog.public import cost_at
from souk.kernel.work import ReadWork, Work


async def cost_when(
    work: ReadWork, product_id: int, at: object, batch_id: int | None = None
) -> Decimal | None:
    """By the SELECT that other domains put into their own statements."""
    known = cost_at("asked.product_id", "asked.batch_id", "asked.at")
    found = await rows(
        work,
        "select cost.unit_cost_minor from (select cast(:product as bigint) as product_id,"
        f" cast(:batch as bigint) as batch_id, cast(:at as timestamptz) as at) asked, lateral {known} cost",
        product=product_id,
        batch=batch_id,
        at=at,
    )
    return found[0].unit_cost_minor if found else None


async def test_a_new_cost_holds_from_now_on_and_the_old_one_until_now(work: Work) -> None:
    product_id = await add_product(work, unit_cost_minor=Decimal("410.5"))
    week_later = later(work, days=7)

    await change_product(week_later, product_id, unit_cost_minor=Decimal(450))

    assert await cost_when(work, product_id, work.now) == Decimal("410.5")
    assert await cost_when(work, product_id, week_later.now - timedelta(microseconds=1)) == Decimal("410.5")
    assert await cost_when(work, product_id, week_later.now) == Decimal(450)
    assert await cost_when(work, product_id, work.now - timedelta(days=1)) is None


async def test_past_costs_are_entered_when_the_invoices_are_found(work: Work) -> None:
    product_id = await add_product(work, unit_cost_minor=Decimal(500))
    january, march = work.now - timedelta(days=90), work.now - timedelta(days=30)

    await put_cost(work, product_id, Decimal(400), "EUR", january)
    await put_cost(work, product_id, Decimal(450), "EUR", march)

    assert await cost_when(work, product_id, january) == Decimal(400)
    assert await cost_when(work, product_id, march - timedelta(seconds=1)) == Decimal(400)
    assert await cost_when(work, product_id, march) == Decimal(450)
    assert await cost_when(work, product_id, work.now) == Decimal(500)
    (row,) = await rows(work, "select unit_cost_minor, version from product where id = :id", id=product_id)
    assert (row.unit_cost_minor, row.version) == (Decimal(500), 1)
    assert facts(work).count("product.cost_changed") == 2


async def test_a_cost_that_was_wrong_is_taken_back(work: Work) -> None:
    product_id = await add_product(work, unit_cost_minor=Decimal(500))
    tomorrow = later(work, days=1)
    await change_product(tomorrow, product_id, unit_cost_minor=Decimal(5000))

    await take_back_cost(tomorrow, product_id, tomorrow.now)

    (row,) = await rows(work, "select unit_cost_minor from product where id = :id", id=product_id)
    assert row.unit_cost_minor == Decimal(500)
    assert await cost_when(work, product_id, tomorrow.now) == Decimal(500)
    with pytest.raises(CostMissing):
        await take_back_cost(tomorrow, product_id, tomorrow.now)


async def test_a_cost_can_stop_being_known(work: Work) -> None:
    product_id = await add_product(work, unit_cost_minor=Decimal(500))
    tomorrow = later(work, days=1)

    await put_cost(tomorrow, product_id, None, None, None)

    assert await cost_when(work, product_id, work.now) == Decimal(500)
    assert await cost_when(work, product_id, tomorrow.now) is None


async def test_a_cost_cannot_start_tomorrow(work: Work) -> None:
    product_id = await add_product(work)

    with pytest.raises(NotYet):
        await put_cost(work, product_id, Decimal(1), "EUR", work.now + timedelta(hours=1))


async def test_the_batch_knows_better_than_the_product(work: Work) -> None:
    product_id = await add_product(work, unit_cost_minor=Decimal(500))
    with_cost = await create_batch(work, BatchMention(product_id, "A", unit_cost_minor=Decimal("310.125")))
    without = await create_batch(work, BatchMention(product_id, "B"))

    assert await cost_when(work, product_id, work.now, with_cost.id) == Decimal("310.125")
    assert await cost_when(work, product_id, work.now, without.id) == Decimal(500)


async def test_costs_are_shown_as_spans(api: AsyncClient) -> None:
    product = (await api.post("/api/v1/catalog/products", json={"sku": "M", "name": "Mug"})).json()
    place = f"/api/v1/catalog/products/{product['id']}/costs"
    for day, amount in (("2026-01-01", "100"), ("2026-03-01", "120.5"), ("2026-02-01", None)):
        cost = {"amount": amount, "currency": "EUR"} if amount else None
        said = await api.post(place, json={"cost": cost, "valid_from": f"{day}T00:00:00Z"})
        assert said.status_code == 201, said.text

    spans = (await api.get(place, params={"sort": "valid_from"})).json()["data"]

    assert [
        (span["valid_from"][:10], (span["valid_to"] or "")[:10], span["cost"] and span["cost"]["amount"])
        for span in spans
    ] == [
        ("2026-01-01", "2026-02-01", "100"),
        ("2026-02-01", "2026-03-01", None),
        ("2026-03-01", "", "120.5"),
    ]
    assert (await api.get(f"/api/v1/catalog/products/{product['id']}")).json()["cost"]["amount"] == "120.5"
    assert (await api.delete(place, params={"valid_from": "2026-02-01T01:00:00+01:00"})).status_code == 204
    assert len((await api.get(place)).json()["data"]) == 2


hours = st.integers(min_value=0, max_value=12)
said = st.tuples(hours, st.one_of(st.none(), st.integers(min_value=0, max_value=5)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(past=st.lists(said, max_size=6), now_and_then=st.lists(st.one_of(said, hours), max_size=4))
async def test_the_cost_at_any_time_is_the_last_that_was_said_of_a_time_before_it(
    work: Work, past: list[tuple[int, int | None]], now_and_then: list[tuple[int, int | None] | int]
) -> None:
    """Against a dictionary: whatever is said in whatever order, taken back, and said again."""
    savepoint = await work.session.begin_nested()
    start = work.now
    evening = later(work, hours=12)
    product_id = await add_product(work, "P")
    known: dict[int, int | None] = {}
    for step in [*past, *now_and_then]:
        if isinstance(step, int):
            if step in known:
                await take_back_cost(evening, product_id, start + timedelta(hours=step))
                del known[step]
        else:
            hour, amount = step
            cost = None if amount is None else Decimal(amount)
            await put_cost(evening, product_id, cost, "EUR", start + timedelta(hours=hour))
            known[hour] = amount

    await work.session.execute(text("set constraints all immediate"))
    for hour in range(14):
        before = [each for each in known if each <= hour]
        expected = known[max(before)] if before else None
        assert await cost_when(work, product_id, start + timedelta(hours=hour)) == expected
    (row,) = await rows(work, "select unit_cost_minor from product where id = :id", id=product_id)
    assert row.unit_cost_minor == (known[max(known)] if known else None)
    await savepoint.rollback()
