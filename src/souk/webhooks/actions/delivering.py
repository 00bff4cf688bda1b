"""Three strokes: read what is due and lease it, call the other side, record what it said."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import RowMapping

from souk.events import emit
from souk.events.live import Sighting
from souk.events.webhooks import WebhookDisabled
from souk.kernel.errors import SoukError
from souk.kernel.outbound import TOTAL_TIMEOUT_S, post
from souk.kernel.work import Work
from souk.tenancy.public import feature_on, record_audit
from souk.webhooks import rules
from souk.webhooks.actions.endpoints import forgive, secrets_in_force, subject_of
from souk.webhooks.errors import WebhookMissing
from souk.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from souk.webhooks.repository import claim_due, lock_endpoint, lock_leased
from souk.webhooks.states import DeliveryVerb

ROUND_DELIVERIES = 50
CALLS_AT_ONCE = 8
LEASE = timedelta(seconds=TOTAL_TIMEOUT_S * (ROUND_DELIVERIES / CALLS_AT_ONCE + 2))
"""Longer than the slowest round can take."""
PING = "webhook.ping"
GONE = 410
TOO_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class Message:
    delivery_id: int
    id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Round:
    """What one endpoint is called with next."""

    endpoint_id: int
    url: str
    secrets: Sequence[str]
    messages: Sequence[Message]
    leased_until: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one call."""

    delivery_id: int
    status_code: int | None
    duration_ms: int
    error: str | None = None
    excerpt: str | None = None
    retry_after: str | None = None

    @property
    def is_success(self) -> bool:
        return rules.is_success(self.status_code)


async def take_round(work: Work, endpoint_id: int) -> Round | None:
    """Lease the deliveries due, a single one while the endpoint is failing. None: nothing to do now."""
    try:
        endpoint = await lock_endpoint(work, endpoint_id)
    except WebhookMissing:
        return None
    resting = endpoint.resume_at is not None and endpoint.resume_at > work.now
    if not endpoint.active or resting or not await feature_on(work, "webhooks"):
        return None
    leased_until = work.now + LEASE
    limit = 1 if endpoint.failing_since is not None else ROUND_DELIVERIES
    rows = await claim_due(work, endpoint_id, limit=limit, leased_until=leased_until)
    if not rows:
        return None
    return Round(
        endpoint_id,
        endpoint.url,
        secrets_in_force(work, endpoint, work.vault),
        [_written(row, work.tenant_id, endpoint_id) for row in rows],
        leased_until,
    )


async def call(client: httpx.AsyncClient, due: Round, at: datetime) -> list[Reply]:
    """No transaction is open while the world is spoken to."""
    gate = asyncio.Semaphore(CALLS_AT_ONCE)

    async def one(message: Message) -> Reply:
        async with gate:
            return await _call_one(client, due, message, at)

    return list(await asyncio.gather(*map(one, due.messages)))


async def record_round(work: Work, called: Round, replies: Sequence[Reply]) -> bool:
    """Write down what was answered; whether it is worth going on at once."""
    try:
        endpoint = await lock_endpoint(work, called.endpoint_id)
    except WebhookMissing:  # deleted meanwhile, with its deliveries
        return False
    ours = await lock_leased(work, [reply.delivery_id for reply in replies], called.leased_until)
    for reply in replies:
        if delivery := ours.get(reply.delivery_id):
            _record(work, delivery, reply)
    await _judge(work, endpoint, replies)
    await work.session.flush()
    return any(reply.is_success for reply in replies)


def _written(row: RowMapping, tenant_id: int, endpoint_id: int) -> Message:
    said = json.dumps(message_of(row, tenant_id, endpoint_id), ensure_ascii=False, separators=(",", ":"))
    return Message(row["delivery_id"], message_id(row), said.encode())


def message_id(row: RowMapping) -> str:
    """The same at every attempt, so that the other side can tell a repetition."""
    return f"ping_{row['delivery_id']}" if row["event_id"] is None else f"evt_{row['event_id']}"


