"""Each subscriber hears everything once, at its own pace, whatever the others do."""

import asyncio
import time
from collections.abc import Iterable, Sequence

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from tests.events.kitchen import (
    DishServed,
    DishStirred,
    GuestThanked,
    cook,
    dispatching,
    hearing,
    stirred,
    thank,
    thanked,
)

from souk.events import Event, emit
from souk.events.dispatch import dispatcher as dispatcher_module
from souk.events.dispatch import turn as turn_module
from souk.events.log import EventLog, Facts
from souk.kernel.work import Database, Work


async def make_due(database: Database, subscriber: str) -> None:
    """Let the time of what is set aside come."""
    async with database.across_tenants() as work:
        await work.session.execute(
            text(
                "update event_set_aside set next_attempt_at = now()"
                " where subscriber = :subscriber and next_attempt_at is not null"
            ),
            {"subscriber": subscriber},
        )


async def aside(database: Database, subscriber: str) -> list[tuple[str, str, int]]:
    async with database.across_tenants() as work:
        rows = await work.session.execute(
            text(
                "select aside.state, log.payload ->> 'dish' as dish, (log.payload ->> 'step')::int as step"
                " from event_set_aside aside join event_log log on log.id = aside.event_id"
                " where subscriber = :subscriber order by event_id"
            ),
            {"subscriber": subscriber},
        )
        return [(row.state, row.dish, row.step) for row in rows]


async def attempts(database: Database, subscriber: str) -> list[int]:
    async with database.across_tenants() as work:
        rows = await work.session.execute(
            text("select attempts from event_set_aside where subscriber = :subscriber order by event_id"),
            {"subscriber": subscriber},
        )
        return list(rows.scalars())


class Cook:
    """A handler that burns the dishes it is told to."""

    def __init__(self, *burns: tuple[str, int]) -> None:
        self.burns = set(burns)
        self.batches: list[int] = []

    async def __call__(self, work: Work, events: Sequence[Event]) -> None:
        self.batches.append(len(events))
        await thank(work, events)
        for event in events:
            assert isinstance(event, DishStirred)
            if (event.dish, event.step) in self.burns:
                raise ValueError(f"burnt {event.dish} at step {event.step}")


async def test_a_batch_is_one_tenants_and_in_order(
    database: Database, tenant_id: int, other_tenant_id: int
) -> None:
    batches: list[tuple[int, list[int]]] = []

    async def listen(work: Work, events: Sequence[Event]) -> None:
        batches.append((work.tenant_id, [event.step for event in events]))  # type: ignore[attr-defined]

    async with dispatching(database, hearing(listen)) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1, 2))
        await cook(database, other_tenant_id, *stirred("soup", 7))
        await cook(database, tenant_id, *stirred("soup", 3))
        await dispatcher.drain()
    assert sorted(batches) == sorted([(tenant_id, [1, 2, 3]), (other_tenant_id, [7])])


async def test_a_handler_works_as_the_application_under_its_tenants_policy(
    database: Database, tenant_id: int, other_tenant_id: int
) -> None:
    seen: list[tuple[str, int]] = []

    async def look(work: Work, _events: Sequence[Event]) -> None:
        row = await work.session.execute(
            text("select current_user::text, (select count(distinct tenant_id) from event_log)::int")
        )
        seen.append(tuple(row.one()))

    async with dispatching(database, hearing(look)) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1))
        await cook(database, other_tenant_id, *stirred("soup", 1))
        await dispatcher.drain()
    assert len(seen) == 2
    assert {(user.endswith("_app"), tenants) for user, tenants in seen} == {(True, 1)}


async def test_a_new_subscriber_starts_at_the_end_or_at_the_start(database: Database, tenant_id: int) -> None:
    heard: dict[str, list[Event]] = {"late": [], "thorough": []}

    async def late(_work: Work, events: Sequence[Event]) -> None:
        heard["late"].extend(events)

    async def thorough(work: Work, events: Sequence[Event]) -> None:
        if work.tenant_id == tenant_id:
            heard["thorough"].extend(events)

    await cook(database, tenant_id, *stirred("soup", 1))
    subscribers = hearing(late), hearing(thorough, starts_at="start")
    async with dispatching(database, *subscribers) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 2))
        await dispatcher.drain()
    assert heard == {"late": stirred("soup", 2), "thorough": stirred("soup", 1, 2)}


async def test_only_the_types_subscribed_to_are_heard(database: Database, tenant_id: int) -> None:
    async with dispatching(database, hearing(thank, hears=(DishServed,))) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1), DishServed(dish="soup"))
        assert await dispatcher.drain() == 1


