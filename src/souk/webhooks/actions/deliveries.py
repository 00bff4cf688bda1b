"""Putting deliveries on their way: by events, as a test, again by hand. Whoever calls starts delivering."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from souk.events import Event
from souk.jobs.public import enqueue
from souk.kernel.work import Work
from souk.tenancy.public import record_audit
from souk.webhooks.actions.delivering import PING
from souk.webhooks.actions.endpoints import subject_of
from souk.webhooks.errors import WebhookInactive
from souk.webhooks.models import WebhookDelivery, WebhookEndpoint
from souk.webhooks.repository import lock_delivery, lock_endpoint, queue_deliveries, resend_failed
from souk.webhooks.rules import TRY_FOR
from souk.webhooks.states import DeliveryVerb

DELIVER = "webhooks.deliver"


async def start_delivering(work: Work, endpoint_ids: Iterable[int]) -> None:
    """One job at a time for each endpoint, and at most one waiting behind it."""
    for endpoint_id in endpoint_ids:
        key = f"webhook {endpoint_id}"
        await enqueue(work, DELIVER, endpoint_id=endpoint_id, lock=key, queueing_lock=key)


async def queue_events(work: Work, events: Sequence[Event]) -> list[int]:
    """A delivery for each event and endpoint that wants it, once. Returns the endpoints with new ones."""
    return await queue_deliveries(
        work, [(event.cause, event.type) for event in events], give_up_at=work.now + TRY_FOR
    )


async def send_test(work: Work, endpoint_id: int) -> WebhookDelivery:
    """A message of type `webhook.ping`. Raises WebhookMissing, WebhookInactive."""
    endpoint = await _lock_active(work, endpoint_id)
    delivery = WebhookDelivery(
        tenant_id=work.tenant_id,
        endpoint_id=endpoint_id,
        event_type=PING,
        next_attempt_at=work.now,
        give_up_at=work.now + TRY_FOR,
        created_at=work.now,
    )
    work.session.add(delivery)
    await work.session.flush()
    await work.session.refresh(delivery)
    endpoint.resume_at = None  # a person is waiting
    await work.session.flush()
    return delivery


async def resend(work: Work, endpoint_id: int, delivery_id: int) -> WebhookDelivery:
    """The same message again, whatever became of it, with a day of its own for trying.

    Raises WebhookMissing, DeliveryMissing, WebhookInactive.
    """
    endpoint = await _lock_active(work, endpoint_id)
    delivery = await lock_delivery(work, endpoint_id, delivery_id)
    delivery.move(DeliveryVerb.RESEND)
    delivery.next_attempt_at = work.now
    delivery.give_up_at = work.now + TRY_FOR
    delivery.attempts = 0
    delivery.ended_at = None
    endpoint.resume_at = None
    await work.session.flush()
    await record_audit(
        work, "webhook.resent", subject=subject_of(endpoint), after={"delivery_id": delivery_id}
    )
    return delivery


async def resend_all_failed(work: Work, endpoint_id: int, *, since: datetime) -> int:
    """All that was given up of what was made since an instant, again. Returns how many.

    Raises WebhookMissing, WebhookInactive.
    """
    endpoint = await _lock_active(work, endpoint_id)
    again = await resend_failed(work, endpoint_id, since=since, give_up_at=work.now + TRY_FOR)
    endpoint.resume_at = None
    await record_audit(
        work,
        "webhook.resent",
        subject=subject_of(endpoint),
        after={"since": since, "deliveries": len(again)},
    )
    return len(again)


async def _lock_active(work: Work, endpoint_id: int) -> WebhookEndpoint:
    endpoint = await lock_endpoint(work, endpoint_id)
    if not endpoint.active:
        raise WebhookInactive("This webhook is switched off; switch it on first.")
    return endpoint
