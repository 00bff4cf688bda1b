"""Handing events to a handler as badly as at-least-once delivery may: for tests of handlers."""

from collections.abc import Sequence
from random import Random

from souk.events.event import Event
from souk.events.log import Handler, as_event, read_of_tenant
from souk.kernel.work import Database, ReadWork

LOG_READ_MAX = 100_000


async def logged_events(work: ReadWork, *kinds: type[Event]) -> list[Event]:
    """The tenant's events of these types so far, in log order, with their ids."""
    rows = await read_of_tenant(
        work.session,
        work.tenant_id,
        [kind.type for kind in kinds],
        after=0,
        upto=2**62,
        limit=LOG_READ_MAX,
    )
    return [as_event(row) for row in rows]


async def replay(
    database: Database,
    tenant_id: int,
    handler: Handler,
    events: Sequence[Event],
    *,
    random: Random,
    repeated: bool = True,
    shuffled: bool = False,
    largest_batch: int = 7,
) -> None:
    """Hand `events` over in batches of random size, each its own transaction.

    `repeated` hands over some events twice or three times, at once or later. In their order the events of
    an aggregate stay, as the dispatcher promises; `shuffled` breaks even that, for handlers that must
    come to the same end in whatever order facts reach them.
    """
    deck = list(events)
    if repeated:
        deck += random.choices(deck, k=len(deck)) if deck else []
    if shuffled:
        random.shuffle(deck)
    elif repeated:
        deck.sort(key=lambda event: event.cause)
    while deck:
        batch = deck[: random.randint(1, largest_batch)]
        del deck[: len(batch)]
        async with database.work(tenant_id) as work:
            await handler(work, batch)
