"""A shop whose clock can be put, an endpoint of it, and the other side."""

import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from tests.clocks import FixedClock
from tests.conftest import make_tenant
from tests.web.clients import SETTINGS
from tests.webhooks.receiver import Receiver, receiving

import souk.wiring.models  # noqa: F401  foreign keys go by table name
from souk.events import Event, emit
from souk.events.dispatch import Dispatcher
from souk.events.log import EventLog
from souk.events.orders import OrderChanged, OrderStatusChanged
from souk.events.published import published
from souk.events.subscriber import Subscriber
from souk.jobs.public import TaskContext
from souk.kernel.db.urls import DatabaseUrls
from souk.kernel.work import Database
from souk.webhooks.actions.endpoints import create_endpoint
from souk.webhooks.handlers import send_webhooks
from souk.webhooks.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from souk.webhooks.repository import attempts_of, deliveries_of, get_endpoint
from souk.webhooks.tasks import deliver

_numbers = itertools.count(1)


@dataclass(slots=True)
class Shop:
    database: Database
    clock: FixedClock
    tenant_id: int
    dispatcher: Dispatcher

    async def happen(self, *events: Event) -> None:
        """Emit, and let the webhooks hear of it."""
        async with self.database.work(self.tenant_id) as work:
            for event in events:
                emit(work, event)
        await self.dispatcher.drain()

    async def add_endpoint(
        self, receiver: Receiver, *event_types: str, active: bool = True
    ) -> tuple[int, str]:
        """An endpoint at the receiver, and its secret."""
        async with self.database.work(self.tenant_id) as work:
            endpoint, secret = await create_endpoint(
                work, url=receiver.url, event_types=event_types or ["*"], active=active, allow_private=True
            )
        return endpoint.id, secret

    def context(self) -> TaskContext:
        return TaskContext(
            database=self.database,
            settings=SETTINGS.model_copy(update={"webhook_allow_private": True}),
            job_id=1,
            task="webhooks.deliver",
            queue="events",
            tenant_id=self.tenant_id,
        )

    async def deliver(self, endpoint_id: int, *, after: timedelta = timedelta(0)) -> None:
        self.clock.forward(after)
        await deliver(self.context(), tenant_id=self.tenant_id, endpoint_id=endpoint_id)

    async def endpoint(self, endpoint_id: int) -> WebhookEndpoint:
        async with self.database.reading(self.tenant_id) as work:
            return await get_endpoint(work, endpoint_id)

    async def deliveries(self, endpoint_id: int) -> list[WebhookDelivery]:
        async with self.database.reading(self.tenant_id) as work:
            rows = await work.session.execute(deliveries_of(work, endpoint_id).order_by(WebhookDelivery.id))
            return [row[1] for row in rows]

    async def attempts(self, delivery_id: int) -> list[WebhookAttempt]:
        async with self.database.reading(self.tenant_id) as work:
            return list(await attempts_of(work, delivery_id))

    async def jobs(self) -> int:
        async with self.database.across_tenants() as work:
            counted = await work.session.execute(
                text(
                    "select count(*) from procrastinate_jobs"
                    " where task_name = 'webhooks.deliver' and status = 'todo' and tenant_id = :tenant_id"
                ),
                {"tenant_id": self.tenant_id},
            )
            return int(counted.scalar_one())


def changed(order_id: int) -> OrderChanged:
    return OrderChanged(order_id=order_id, number=f"O-{order_id}", what=["mapped"], lines=[])


def shipped(order_id: int) -> OrderStatusChanged:
    return OrderStatusChanged(
        order_id=order_id,
        number=f"O-{order_id}",
        before="processing",
        after="shipped",
        progress="shipped",
        changed_at="2026-11-20T10:00:00Z",
    )


@pytest.fixture
async def shop(urls: DatabaseUrls) -> AsyncIterator[Shop]:
    clock = FixedClock(datetime.now(UTC).replace(microsecond=0))
    database = Database(urls, sink=EventLog({}), clock=clock, pool_size=4)
    subscriber = Subscriber(f"webhooks-{next(_numbers)}", tuple(published().values()), send_webhooks)
    dispatcher = Dispatcher(database, [subscriber], EventLog({}))
    try:
        await dispatcher.drain()
        yield Shop(database, clock, await make_tenant(database), dispatcher)
    finally:
        await dispatcher.close()
        await database.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver
