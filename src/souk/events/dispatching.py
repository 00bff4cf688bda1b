"""What happens to events themselves."""

from dataclasses import dataclass

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWasSetAside(Event):
    """A subscriber failed to handle an event, for the first time."""

    type = "event.set_aside"
    capability = "jobs.read"
    published = False

    subscriber: str
    event_id: int
    event_type: str
    error: str

    @property
    def aggregate(self) -> str:
        return f"subscriber:{self.subscriber}"