async def test_a_subscriber_of_rare_events_passes_the_others_in_bounded_steps(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_module, "SCAN_IDS", 10)
    async with dispatching(database, hearing(thank, hears=(DishServed,))) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", *range(95)), DishServed(dish="soup"))
        assert await dispatcher.drain() == 1


async def test_a_backlog_is_handled_in_bounded_batches(database: Database, tenant_id: int) -> None:
    chef = Cook()
    async with dispatching(database, hearing(chef, batch=100)) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", *range(1050)))
        assert await dispatcher.drain() == 1050
    assert chef.batches == [100] * 10 + [50]
    assert await thanked(database, tenant_id) == [("soup", step) for step in range(1050)]


async def test_what_a_handler_did_and_the_position_are_one_transaction(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with dispatching(database, hearing(thank)) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1, 2))
        with monkeypatch.context() as broken:

            async def lose_power(*_args: object) -> None:
                raise OSError("the power went at the last moment")

            broken.setattr(turn_module, "append", lose_power)
            with pytest.raises(OSError, match="power"):
                await dispatcher.drain()
        assert await dispatcher.drain() == 2
    assert await thanked(database, tenant_id) == [("soup", 1), ("soup", 2)]


async def test_in_transaction_handlers_hear_what_a_subscriber_emits(
    database: Database, tenant_id: int
) -> None:
    async def serve(work: Work, events: Sequence[Event]) -> None:
        for event in events:
            emit(work, DishServed(dish=event.dish))  # type: ignore[attr-defined]

    subscriber = hearing(thank, hears=(DishStirred,))
    async with dispatching(database, subscriber, log=EventLog({GuestThanked: [serve]})) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1))
        await dispatcher.drain()
    async with database.reading(tenant_id) as work:
        types = await work.session.execute(text("select type from event_log order by id"))
        assert [row.type for row in types] == [DishStirred.type, GuestThanked.type, DishServed.type]


async def test_one_poisonous_event_spoils_neither_its_batch_nor_other_dishes(
    database: Database, tenant_id: int
) -> None:
    chef = Cook(("stew", 2))
    subscriber = hearing(chef)
    async with dispatching(database, subscriber) as dispatcher:
        for step in range(1, 5):
            await cook(database, tenant_id, *stirred("soup", step), *stirred("stew", step))
        await dispatcher.drain()
        assert await thanked(database, tenant_id, "soup") == [("soup", step) for step in range(1, 5)]
        assert await thanked(database, tenant_id, "stew") == [("stew", 1)]
        assert await aside(database, subscriber.name) == [
            ("retrying", "stew", 2),
            ("following", "stew", 3),
            ("following", "stew", 4),
        ]


async def test_what_follows_later_waits_too_and_all_goes_on_in_order(
    database: Database, tenant_id: int
) -> None:
    chef = Cook(("stew", 1))
    subscriber = hearing(chef)
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("stew", 1))
        await dispatcher.drain()
        await cook(database, tenant_id, *stirred("stew", 2), *stirred("soup", 1))
        await dispatcher.drain()
        assert await aside(database, subscriber.name) == [("retrying", "stew", 1), ("following", "stew", 2)]
        assert await thanked(database, tenant_id) == [("soup", 1)]

        await make_due(database, subscriber.name)
        await dispatcher.drain()
        assert len(await aside(database, subscriber.name)) == 2

        chef.burns.clear()
        await make_due(database, subscriber.name)
        await dispatcher.drain()
        assert await aside(database, subscriber.name) == []
        assert await thanked(database, tenant_id, "stew") == [("stew", 1), ("stew", 2)]

        await cook(database, tenant_id, *stirred("stew", 3))
        await dispatcher.drain()
        assert await thanked(database, tenant_id, "stew") == [("stew", step) for step in (1, 2, 3)]


async def test_a_follower_that_fails_in_its_turn_holds_up_what_is_behind_it(
    database: Database, tenant_id: int
) -> None:
    chef = Cook(("stew", 1), ("stew", 3))
    subscriber = hearing(chef)
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("stew", 1, 2, 3, 4))
        await dispatcher.drain()
        chef.burns = {("stew", 3)}
        await make_due(database, subscriber.name)
        await dispatcher.drain()
        assert await aside(database, subscriber.name) == [("retrying", "stew", 3), ("following", "stew", 4)]
        assert await thanked(database, tenant_id) == [("stew", 1), ("stew", 2)]


async def test_more_followers_than_a_batch_holds(database: Database, tenant_id: int) -> None:
    chef = Cook(("stew", 1))
    subscriber = hearing(chef, batch=3)
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("stew", *range(1, 11)))
        await dispatcher.drain()
        assert len(await aside(database, subscriber.name)) == 10
        chef.burns.clear()
        await make_due(database, subscriber.name)
        await dispatcher.drain()
    assert await thanked(database, tenant_id) == [("stew", step) for step in range(1, 11)]


