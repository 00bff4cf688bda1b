"""The tool that tests handlers is as bad as it says."""

from collections.abc import Sequence
from random import Random

from tests.events.kitchen import DishStirred, cook, stirred
from tests.replaying import logged_events, replay

from souk.events import Event
from souk.kernel.work import Database, Work


async def heard(database: Database, tenant_id: int, *, shuffled: bool) -> list[int]:
    await cook(database, tenant_id, *stirred("soup", *range(20)))
    seen: list[int] = []

    async def listen(_work: Work, events: Sequence[Event]) -> None:
        seen.extend(event.step for event in events)  # type: ignore[attr-defined]

    async with database.reading(tenant_id) as work:
        events = await logged_events(work, DishStirred)
    await replay(database, tenant_id, listen, events, random=Random(1), shuffled=shuffled)
    return seen


async def test_everything_comes_at_least_once_and_some_twice(database: Database, tenant_id: int) -> None:
    seen = await heard(database, tenant_id, shuffled=False)
    assert len(seen) == 40
    assert seen == sorted(seen)
    assert set(seen) == set(range(20))


async def test_even_order_can_be_broken(database: Database, tenant_id: int) -> None:
    seen = await heard(database, tenant_id, shuffled=True)
    assert seen != sorted(seen)
    assert set(seen) == set(range(20))
