"""Webhooks as the API shows them."""

from typing import Annotated, Any

from pydantic import Field

from souk.kernel.lists import CursorQuery, ListQuery
from souk.kernel.outbound import URL_MAX_CHARS
from souk.kernel.shapes import Draft, Id, Instant, Prose, Shape, Version
from souk.webhooks.states import DeliveryStatus

EventTypes = Annotated[
    list[Annotated[str, Field(max_length=100)]],
    Field(
        max_length=200,
        description="event types; `order.*` for all of a kind, `*` for all",
        examples=[["order.placed", "tracker.*"]],
    ),
]


class WebhookDraft(Draft):
    url: Annotated[
        str,
        Field(
            max_length=URL_MAX_CHARS, description="an https:// address", examples=["https://example.com/hook"]
        ),
    ]
    event_types: EventTypes
    description: Prose = ""
    active: bool = True


class WebhookUpdate(WebhookDraft):
    version: Version | None = None


class WebhookShape(Shape):
    """`failing_since` is set while nothing can be delivered; `disabled_at` when Souk has given up on it."""

    id: Id
    url: str
    event_types: list[str]
    description: str
    active: bool
    failing_since: Instant | None
    resume_at: Instant | None
    disabled_at: Instant | None
    disabled_reason: str | None
    previous_secret_until: Instant | None
    version: int
    created_by: str
    created_at: Instant
    updated_at: Instant


class WebhookWithSecret(WebhookShape):
    """`secret` is told this once: keep it where the messages are verified."""

    secret: str


class WebhookQuery(ListQuery):
    active: bool | None = None


class DeliveryQuery(CursorQuery):
    status: DeliveryStatus | None = None
    event_type: Annotated[str | None, Field(max_length=100)] = None


class AttemptShape(Shape):
    """One call. Without `status_code` there was no answer; `excerpt` is its beginning, secrets taken out."""

    attempted_at: Instant
    status_code: int | None
    duration_ms: int
    error: str | None
    excerpt: str | None


class DeliveryShape(Shape):
    """`event_id` is null for a test message."""

    id: Id
    event_id: Id | None
    event_type: str
    status: DeliveryStatus
    attempts: int
    created_at: Instant
    next_attempt_at: Instant | None
    give_up_at: Instant
    ended_at: Instant | None
    last_attempt: AttemptShape | None


class DeliveryDetail(DeliveryShape):
    """With every attempt, the oldest first, and what was sent."""

    attempt_log: list[AttemptShape]
    message: dict[str, Any]


class ResendFailed(Draft):
    since: Annotated[Instant, Field(description="resend what was made since then and given up")]


class Resent(Shape):
    deliveries: int
