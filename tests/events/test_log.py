"""What a transaction emits is written with it or not at all."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from tests.events.kitchen import DishServed, DishStirred, cook, cooking, stirred

from souk.events import Event, emit
from souk.events.log import PAYLOAD_MAX_BYTES, EventLog, as_event, read_of_tenant
from souk.events.orders import OrderPlaced, OrderStatusChanged
from souk.kernel.work import Actor, Database, Work

ANA = Actor("user", "Ana <ana@example.com>", user_id=7)


async def logged(database: Database, tenant_id: int) -> list[Event]:
    async with database.reading(tenant_id) as work:
        types = [DishStirred.type, DishServed.type, OrderPlaced.type, OrderStatusChanged.type]
        rows = await read_of_tenant(work.session, tenant_id, types, after=0, upto=2**62, limit=1000)
    return [as_event(row) for row in rows]


async def test_events_are_written_in_the_order_emitted(database: Database, tenant_id: int) -> None:
    await cook(database, tenant_id, *stirred("soup", *range(50)))
    events = await logged(database, tenant_id)
    assert events == stirred("soup", *range(50))
    assert [event.cause for event in events] == sorted(event.cause for event in events)


async def test_an_order_comes_back_from_the_log_as_it_was_emitted(database: Database, tenant_id: int) -> None:
    placed = OrderPlaced(
        order_id=5,
        number="ÑU-1",
        marketplace="direct",
        status="pending",
        placed_at="2026-03-01T10:00:00+00:00",
        currency="EUR",
        total_minor=1999,
        contact_id=None,
    )
    async with database.work(tenant_id, ANA, request_id="req-1") as work:
        emit(work, placed)
    (found,) = await logged(database, tenant_id)
    assert found == placed
    assert found.logged is not None
    assert (found.logged.tenant_id, found.logged.aggregate) == (tenant_id, "order:5")
    assert found.logged.actor == "user:7"
    assert found.logged.request_id == "req-1"


async def test_the_log_keeps_no_name_of_a_person(database: Database, tenant_id: int) -> None:
    async with database.work(tenant_id, ANA) as work:
        emit(work, DishServed(dish="soup"))
    async with database.reading(tenant_id) as work:
        rows = await work.session.execute(text("select event_log::text as row from event_log"))
        assert not [row for (row,) in rows if "ana" in row.lower()]


async def test_what_is_rolled_back_never_happened(database: Database, tenant_id: int) -> None:
    async def burn() -> None:
        async with database.work(tenant_id) as work:
            emit(work, DishServed(dish="soup"))
            raise RuntimeError("burnt")

    with pytest.raises(RuntimeError, match="burnt"):
        await burn()
    async with cooking(database, tenant_id, DishServed(dish="soup")):
        pass
    assert await logged(database, tenant_id) == []


async def test_handlers_in_the_transaction_answer_until_nothing_is_new(
    database: Database, tenant_id: int
) -> None:
    async def serve_after_three(work: Work, events: Sequence[Event]) -> None:
        assert all(event.logged is None for event in events)
        for event in events:
            if isinstance(event, DishStirred) and event.step < 3:
                emit(work, DishStirred(dish=event.dish, step=event.step + 1))
            elif isinstance(event, DishStirred):
                emit(work, DishServed(dish=event.dish))

    log = EventLog({DishStirred: [serve_after_three]})
    async with database.work(tenant_id) as work:
        emit(work, DishStirred(dish="soup", step=1))
        await log.react(work)
    assert await logged(database, tenant_id) == [*stirred("soup", 1, 2, 3), DishServed(dish="soup")]


async def test_a_handler_of_several_types_hears_them_together_in_order(work: Work) -> None:
    heard: list[list[str]] = []

    async def listen(_work: Work, events: Sequence[Event]) -> None:
        heard.append([event.type for event in events])

    emit(work, DishStirred(dish="soup", step=1))
    emit(work, DishServed(dish="soup"))
    emit(work, DishStirred(dish="stew", step=1))
    await EventLog({DishStirred: [listen], DishServed: [listen]}).react(work)
    assert heard == [["kitchen.dish_stirred", "kitchen.dish_served", "kitchen.dish_stirred"]]


async def test_a_failing_handler_in_the_transaction_undoes_all_of_it(
    database: Database, tenant_id: int
) -> None:
    async def drop_the_pot(_work: Work, _events: Sequence[Event]) -> None:
        raise ValueError("dropped")

    kitchen = Database(database.urls, sink=EventLog({DishServed: [drop_the_pot]}), pool_size=2)
    with pytest.raises(ValueError, match="dropped"):
        await cook(kitchen, tenant_id, DishServed(dish="soup"))
    await kitchen.close()
    assert await logged(database, tenant_id) == []


async def test_handlers_that_answer_one_another_for_ever_are_stopped(work: Work) -> None:
    async def stir_again(work: Work, events: Sequence[Event]) -> None:
        emit(work, DishStirred(dish="soup", step=len(events)))

    emit(work, DishStirred(dish="soup", step=0))
    with pytest.raises(RuntimeError, match="kept answering"):
        await EventLog({DishStirred: [stir_again]}).react(work)


async def test_an_event_carries_ids_not_documents(work: Work) -> None:
    emit(work, DishServed(dish="x" * PAYLOAD_MAX_BYTES))
    with pytest.raises(ValueError, match="carries over"):
        await EventLog({}).settle(work)


@pytest.mark.parametrize("statement", ["update event_log set type = 'x'", "delete from event_log"])
async def test_the_application_cannot_rewrite_the_log(
    database: Database, tenant_id: int, statement: str
) -> None:
    await cook(database, tenant_id, DishServed(dish="soup"))
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with database.work(tenant_id) as work:
            await work.session.execute(text(statement))


async def test_the_log_of_another_tenant_is_not_to_be_seen(
    database: Database, tenant_id: int, other_tenant_id: int
) -> None:
    await cook(database, other_tenant_id, DishServed(dish="soup"))
    async with database.reading(tenant_id) as work:
        seen = await work.session.execute(text("select count(*) from event_log"))
        assert seen.scalar_one() == 0


async def test_two_transactions_write_at_the_same_time(database: Database, tenant_id: int) -> None:
    async with cooking(database, tenant_id, DishServed(dish="first")) as first:
        await asyncio.wait_for(cook(database, tenant_id, DishServed(dish="second")), 5)
        await first.commit()
    assert {event.dish for event in await logged(database, tenant_id)} == {"first", "second"}  # type: ignore[attr-defined]
