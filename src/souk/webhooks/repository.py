"""Every query on webhooks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, func, select, text

from souk.kernel.work import ReadWork, SystemWork, Work
from souk.webhooks.errors import DeliveryMissing, WebhookMissing
from souk.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint

_QUEUE = text("""
    insert into webhook_delivery
        (tenant_id, endpoint_id, event_id, event_type, next_attempt_at, give_up_at, created_at)
    select endpoint.tenant_id, endpoint.id, heard.event_id, heard.type, :now, :give_up_at, :now
    from webhook_endpoint endpoint
    cross join unnest(cast(:event_ids as bigint[]), cast(:types as text[])) as heard (event_id, type)
    where endpoint.tenant_id = :tenant_id and endpoint.active
        and endpoint.event_types ?| array['*', heard.type, split_part(heard.type, '.', 1) || '.*']
    order by heard.event_id, endpoint.id
    on conflict (tenant_id, endpoint_id, event_id) do nothing
    returning endpoint_id""")

_CLAIM = text("""
    with due as (
        select tenant_id, id from webhook_delivery
        where tenant_id = :tenant_id and endpoint_id = :endpoint_id and status = 'pending'
            and next_attempt_at <= :now and (leased_until is null or leased_until <= :now)
        order by next_attempt_at, id limit :limit
        for update skip locked
    ), leased as (
        update webhook_delivery delivery set leased_until = :leased_until
        from due where delivery.tenant_id = due.tenant_id and delivery.id = due.id
        returning delivery.id, delivery.tenant_id, delivery.event_id, delivery.event_type,
            delivery.attempts, delivery.give_up_at, delivery.created_at
    )
    select leased.id as delivery_id, leased.event_id, leased.event_type, leased.attempts,
        leased.give_up_at, leased.created_at, log.version, log.aggregate, log.payload, log.occurred_at
    from leased
    left join event_log log on log.tenant_id = leased.tenant_id and log.id = leased.event_id
    order by leased.id""")

_MESSAGE = text("""
    select delivery.id as delivery_id, delivery.event_id, delivery.event_type, delivery.created_at,
        log.version, log.aggregate, log.payload, log.occurred_at
    from webhook_delivery delivery
    left join event_log log on log.tenant_id = delivery.tenant_id and log.id = delivery.event_id
    where delivery.tenant_id = :tenant_id and delivery.id = :delivery_id""")

_WAITING = text("""
    select endpoint.tenant_id, endpoint.id as endpoint_id
    from webhook_endpoint endpoint
    where endpoint.active and (endpoint.resume_at is null or endpoint.resume_at <= :now)
        and exists (
            select from webhook_delivery delivery
            where delivery.tenant_id = endpoint.tenant_id and delivery.endpoint_id = endpoint.id
                and delivery.status = 'pending' and delivery.next_attempt_at <= :now
                and (delivery.leased_until is null or delivery.leased_until <= :now))
    order by endpoint.tenant_id, endpoint.id""")

# What follows moves many at once, by the verbs of `states`: give up, and resend.
_EXPIRE = text("""
    update webhook_delivery
    set status = 'failed', next_attempt_at = null, leased_until = null, ended_at = :now
    where status = 'pending' and give_up_at < :before""")

_FORGET = text("""
    with gone as (
        delete from webhook_delivery where (tenant_id, id) in (
            select tenant_id, id from webhook_delivery
            where tenant_id = :tenant_id and created_at < :before and status <> 'pending' limit :limit)
        returning 1)
    select count(*) from gone""")

_RESEND_FAILED = text("""
    update webhook_delivery
    set status = 'pending', next_attempt_at = :now, give_up_at = :give_up_at, attempts = 0, ended_at = null,
        leased_until = null
    where tenant_id = :tenant_id and endpoint_id = :endpoint_id and status = 'failed' and created_at >= :since
    returning id""")


async def count_endpoints(work: ReadWork) -> int:
    counted = select(func.count()).where(WebhookEndpoint.tenant_id == work.tenant_id)
    return int((await work.session.execute(counted)).scalar_one())


async def get_endpoint(work: ReadWork, endpoint_id: int) -> WebhookEndpoint:
    """Raises WebhookMissing."""
    return await _endpoint(work, endpoint_id, lock=False)


async def lock_endpoint(work: Work, endpoint_id: int) -> WebhookEndpoint:
    """Raises WebhookMissing."""
    return await _endpoint(work, endpoint_id, lock=True)


async def _endpoint(work: ReadWork, endpoint_id: int, *, lock: bool) -> WebhookEndpoint:
    statement = select(WebhookEndpoint).where(
        WebhookEndpoint.tenant_id == work.tenant_id, WebhookEndpoint.id == endpoint_id
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = await work.session.scalar(statement)
    if found is None:
        raise WebhookMissing(f"There is no webhook {endpoint_id}.")
    return found


async def lock_delivery(work: Work, endpoint_id: int, delivery_id: int) -> WebhookDelivery:
    """Raises DeliveryMissing."""
    found = await work.session.scalar(
        select(WebhookDelivery)
        .where(
            WebhookDelivery.tenant_id == work.tenant_id,
            WebhookDelivery.endpoint_id == endpoint_id,
            WebhookDelivery.id == delivery_id,
        )
        .with_for_update()
    )
    if found is None:
        raise DeliveryMissing(f"Webhook {endpoint_id} has no delivery {delivery_id}.")
    return found


async def queue_deliveries(
    work: Work, events: Iterable[tuple[int, str]], *, give_up_at: datetime
) -> list[int]:
    """A delivery for each event and endpoint that wants it. Returns the endpoints that have new ones."""
    heard = list(events)
    queued = await work.session.scalars(
        _QUEUE,
        {
            "tenant_id": work.tenant_id,
            "now": work.now,
            "give_up_at": give_up_at,
            "event_ids": [event_id for event_id, _ in heard],
            "types": [kind for _, kind in heard],
        },
    )
    return sorted(set(queued))


async def claim_due(
    work: Work, endpoint_id: int, *, limit: int, leased_until: datetime
) -> Sequence[RowMapping]:
    """Lease what is due, the longest waiting first, with what the log says of the events."""
    claimed = await work.session.execute(
        _CLAIM,
        {
            "tenant_id": work.tenant_id,
            "endpoint_id": endpoint_id,
            "now": work.now,
            "limit": limit,
            "leased_until": leased_until,
        },
    )
    return claimed.mappings().all()


async def read_message(work: ReadWork, delivery_id: int) -> RowMapping:
    """What the log says of a delivery's event."""
    found = await work.session.execute(_MESSAGE, {"tenant_id": work.tenant_id, "delivery_id": delivery_id})
    return found.mappings().one()


