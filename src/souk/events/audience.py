"""What happens to contacts. Ids only: an event log is no place for people's data."""

from dataclasses import dataclass

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEvent(Event):
    capability = "audience.read"

    contact_id: int

    @property
    def aggregate(self) -> str:
        return f"contact:{self.contact_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMerged(ContactEvent):
    """`merged_id` has become `contact_id`: what belonged to it belongs to that one now."""

    type = "contact.merged"

    merged_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactErased(ContactEvent):
    """The contact's personal data is gone; whoever keeps an address or a text of it forgets it too."""

    type = "contact.erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChanged(ContactEvent):
    """`state` is what counts now: `granted` or `withdrawn`."""

    type = "contact.consent_changed"

    channel: str
    state: str
    before: str
    source: str
    changed_at: str