async def test_attempts_back_off_and_end_with_a_person(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("souk.events.dispatch.aside.ATTEMPTS_MAX", 3)
    subscriber = hearing(Cook(("stew", 1)))
    waits: list[float] = []
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("stew", 1))
        for _ in range(3):
            await dispatcher.drain()
            async with database.across_tenants() as work:
                row = (
                    await work.session.execute(
                        text(
                            "select extract(epoch from next_attempt_at - last_attempt_at) as wait, error"
                            " from event_set_aside where subscriber = :name"
                        ),
                        {"name": subscriber.name},
                    )
                ).one()
            assert row.error == "ValueError: burnt stew at step 1"
            if row.wait is not None:
                waits.append(round(float(row.wait)))
            await make_due(database, subscriber.name)
    assert waits == [5, 10]
    assert await aside(database, subscriber.name) == [("given_up", "stew", 1)]


async def test_an_event_nobody_can_read_is_set_aside_in_its_place(database: Database, tenant_id: int) -> None:
    """A publisher renamed a field without counting its version up."""
    subscriber = hearing(thank)
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1, 2))
        async with database.across_tenants() as work:
            await work.session.execute(
                text(
                    "insert into event_log (tenant_id, type, version, aggregate, payload, occurred_at, actor)"
                    " values (:tenant_id, :type, 1, 'dish:soup', '{\"pot\": 1}', now(), 'system')"
                ),
                {"tenant_id": tenant_id, "type": DishStirred.type},
            )
        await cook(database, tenant_id, *stirred("soup", 4))
        await dispatcher.drain()
    assert await thanked(database, tenant_id) == [("soup", 1), ("soup", 2)]
    assert [state for state, _, _ in await aside(database, subscriber.name)] == ["retrying", "following"]


async def test_after_long_turns_come_smaller_ones_so_that_others_wait_less(
    database: Database, tenant_id: int, other_tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher_module, "LONG_TURN_S", 0.0)
    turns: list[int] = []
    done = asyncio.Event()

    async def dawdle(work: Work, events: Sequence[Event]) -> None:
        if work.tenant_id == tenant_id:
            turns.append(len(events))
            await asyncio.sleep(0.01)
        else:
            done.set()

    stop = asyncio.Event()
    async with dispatching(database, hearing(dawdle, batch=8)) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", *range(17)))
        await cook(database, other_tenant_id, *stirred("rice", 1))
        running = asyncio.create_task(dispatcher.run(stop))
        await asyncio.wait_for(done.wait(), 20)
        stop.set()
        await running
    assert turns == [8, 4, 2, 1, 1, 1]


async def test_a_slow_subscriber_holds_up_no_other(database: Database, tenant_id: int) -> None:
    gate, served = asyncio.Event(), asyncio.Event()

    async def dawdle(_work: Work, _events: Sequence[Event]) -> None:
        await gate.wait()

    async def serve(_work: Work, _events: Sequence[Event]) -> None:
        served.set()

    stop = asyncio.Event()
    async with dispatching(database, hearing(dawdle), hearing(serve)) as dispatcher:
        running = asyncio.create_task(dispatcher.run(stop))
        await cook(database, tenant_id, *stirred("soup", 1))
        await asyncio.wait_for(served.wait(), 10)
        assert not gate.is_set()
        gate.set()
        stop.set()
        await running


async def test_an_event_that_loses_every_race_is_never_blamed_and_stands_alone_in_the_end(
    database: Database, tenant_id: int
) -> None:
    async def race(work: Work, events: Sequence[Event]) -> None:
        for event in events:
            if event == DishStirred(dish="stew", step=2):
                await work.session.execute(text("do $$ begin raise sqlstate '40P01'; end $$"))
        await thank(work, events)

    subscriber = hearing(race)
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("stew", 1, 2, 3), *stirred("soup", *range(10)))
        for _ in range(8):
            await dispatcher.drain()
            await make_due(database, subscriber.name)
    assert await aside(database, subscriber.name) == [("retrying", "stew", 2), ("following", "stew", 3)]
    assert await attempts(database, subscriber.name) == [0, 0]
    assert await thanked(database, tenant_id, "soup") == [("soup", step) for step in range(10)]
    assert await thanked(database, tenant_id, "stew") == [("stew", 1)]


