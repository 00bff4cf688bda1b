"""What happens around orders: counting them, rates and products that come later, people who go."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from tests.contexts import job_context
from tests.orders.factories import (
    PLACED,
    draft,
    facts,
    item_rows,
    line,
    made,
    make_product,
    order_row,
    rows,
    waiting_jobs,
)

from souk.events.audience import ContactErased, ContactMerged
from souk.events.orders import OrderPlaced
from souk.events.pricing import ExchangeRatesChanged
from souk.kernel.work import Database, Work
from souk.orders import handlers, tasks
from souk.orders.actions import rates
from souk.orders.actions.place import place_orders
from souk.orders.actions.refund import refund_by_reference
from souk.orders.actions.status import Wish, change_status
from souk.orders.drafts import BuyerDraft, RefundDraft
from souk.orders.repository.lists import OrderFilter, count_orders
from souk.orders.repository.payloads import delete_payloads
from souk.orders.repository.tally import fold_tally, tenants_to_fold
from souk.orders.states import OrderStatus


async def test_the_tally_counts_what_is_there_whatever_happens_and_however_it_is_folded(work: Work) -> None:
    placed = await place_orders(
        work,
        [
            draft(
                external_id=f"B-{n}",
                placed_at=PLACED + timedelta(hours=9 * n),
                status=OrderStatus.CONFIRMED if n % 3 else OrderStatus.PENDING,
                marketplace="bazaar" if n % 2 else "souq",
            )
            for n in range(20)
        ],
    )
    for n in range(0, 20, 4):
        await change_status(work, [Wish(placed[n].order_id, OrderStatus.CANCELLED)])
    await place_orders(work, [draft(external_id="B-1", placed_at=PLACED + timedelta(days=30))])

    async def agree(**wanted: object) -> None:
        wish = OrderFilter(**wanted)  # type: ignore[arg-type]
        told, exact = await count_orders(work, wish)
        (counted,) = await rows(
            work,
            "select count(*) as there from sales_order where (:status = '' or status = :status)"
            " and (:market = '' or marketplace = :market) and placed_at >= :start and placed_at < :end",
            status=wish.statuses[0] if wish.statuses else "",
            market=wish.marketplace or "",
            start=wish.placed_from or datetime(1970, 1, 1, tzinfo=UTC),
            end=wish.placed_to or datetime(2999, 1, 1, tzinfo=UTC),
        )
        assert (told, exact) == (counted.there, True)

    for _ in range(2):
        await agree()
        await agree(statuses=("cancelled",))
        await agree(statuses=("confirmed",), marketplace="souq")
        await agree(placed_from=PLACED + timedelta(hours=20), placed_to=PLACED + timedelta(hours=100))
        await agree(placed_from=PLACED + timedelta(hours=1), placed_to=PLACED + timedelta(hours=2))
        await agree(placed_to=PLACED + timedelta(hours=31), marketplace="bazaar")
        await fold_tally(work)
    loose = await rows(
        work, "select 1 from order_tally group by day, marketplace, status having count(*) > 1"
    )
    assert not loose


async def test_tenants_whose_tally_is_loose_are_found(database: Database, tenant_id: int) -> None:
    for key in ("B-1", "B-2"):
        async with database.work(tenant_id) as work:
            await place_orders(work, [draft(external_id=key)])
    async with database.across_tenants() as system:
        assert tenant_id in await tenants_to_fold(system)
    async with database.work(tenant_id) as work:
        await fold_tally(work)
    async with database.across_tenants() as system:
        assert tenant_id not in await tenants_to_fold(system)


async def enter_rate(work: Work, day: date, rate: str) -> None:
    await rows(
        work,
        "insert into exchange_rate (tenant_id, day, from_currency, to_currency, rate, source)"
        " values (:tenant_id, :day, 'USD', 'EUR', :rate, 'entered') returning 1",
        day=day,
        rate=Decimal(rate),
    )


async def test_an_order_keeps_the_rate_of_its_day_at_most_a_week_old(work: Work) -> None:
    await enter_rate(work, PLACED.date(), "0.9")
    known, last_day, too_late = await place_orders(
        work,
        [
            draft(currency="USD"),
            draft(currency="USD", placed_at=PLACED + timedelta(days=7)),
            draft(currency="USD", placed_at=PLACED + timedelta(days=8)),
        ],
    )
    found = [(await order_row(work, one.order_id)).exchange_rate for one in (known, last_day, too_late)]
    assert found == [Decimal("0.9"), Decimal("0.9"), None]


async def test_a_rate_that_becomes_known_later_reaches_the_orders_that_had_none(work: Work) -> None:
    (placed,) = await place_orders(work, [draft(currency="USD", external_id="B-1")])
    assert (await order_row(work, placed.order_id)).exchange_rate is None
    await enter_rate(work, PLACED.date() - timedelta(days=2), "0.88")
    day = (PLACED.date() - timedelta(days=2)).isoformat()
    told = ExchangeRatesChanged(first_day=day, last_day=day, currencies=["USD", "EUR"], changed=1)
    for _ in range(2):
        await handlers.on_rates_changed(work, [told])
        assert (await order_row(work, placed.order_id)).exchange_rate == Decimal("0.88")
    assert [one.what for one in facts(work, "order.changed")] == [["exchange_rate"]]


async def test_many_orders_are_rated_some_at_once_and_the_rest_by_a_job(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "ORDERS_PER_ROUND", 2)
    monkeypatch.setattr(tasks, "ORDERS_PER_ROUND", 2)
    unrated = text("select count(*) from sales_order where exchange_rate is null")
    day = PLACED.date().isoformat()
    async with database.work(tenant_id) as work:
        await place_orders(work, [draft(currency="USD") for _ in range(5)])
        await enter_rate(work, PLACED.date(), "0.88")
        told = ExchangeRatesChanged(first_day=day, last_day=day, currencies=["USD", "EUR"], changed=1)
        await handlers.on_rates_changed(work, [told])
        assert (await work.session.execute(unrated)).scalar_one() == 3
    (arguments,) = await waiting_jobs(database, tenant_id, tasks.rate_waiting.name)
    await tasks.rate_waiting(job_context(database, tenant_id), **arguments)
    async with database.reading(tenant_id) as work:
        assert (await work.session.execute(unrated)).scalar_one() == 0


async def test_a_product_that_is_made_takes_the_lines_that_waited_for_it(work: Work) -> None:
    (placed,) = await place_orders(work, [draft(line("LATE-1"))])
    late = await make_product(work, "LATE-1")
    told = made(late, "LATE-1")
    for _ in range(2):
        await handlers.on_products(work, [told])
    assert (await item_rows(work, placed.order_id))[0].product_id == late


async def test_orders_follow_a_merged_contact_and_forget_an_erased_one(work: Work) -> None:
    first, second = await place_orders(
        work,
        [
            draft(
                external_id=f"B-{n}",
                buyer=BuyerDraft(email=f"{n}@olea.example"),
                shipping_address={"city": "Jaén"},
                note="ring twice",
                payload={"name": "Ana"},
            )
            for n in range(2)
        ],
    )
    kept, merged = [(await order_row(work, one.order_id)).contact_id for one in (first, second)]
    await handlers.on_contacts(work, [ContactMerged(contact_id=kept, merged_id=merged)])
    assert (await order_row(work, second.order_id)).contact_id == kept
    await handlers.on_contacts(work, [ContactErased(contact_id=kept)])
    order = await order_row(work, second.order_id)
    assert (order.shipping_address, order.note, order.total_minor) == (None, "", 1000)
    assert not await rows(work, "select 1 from order_payload")


async def test_raw_orders_are_kept_for_a_time(work: Work) -> None:
    await place_orders(work, [draft(external_id="B-1", payload={"id": "B-1"})])
    assert await delete_payloads(work, work.now - timedelta(days=1), limit=10) == 0
    assert await delete_payloads(work, work.now + timedelta(days=1), limit=10) == 1
    assert len(await rows(work, "select 1 from sales_order")) == 1


async def test_a_refund_and_its_order_that_did_not_see_each_other(database: Database, tenant_id: int) -> None:
    """Both are on their way at once: the order finds no refund waiting, the refund finds no order."""
    async with database.work(tenant_id) as first:
        (placed,) = await place_orders(first, [draft(external_id="B-1")])
        async with database.work(tenant_id) as second:
            early = RefundDraft(amount_minor=100, external_id="r1")
            assert await refund_by_reference(second, "bazaar", "B-1", early) is None
    async with database.work(tenant_id) as work:
        told = OrderPlaced(
            order_id=placed.order_id,
            number="B-1",
            marketplace="bazaar",
            status="pending",
            placed_at=PLACED.isoformat(),
            currency="EUR",
            total_minor=1000,
            contact_id=None,
        )
        for _ in range(2):
            await handlers.on_placed(work, [told])
        assert (await order_row(work, placed.order_id)).refunded_minor == 100


async def test_the_same_orders_from_two_sides_at_once_are_placed_once(
    database: Database, tenant_id: int
) -> None:
    orders = [draft(external_id=f"B-{n}") for n in range(40)]

    async def bring(given: list) -> list[str]:
        async with database.work(tenant_id) as work:
            return [one.outcome.value for one in await place_orders(work, given)]

    forwards, backwards = await asyncio.gather(bring(orders), bring(orders[::-1]))
    assert sorted([*forwards, *backwards]) == ["placed"] * 40 + ["unchanged"] * 40


async def test_row_level_security_alone_keeps_orders_apart(database: Database, tenant_id: int) -> None:
    from tests.conftest import make_tenant

    async with database.work(tenant_id) as work:
        await place_orders(work, [draft(external_id="B-1")])
    async with database.work(await make_tenant(database)) as stranger:
        for table in ("sales_order", "order_item", "order_status_change", "order_tally"):
            found = await stranger.session.execute(text(f"select count(*) from {table}"))
            assert found.scalar_one() == 0
