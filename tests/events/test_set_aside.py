"""What a person can do about an event that could not be handled."""

from collections.abc import AsyncIterator, Sequence

import pytest
from tests.events.kitchen import DishStirred, cook, dispatching, hearing, stirred, thank, thanked

from souk.events import Event
from souk.events.dispatch import Dispatcher
from souk.events.set_aside import (
    EventFollows,
    SetAsideQuery,
    SetAsideShape,
    discard_event,
    list_set_aside,
    retry_event,
)
from souk.kernel.errors import Missing
from souk.kernel.work import Database, Work


class Stove:
    def __init__(self) -> None:
        self.is_broken = True

    async def cook(self, work: Work, events: Sequence[Event]) -> None:
        if self.is_broken and DishStirred(dish="stew", step=1) in events:
            raise RuntimeError("no gas")
        await thank(work, events)


@pytest.fixture
def stove() -> Stove:
    return Stove()


@pytest.fixture
async def kitchen(database: Database, tenant_id: int, stove: Stove) -> AsyncIterator[Dispatcher]:
    """A stew whose first step failed, with two steps behind it."""
    async with dispatching(database, hearing(stove.cook)) as dispatcher:
        await cook(database, tenant_id, *stirred("stew", 1, 2, 3))
        await dispatcher.drain()
        yield dispatcher


async def listed(database: Database, tenant_id: int, **filters: object) -> list[SetAsideShape]:
    async with database.reading(tenant_id) as work:
        return (await list_set_aside(work, SetAsideQuery(**filters))).data


async def test_the_list_says_what_failed_why_and_what_waits(
    database: Database, tenant_id: int, other_tenant_id: int, kitchen: Dispatcher
) -> None:
    first, second, third = await listed(database, tenant_id)
    assert (first.type, first.aggregate, first.state) == ("kitchen.dish_stirred", "dish:stew", "retrying")
    assert (first.error, first.attempts) == ("RuntimeError: no gas", 1)
    assert first.next_attempt_at is not None
    assert [second.state, third.state] == ["following", "following"]
    assert await listed(database, other_tenant_id) == []
    assert await listed(database, tenant_id, state="retrying") == [first]
    assert await listed(database, tenant_id, subscriber="another") == []
    assert await listed(database, tenant_id, q="NO GAS") == [first]
    assert await listed(database, tenant_id, q="no%gas") == []


async def test_retried_by_a_person_it_goes_on_at_once_and_in_order(
    database: Database, tenant_id: int, kitchen: Dispatcher, stove: Stove
) -> None:
    (first, *_) = await listed(database, tenant_id)
    stove.is_broken = False
    async with database.work(tenant_id) as work:
        shape = await retry_event(work, first.id)
    assert (shape.state, shape.attempts) == ("retrying", 0)
    await kitchen.drain()
    assert await listed(database, tenant_id) == []
    assert await thanked(database, tenant_id) == [("stew", 1), ("stew", 2), ("stew", 3)]


async def test_discarded_it_lets_the_others_go_on(
    database: Database, tenant_id: int, kitchen: Dispatcher
) -> None:
    (first, *_) = await listed(database, tenant_id)
    async with database.work(tenant_id) as work:
        assert (await discard_event(work, first.id)).state == "discarding"
    await kitchen.drain()
    assert await listed(database, tenant_id) == []
    assert await thanked(database, tenant_id) == [("stew", 2), ("stew", 3)]


@pytest.mark.parametrize("act", [retry_event, discard_event])
async def test_what_only_waits_cannot_be_taken_out_of_turn(
    database: Database,
    tenant_id: int,
    kitchen: Dispatcher,
    act: object,
) -> None:
    (_, second, _) = await listed(database, tenant_id)
    with pytest.raises(EventFollows, match="waits for an earlier event of dish:stew"):
        async with database.work(tenant_id) as work:
            await act(work, second.id)  # type: ignore[operator]


@pytest.mark.parametrize("act", [retry_event, discard_event])
async def test_another_tenants_is_not_found(
    database: Database, tenant_id: int, other_tenant_id: int, kitchen: Dispatcher, act: object
) -> None:
    (first, *_) = await listed(database, tenant_id)
    with pytest.raises(Missing):
        async with database.work(other_tenant_id) as work:
            await act(work, first.id)  # type: ignore[operator]
