"""What happens to outbound webhooks."""

from dataclasses import dataclass

from souk.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDisabled(Event):
    """It failed for so long, or said so itself, that nothing is sent to it any more."""

    type = "webhook.disabled"
    capability = "webhooks.read"
    published = False

    endpoint_id: int
    url: str
    reason: str

    @property
    def aggregate(self) -> str:
        return f"webhook:{self.endpoint_id}"
