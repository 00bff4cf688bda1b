"""Who hears what after commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from souk.events.event import Event
from souk.events.log import Handler

BATCH_EVENTS = 500
"""Events a handler gets at most in one transaction: bounds its memory and its length."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A named reader of the log with a position of its own.

    The name is kept in the database: renaming one makes a new subscriber. A new one starts at the
    log's `end`, or at its `start` where it must know all that ever happened.
    """

    name: str
    hears: Sequence[type[Event]]
    handler: Handler
    starts_at: Literal["start", "end"] = "end"
    batch: int = BATCH_EVENTS

    @property
    def types(self) -> list[str]:
        return [kind.type for kind in self.hears]