async def test_a_tenant_whose_lock_is_held_waits_alone_and_is_not_condemned(
    database: Database, tenant_id: int, other_tenant_id: int
) -> None:
    """As when an import holds an order's row: the other tenants' events are handled meanwhile."""
    lock = text("select pg_advisory_xact_lock(:key)")

    async def take_the_pan(work: Work, events: Sequence[Event]) -> None:
        await work.session.execute(lock, {"key": work.tenant_id})
        await thank(work, events)

    subscriber = hearing(take_the_pan)
    async with dispatching(database, subscriber) as dispatcher:
        async with database.across_tenants() as holder:
            await holder.session.execute(lock, {"key": tenant_id})
            for step in range(1, 4):
                await cook(database, tenant_id, *stirred("stew", step), *stirred("soup", step))
                await cook(database, other_tenant_id, *stirred("rice", step))
            begun = time.monotonic()
            async with asyncio.timeout(20):
                await dispatcher.drain()
            assert time.monotonic() - begun < 5
            assert await thanked(database, other_tenant_id) == [("rice", step) for step in (1, 2, 3)]
            assert await thanked(database, tenant_id) == []
            for _ in range(dispatcher_module.FAILED_TURNS_MAX + 1):
                await make_due(database, subscriber.name)
                await dispatcher.drain()
            assert set(await attempts(database, subscriber.name)) == {0}
        async with database.reading(tenant_id) as work:
            rung = await work.session.execute(text("select from event_log where type = 'event.set_aside'"))
            assert rung.first() is None
        await make_due(database, subscriber.name)
        await dispatcher.drain()
    assert await aside(database, subscriber.name) == []
    assert await thanked(database, tenant_id, "stew") == [("stew", step) for step in (1, 2, 3)]
    assert await thanked(database, tenant_id, "soup") == [("soup", step) for step in (1, 2, 3)]


async def test_a_turn_that_loses_a_race_is_no_step_towards_condemning_anything(
    database: Database, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher_module, "BACKOFF_FIRST_S", 0.001)
    lost = 0
    append = turn_module.append

    async def lose(connection: AsyncConnection, facts: Iterable[Facts]) -> None:
        nonlocal lost
        if lost < 3 * dispatcher_module.FAILED_TURNS_MAX:
            lost += 1
            await connection.execute(text("do $$ begin raise sqlstate '55P03'; end $$"))
        await append(connection, facts)

    monkeypatch.setattr(turn_module, "append", lose)
    served = asyncio.Event()

    async def serve(work: Work, events: Sequence[Event]) -> None:
        await thank(work, events)
        if lost == 3 * dispatcher_module.FAILED_TURNS_MAX:
            served.set()

    subscriber = hearing(serve)
    stop = asyncio.Event()
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1))
        running = asyncio.create_task(dispatcher.run(stop))
        await asyncio.wait_for(served.wait(), 20)
        stop.set()
        await running
    assert await aside(database, subscriber.name) == []
    assert await thanked(database, tenant_id) == [("soup", 1)]


async def test_a_lost_connection_blames_no_event(database: Database, tenant_id: int, admin_url: str) -> None:
    cut: list[int] = []
    subscriber_heard = asyncio.Event()

    async def cut_once(work: Work, events: Sequence[Event]) -> None:
        if not cut:
            cut.append((await work.session.execute(text("select pg_backend_pid()"))).scalar_one())
            async with await psycopg.AsyncConnection.connect(admin_url) as admin:
                await admin.execute("select pg_terminate_backend(%s, 5000)", cut)
            return
        await thank(work, events)
        subscriber_heard.set()

    subscriber = hearing(cut_once)
    stop = asyncio.Event()
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1))
        running = asyncio.create_task(dispatcher.run(stop))
        await asyncio.wait_for(subscriber_heard.wait(), 20)
        stop.set()
        await running
    assert await aside(database, subscriber.name) == []
    assert await thanked(database, tenant_id) == [("soup", 1)]


async def test_two_subscribers_cannot_share_a_name(database: Database) -> None:
    with pytest.raises(ValueError, match="names of their own"):
        async with dispatching(database, hearing(thank, name="same"), hearing(thank, name="same")):
            pass


async def test_lag_is_told_per_subscriber(database: Database, tenant_id: int) -> None:
    from prometheus_client import REGISTRY

    subscriber = hearing(thank)
    async with dispatching(database, subscriber) as dispatcher:
        await cook(database, tenant_id, *stirred("soup", 1, 2, 3))
        async with database.system.connect() as connection:
            await dispatcher._tell_lag(connection)
        labels = {"subscriber": subscriber.name}
        assert REGISTRY.get_sample_value("souk_event_lag_ids", labels) == 3
        assert (REGISTRY.get_sample_value("souk_event_lag_seconds", labels) or 0) > 0
        await dispatcher.drain()
        await dispatcher.drain()
        async with database.system.connect() as connection:
            await dispatcher._tell_lag(connection)
        assert REGISTRY.get_sample_value("souk_event_lag_ids", labels) == 0
