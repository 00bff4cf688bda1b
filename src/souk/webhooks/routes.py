"""Endpoints and their delivery log."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from sqlalchemy import select

from souk.kernel.lists import CursorPage, Page, fetch_after, fetch_page, ordering
from souk.kernel.shapes import Id
from souk.kernel.work import ReadWork, Work
from souk.tenancy.http import api_router, expected_version, reading, runtime_of, writing
from souk.webhooks.actions import deliveries, endpoints
from souk.webhooks.actions.delivering import message_of
from souk.webhooks.errors import DeliveryMissing
from souk.webhooks.models import WebhookDelivery, WebhookEndpoint
from souk.webhooks.repository import attempts_of, deliveries_of, get_endpoint, read_message
from souk.webhooks.schemas import (
    AttemptShape,
    DeliveryDetail,
    DeliveryQuery,
    DeliveryShape,
    ResendFailed,
    Resent,
    WebhookDraft,
    WebhookQuery,
    WebhookShape,
    WebhookUpdate,
    WebhookWithSecret,
)

router = api_router("/webhooks", tag="Webhooks", feature="webhooks")

Reading = Annotated[ReadWork, reading("webhooks.read")]
Editing = Annotated[Work, writing("webhooks.edit")]
WebhookId = Annotated[Id, Path(description="the webhook")]
DeliveryId = Annotated[Id, Path(description="the delivery")]

_SORTS = {
    "url": WebhookEndpoint.url,
    "active": WebhookEndpoint.active,
    "failing_since": WebhookEndpoint.failing_since,
    "created_at": WebhookEndpoint.created_at,
}


@router.get("")
async def list_webhooks(work: Reading, query: Annotated[WebhookQuery, Query()]) -> Page[WebhookShape]:
    statement = select(WebhookEndpoint).where(WebhookEndpoint.tenant_id == work.tenant_id)
    if query.active is not None:
        statement = statement.where(WebhookEndpoint.active == query.active)
    if query.q:
        statement = statement.where(
            WebhookEndpoint.url.icontains(query.q, autoescape=True)
            | WebhookEndpoint.description.icontains(query.q, autoescape=True)
        )
    order = ordering(query.sort, _SORTS, default="created_at", tie=WebhookEndpoint.id)
    return await fetch_page(work.session, statement, query, order, _shape)


@router.post("", status_code=201)
async def create_webhook(work: Editing, request: Request, draft: WebhookDraft) -> WebhookWithSecret:
    """The secret is told in this answer and never again."""
    endpoint, secret = await endpoints.create_endpoint(
        work, **draft.model_dump(), allow_private=_allow_private(request)
    )
    return _telling(endpoint, secret)


@router.get("/{webhook_id}")
async def read_webhook(work: Reading, webhook_id: WebhookId, response: Response) -> WebhookShape:
    endpoint = await get_endpoint(work, webhook_id)
    response.headers["ETag"] = f'"{endpoint.version}"'
    return WebhookShape.model_validate(endpoint)


@router.put("/{webhook_id}")
async def update_webhook(
    work: Editing,
    request: Request,
    response: Response,
    webhook_id: WebhookId,
    draft: WebhookUpdate,
    if_match: Annotated[int | None, expected_version()],
) -> WebhookShape:
    """Switching it on again, or giving it another URL, forgives what has failed before."""
    endpoint = await endpoints.update_endpoint(
        work,
        webhook_id,
        **draft.model_dump(exclude={"version"}),
        expected_version=draft.version or if_match,
        allow_private=_allow_private(request),
    )
    response.headers["ETag"] = f'"{endpoint.version}"'
    return WebhookShape.model_validate(endpoint)


@router.delete("/{webhook_id}", status_code=204)
async def delete_webhook(work: Editing, webhook_id: WebhookId) -> None:
    """With its delivery log."""
    await endpoints.delete_endpoint(work, webhook_id)


@router.post("/{webhook_id}/rotate_secret")
async def rotate_webhook_secret(work: Editing, webhook_id: WebhookId) -> WebhookWithSecret:
    """A new secret, told this once. For 24 hours messages are also signed with the one before."""
    endpoint, secret = await endpoints.rotate_secret(work, webhook_id)
    return _telling(endpoint, secret)


@router.post("/{webhook_id}/test", status_code=202)
async def test_webhook(work: Editing, webhook_id: WebhookId) -> DeliveryShape:
    """Send a message of type `webhook.ping`; its delivery shows what was answered."""
    delivery = await deliveries.send_test(work, webhook_id)
    await deliveries.start_delivering(work, [webhook_id])
    return await _delivery(work, webhook_id, delivery.id)


@router.get("/{webhook_id}/deliveries")
async def list_webhook_deliveries(
    work: Reading, webhook_id: WebhookId, query: Annotated[DeliveryQuery, Query()]
) -> CursorPage[DeliveryShape]:
    """Newest first, kept for 30 days."""
    await get_endpoint(work, webhook_id)
    statement = deliveries_of(work, webhook_id)
    if query.status is not None:
        statement = statement.where(WebhookDelivery.status == query.status)
    if query.event_type is not None:
        statement = statement.where(WebhookDelivery.event_type == query.event_type)
    return await fetch_after(work.session, statement, query, WebhookDelivery.id, _delivery_shape)


@router.get("/{webhook_id}/deliveries/{delivery_id}")
async def read_webhook_delivery(
    work: Reading, webhook_id: WebhookId, delivery_id: DeliveryId
) -> DeliveryDetail:
    """With every attempt and the message itself."""
    endpoint = await get_endpoint(work, webhook_id)
    delivery = await _delivery(work, webhook_id, delivery_id)
    attempts = await attempts_of(work, delivery_id)
    return DeliveryDetail(
        **delivery.model_dump(),
        attempt_log=[AttemptShape.model_validate(attempt) for attempt in attempts],
        message=message_of(await read_message(work, delivery_id), work.tenant_id, endpoint.id),
    )


@router.post("/{webhook_id}/deliveries/{delivery_id}/resend", status_code=202)
async def resend_webhook_delivery(
    work: Editing, webhook_id: WebhookId, delivery_id: DeliveryId
) -> DeliveryShape:
    """The same message, with the same `webhook-id`, tried anew for 24 hours."""
    await deliveries.resend(work, webhook_id, delivery_id)
    await deliveries.start_delivering(work, [webhook_id])
    return await _delivery(work, webhook_id, delivery_id)


@router.post("/{webhook_id}/resend_failed", status_code=202)
async def resend_failed_webhook_deliveries(
    work: Editing, webhook_id: WebhookId, draft: ResendFailed
) -> Resent:
    """Everything that was given up since an instant, again."""
    count = await deliveries.resend_all_failed(work, webhook_id, since=draft.since)
    if count:
        await deliveries.start_delivering(work, [webhook_id])
    return Resent(deliveries=count)


def _allow_private(request: Request) -> bool:
    return runtime_of(request).settings.webhook_allow_private


async def _delivery(work: ReadWork, webhook_id: int, delivery_id: int) -> DeliveryShape:
    """Raises DeliveryMissing."""
    found = await work.session.execute(
        deliveries_of(work, webhook_id).where(WebhookDelivery.id == delivery_id)
    )
    row = found.one_or_none()
    if row is None:
        raise DeliveryMissing(f"Webhook {webhook_id} has no delivery {delivery_id}.")
    return _delivery_shape(row)


def _shape(row: Any) -> WebhookShape:
    return WebhookShape.model_validate(row[0])


def _telling(endpoint: WebhookEndpoint, secret: str) -> WebhookWithSecret:
    return WebhookWithSecret(**WebhookShape.model_validate(endpoint).model_dump(), secret=secret)


def _delivery_shape(row: Any) -> DeliveryShape:
    _, delivery, last = row
    known = {name: getattr(delivery, name) for name in DeliveryShape.model_fields if hasattr(delivery, name)}
    return DeliveryShape(**known, last_attempt=None if last is None else AttemptShape.model_validate(last))