async def lock_leased(
    work: Work, delivery_ids: Sequence[int], leased_until: datetime
) -> dict[int, WebhookDelivery]:
    """Those of the deliveries whose lease is still ours."""
    found = await work.session.scalars(
        select(WebhookDelivery)
        .where(
            WebhookDelivery.tenant_id == work.tenant_id,
            WebhookDelivery.id.in_(delivery_ids),
            WebhookDelivery.leased_until == leased_until,
        )
        .order_by(WebhookDelivery.id)
        .with_for_update()
    )
    return {delivery.id: delivery for delivery in found}


async def endpoints_waiting(work: SystemWork) -> Sequence[tuple[int, int]]:
    """Tenant and endpoint of what is due and not under way."""
    rows = await work.session.execute(_WAITING, {"now": work.now})
    return [(row.tenant_id, row.endpoint_id) for row in rows]


async def expire_deliveries(work: SystemWork, *, before: datetime) -> None:
    await work.session.execute(_EXPIRE, {"now": work.now, "before": before})


async def forget_deliveries(work: Work, *, before: datetime, limit: int) -> int:
    """Delete ended deliveries made before an instant, at most `limit`; returns how many."""
    values = {"tenant_id": work.tenant_id, "before": before, "limit": limit}
    return int((await work.session.execute(_FORGET, values)).scalar_one())


async def resend_failed(work: Work, endpoint_id: int, *, since: datetime, give_up_at: datetime) -> list[int]:
    resent = await work.session.scalars(
        _RESEND_FAILED,
        {
            "tenant_id": work.tenant_id,
            "endpoint_id": endpoint_id,
            "since": since,
            "now": work.now,
            "give_up_at": give_up_at,
        },
    )
    return list(resent)


def deliveries_of(work: ReadWork, endpoint_id: int) -> Any:
    """Rows of WebhookDelivery with their last WebhookAttempt, if any; the id first."""
    last = (
        select(func.max(WebhookAttempt.id))
        .where(
            WebhookAttempt.tenant_id == WebhookDelivery.tenant_id,
            WebhookAttempt.delivery_id == WebhookDelivery.id,
        )
        .correlate(WebhookDelivery)
        .scalar_subquery()
    )
    return (
        select(WebhookDelivery.id, WebhookDelivery, WebhookAttempt)
        .outerjoin(
            WebhookAttempt,
            (WebhookAttempt.tenant_id == WebhookDelivery.tenant_id) & (WebhookAttempt.id == last),
        )
        .where(WebhookDelivery.tenant_id == work.tenant_id, WebhookDelivery.endpoint_id == endpoint_id)
    )


async def attempts_of(work: ReadWork, delivery_id: int) -> Sequence[WebhookAttempt]:
    found = await work.session.scalars(
        select(WebhookAttempt)
        .where(WebhookAttempt.tenant_id == work.tenant_id, WebhookAttempt.delivery_id == delivery_id)
        .order_by(WebhookAttempt.id)
    )
    return found.all()
