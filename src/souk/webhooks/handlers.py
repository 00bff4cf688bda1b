"""Every published event may be wanted somewhere outside."""

from collections.abc import Sequence

from souk.events import Event
from souk.kernel.work import Work
from souk.tenancy.public import feature_on
from souk.webhooks.actions.deliveries import queue_events, start_delivering


async def send_webhooks(work: Work, events: Sequence[Event]) -> None:
    """Queue deliveries; an event heard again finds its deliveries there."""
    if await feature_on(work, "webhooks"):
        await start_delivering(work, await queue_events(work, events))