def message_of(row: RowMapping, tenant_id: int, endpoint_id: int) -> dict[str, Any]:
    """The event as the list of events shows it."""
    if row["event_id"] is None:
        sighting = Sighting(
            None,
            tenant_id,
            PING,
            1,
            f"webhook:{endpoint_id}",
            row["created_at"],
            {"endpoint_id": endpoint_id},
        )
    else:
        sighting = Sighting(
            row["event_id"],
            tenant_id,
            row["event_type"],
            row["version"],
            row["aggregate"],
            row["occurred_at"],
            row["payload"],
        )
    return sighting.envelope()


async def _call_one(client: httpx.AsyncClient, called: Round, message: Message, at: datetime) -> Reply:
    headers = rules.signed_headers(message.id, at, message.body, called.secrets)
    try:
        answer = await post(client, called.url, message.body, headers)
    except SoukError as failure:
        return Reply(message.delivery_id, None, 0, error=failure.detail)
    error = None
    if 300 <= answer.status_code < 400:
        error = "It answered with a redirect; redirects are not followed. Enter the final URL."
    return Reply(
        message.delivery_id,
        answer.status_code,
        answer.duration_ms,
        error=error,
        excerpt=rules.excerpt_of(answer.body),
        retry_after=answer.headers.get("Retry-After") if answer.status_code in TOO_BUSY else None,
    )


def _record(work: Work, delivery: WebhookDelivery, reply: Reply) -> None:
    work.session.add(
        WebhookAttempt(
            tenant_id=work.tenant_id,
            delivery_id=delivery.id,
            attempted_at=work.now,
            status_code=reply.status_code,
            duration_ms=reply.duration_ms,
            error=reply.error,
            excerpt=reply.excerpt,
        )
    )
    delivery.attempts += 1
    delivery.leased_until = None
    next_attempt_at = None
    if not reply.is_success:
        next_attempt_at = rules.next_attempt(
            work.now,
            delivery.attempts,
            delivery.give_up_at,
            retry_after_s=rules.retry_after_s(reply.retry_after, work.now),
            chance=random.random(),  # noqa: S311 - spreads load, hides nothing
        )
    delivery.next_attempt_at = next_attempt_at
    if reply.is_success:
        delivery.move(DeliveryVerb.DELIVER)
    elif next_attempt_at is None:
        delivery.move(DeliveryVerb.GIVE_UP)
    delivery.ended_at = work.now if next_attempt_at is None else None


async def _judge(work: Work, endpoint: WebhookEndpoint, replies: Sequence[Reply]) -> None:
    """One success makes up for all; nothing but failures for days, or a 410, ends it."""
    if any(reply.is_success for reply in replies):
        if endpoint.active:
            forgive(endpoint)
        return
    endpoint.failing_since = endpoint.failing_since or work.now
    endpoint.failures += 1
    endpoint.resume_at = work.now + rules.endpoint_rest(endpoint.failures)
    if any(reply.status_code == GONE for reply in replies):
        await _disable(work, endpoint, "It answered 410 Gone, which asks not to be called again.")
    elif work.now - endpoint.failing_since >= rules.GIVE_UP_ENDPOINT_AFTER:
        days = rules.GIVE_UP_ENDPOINT_AFTER.days
        await _disable(work, endpoint, f"Nothing could be delivered for {days} days.")


async def _disable(work: Work, endpoint: WebhookEndpoint, reason: str) -> None:
    if not endpoint.active:
        return
    endpoint.active = False
    endpoint.disabled_at = work.now
    endpoint.disabled_reason = reason
    endpoint.version += 1
    after: dict[str, Any] = {"active": False, "reason": reason}
    await record_audit(
        work, "webhook.disabled", subject=subject_of(endpoint), before={"active": True}, after=after
    )
    emit(work, WebhookDisabled(endpoint_id=endpoint.id, url=endpoint.url, reason=reason))
