"""An event reaches who asked for it: signed, once, and however long it takes within a day."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from tests.conftest import make_tenant
from tests.replaying import logged_events, replay
from tests.webhooks.conftest import Shop, changed, shipped
from tests.webhooks.receiver import Receiver

from souk.events.orders import OrderChanged
from souk.events.webhooks import WebhookDisabled
from souk.tenancy.actions.settings import change_settings
from souk.tenancy.models import FeatureSwitch
from souk.tenancy.settings import RetentionArea
from souk.webhooks.actions import deliveries, endpoints
from souk.webhooks.actions.delivering import record_round, take_round
from souk.webhooks.errors import WebhookInactive, WebhookMissing
from souk.webhooks.handlers import send_webhooks
from souk.webhooks.models import WebhookEndpoint
from souk.webhooks.tasks import forget_old_deliveries, take_up

SOON = timedelta(minutes=10)


async def test_a_shipped_order_is_told_and_can_be_verified(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, secret = await shop.add_endpoint(receiver, "order.*")
    await shop.happen(shipped(7))
    assert await shop.jobs() == 1
    await shop.deliver(endpoint_id)

    (got,) = receiver.received
    message = Webhook(secret).verify(got.body, got.headers)
    assert message["type"] == "order.status_changed"
    assert message["data"]["number"] == "O-7"
    assert message["aggregate"] == "order:7"
    assert got.headers["webhook-id"] == f"evt_{message['id']}"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"].startswith("Souk/")

    (delivery,) = await shop.deliveries(endpoint_id)
    assert (delivery.status, delivery.attempts, delivery.event_id) == ("delivered", 1, message["id"])
    (attempt,) = await shop.attempts(delivery.id)
    assert (attempt.status_code, attempt.error, attempt.excerpt) == (200, None, "thanks")
    assert attempt.duration_ms >= 0


async def test_only_what_was_asked_for_is_told(shop: Shop, receiver: Receiver) -> None:
    chosen, _ = await shop.add_endpoint(receiver, "order.changed")
    kind, _ = await shop.add_endpoint(receiver, "order.*")
    everything, _ = await shop.add_endpoint(receiver, "*")
    other, _ = await shop.add_endpoint(receiver, "tracker.*")
    inactive, _ = await shop.add_endpoint(receiver, "*", active=False)
    await shop.happen(changed(1), shipped(1))
    told = {each: len(await shop.deliveries(each)) for each in (chosen, kind, everything, other, inactive)}
    assert told == {chosen: 1, kind: 2, everything: 2, other: 0, inactive: 0}


async def test_another_tenants_events_are_not_told(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    stranger = Shop(shop.database, shop.clock, await make_tenant(shop.database), shop.dispatcher)
    await stranger.happen(changed(1))
    assert await shop.deliveries(endpoint_id) == []


async def test_an_event_heard_twice_is_told_once(shop: Shop, receiver: Receiver) -> None:
    from random import Random

    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(*(changed(order_id) for order_id in range(10)))
    async with shop.database.reading(shop.tenant_id) as work:
        events = await logged_events(work, OrderChanged)
    await replay(shop.database, shop.tenant_id, send_webhooks, events, random=Random(3), shuffled=True)
    await shop.deliver(endpoint_id)
    assert sorted(receiver.ids) == sorted(f"evt_{event.cause}" for event in events)


async def test_many_events_go_out_round_by_round(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(*(changed(order_id) for order_id in range(120)))
    await shop.deliver(endpoint_id)
    assert len(set(receiver.ids)) == len(receiver.ids) == 120


async def test_switched_off_nothing_is_queued_or_sent(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(1))
    async with shop.database.work(shop.tenant_id) as work:
        work.session.add(
            FeatureSwitch(
                tenant_id=work.tenant_id,
                feature="webhooks",
                is_on=False,
                changed_at=work.now,
                changed_by="Ana",
            )
        )
    await shop.happen(changed(2))
    await shop.deliver(endpoint_id)
    assert receiver.received == []
    assert len(await shop.deliveries(endpoint_id)) == 1


async def test_a_failure_is_tried_again_with_the_same_id(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(500, 200, body='{"error": "down", "token": "abc123", "mail": "ana@example.com"}')
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    (delivery,) = await shop.deliveries(endpoint_id)
    assert delivery.status == "pending"
    assert delivery.next_attempt_at is not None
    assert timedelta(seconds=5) <= delivery.next_attempt_at - shop.clock.now() < timedelta(seconds=6)
    (attempt,) = await shop.attempts(delivery.id)
    assert attempt.excerpt == '{"error": "down", "token": "[redacted]", "mail": "[e-mail]"}'
    assert (await shop.endpoint(endpoint_id)).failing_since == shop.clock.now()

    await shop.deliver(endpoint_id)
    assert len(receiver.received) == 1, "it is left in peace until its time has come"
    await shop.deliver(endpoint_id, after=timedelta(seconds=6))
    assert receiver.ids[0] == receiver.ids[1]
    (delivery,) = await shop.deliveries(endpoint_id)
    assert (delivery.status, delivery.attempts) == ("delivered", 2)
    assert (await shop.endpoint(endpoint_id)).failing_since is None


async def test_a_day_of_trying_then_it_is_given_up(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(503)
    await shop.happen(changed(1))
    began = shop.clock.now()
    (delivery,) = await shop.deliveries(endpoint_id)
    while delivery.next_attempt_at is not None:
        endpoint = await shop.endpoint(endpoint_id)
        shop.clock.at = max(delivery.next_attempt_at, endpoint.resume_at or delivery.next_attempt_at)
        await shop.deliver(endpoint_id)
        (delivery,) = await shop.deliveries(endpoint_id)
    assert delivery.status == "failed"
    assert delivery.ended_at == began + timedelta(hours=24)
    assert 10 <= len(receiver.received) <= 14
    assert len(await shop.attempts(delivery.id)) == delivery.attempts == len(receiver.received)


async def test_what_was_never_tried_in_a_day_is_given_up_too(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(1))
    shop.clock.forward(timedelta(hours=25))
    await take_up(shop.context())
    (delivery,) = await shop.deliveries(endpoint_id)
    assert (delivery.status, delivery.attempts) == ("failed", 0)


async def test_when_to_come_again_is_obeyed(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(429, headers="Retry-After: 1200\r\n")
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    (delivery,) = await shop.deliveries(endpoint_id)
    assert delivery.next_attempt_at == shop.clock.now() + timedelta(seconds=1200)


async def test_a_failing_endpoint_is_asked_with_one_message_before_the_rest(
    shop: Shop, receiver: Receiver
) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(500)
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    await shop.happen(*(changed(order_id) for order_id in range(2, 30)))
    await shop.deliver(endpoint_id, after=timedelta(seconds=6))
    assert len(receiver.received) == 2
    receiver.answer(200)
    await shop.deliver(endpoint_id, after=SOON)
    assert {each.status for each in await shop.deliveries(endpoint_id)} == {"delivered"}


async def test_after_three_days_of_failing_it_is_switched_off_and_said(
    shop: Shop, receiver: Receiver
) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(500)
    for day in range(4):
        await shop.happen(changed(day))
        await shop.deliver(endpoint_id, after=timedelta(hours=23))
        await shop.deliver(endpoint_id, after=timedelta(hours=1))
    endpoint = await shop.endpoint(endpoint_id)
    assert not endpoint.active
    assert endpoint.disabled_reason == "Nothing could be delivered for 3 days."
    async with shop.database.reading(shop.tenant_id) as work:
        (event,) = await logged_events(work, WebhookDisabled)
    assert event == WebhookDisabled(
        endpoint_id=endpoint_id, url=receiver.url, reason=endpoint.disabled_reason
    )
    asked = len(receiver.received)
    await shop.happen(changed(9))
    await shop.deliver(endpoint_id, after=SOON)
    assert len(receiver.received) == asked


async def test_gone_means_do_not_call_again(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(410)
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    endpoint = await shop.endpoint(endpoint_id)
    assert not endpoint.active
    assert endpoint.disabled_reason is not None
    assert "410" in endpoint.disabled_reason


async def test_switched_on_again_it_gets_what_is_still_worth_trying(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(410, 200)
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    async with shop.database.work(shop.tenant_id) as work:
        endpoint = await endpoints.update_endpoint(
            work,
            endpoint_id,
            url=receiver.url,
            event_types=["*"],
            description="",
            active=True,
            expected_version=None,
            allow_private=True,
        )
        assert endpoint.disabled_at is None
    await shop.deliver(endpoint_id, after=SOON)
    assert [each.status for each in await shop.deliveries(endpoint_id)] == ["delivered"]


async def test_a_redirect_is_a_failure_that_says_what_to_do(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(302, headers="Location: http://127.0.0.1:1/\r\n")
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    (delivery,) = await shop.deliveries(endpoint_id)
    (attempt,) = await shop.attempts(delivery.id)
    assert attempt.status_code == 302
    assert attempt.error is not None
    assert "final URL" in attempt.error


async def test_nobody_there(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    async with shop.database.work(shop.tenant_id) as work:
        await work.session.execute(
            update(WebhookEndpoint)
            .where(WebhookEndpoint.id == endpoint_id)
            .values(url="http://127.0.0.1:1/nobody")
        )
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    (delivery,) = await shop.deliveries(endpoint_id)
    (attempt,) = await shop.attempts(delivery.id)
    assert (attempt.status_code, delivery.status) == (None, "pending")
    assert attempt.error is not None
    assert "connection failed" in attempt.error


async def test_a_private_address_is_not_called_even_if_it_got_in(shop: Shop, receiver: Receiver) -> None:
    """The setting was taken back after the webhook was made."""
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(1))
    context = shop.context()
    strict = context.settings.model_copy(update={"webhook_allow_private": False})
    from dataclasses import replace

    from souk.webhooks.tasks import deliver

    await deliver(replace(context, settings=strict), tenant_id=shop.tenant_id, endpoint_id=endpoint_id)
    assert receiver.received == []
    (delivery,) = await shop.deliveries(endpoint_id)
    assert (await shop.attempts(delivery.id))[0].status_code is None


async def test_a_new_secret_and_the_old_one_are_both_good_for_a_day(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, old = await shop.add_endpoint(receiver)
    async with shop.database.work(shop.tenant_id) as work:
        _, new = await endpoints.rotate_secret(work, endpoint_id)
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    got = receiver.received[-1]
    assert len(got.headers["webhook-signature"].split(" ")) == 2
    for secret in (old, new):
        assert Webhook(secret).verify(got.body, got.headers)["type"] == "order.changed"

    shop.clock.forward(timedelta(hours=24))
    await shop.happen(changed(2))
    await shop.deliver(endpoint_id)
    got = receiver.received[-1]
    assert Webhook(new).verify(got.body, got.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(got.body, got.headers)


async def test_a_delivery_is_sent_again_by_hand(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    (delivery,) = await shop.deliveries(endpoint_id)
    async with shop.database.work(shop.tenant_id) as work:
        await deliveries.resend(work, endpoint_id, delivery.id)
    await shop.deliver(endpoint_id)
    assert receiver.ids == [receiver.ids[0]] * 2
    assert len(await shop.attempts(delivery.id)) == 2


async def test_everything_given_up_is_sent_again(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(1), changed(2))
    shop.clock.forward(timedelta(hours=25))
    await take_up(shop.context())
    await shop.happen(changed(3))
    await shop.deliver(endpoint_id)
    assert len(receiver.received) == 1
    async with shop.database.work(shop.tenant_id) as work:
        since = work.now - timedelta(hours=48)
        assert await deliveries.resend_all_failed(work, endpoint_id, since=since) == 2
    await shop.deliver(endpoint_id)
    assert {each.status for each in await shop.deliveries(endpoint_id)} == {"delivered"}


async def test_a_test_message(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, secret = await shop.add_endpoint(receiver, "tracker.*")
    async with shop.database.work(shop.tenant_id) as work:
        await deliveries.send_test(work, endpoint_id)
    await shop.deliver(endpoint_id)
    message = Webhook(secret).verify(receiver.received[0].body, receiver.received[0].headers)
    assert (message["type"], message["id"]) == ("webhook.ping", None)
    assert message["data"] == {"endpoint_id": endpoint_id}


async def test_nothing_is_sent_by_hand_to_what_is_switched_off(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver, active=False)
    with pytest.raises(WebhookInactive):
        async with shop.database.work(shop.tenant_id) as work:
            await deliveries.send_test(work, endpoint_id)


async def test_a_worker_killed_while_calling_is_taken_over_and_records_nothing_late(
    shop: Shop, receiver: Receiver
) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(1))
    async with shop.database.work(shop.tenant_id) as work:
        abandoned = await take_round(work, endpoint_id)
    assert abandoned is not None
    await shop.deliver(endpoint_id)
    assert receiver.received == [], "it is leased"
    await shop.deliver(endpoint_id, after=timedelta(hours=1))
    assert len(receiver.received) == 1

    from souk.webhooks.actions.delivering import Reply

    late = [Reply(message.delivery_id, 500, 10) for message in abandoned.messages]
    async with shop.database.work(shop.tenant_id) as work:
        await record_round(work, abandoned, late)
    (delivery,) = await shop.deliveries(endpoint_id)
    assert (delivery.status, delivery.attempts) == ("delivered", 1)


async def test_deleted_while_calling(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(1))
    async with shop.database.work(shop.tenant_id) as work:
        due = await take_round(work, endpoint_id)
    assert due is not None
    async with shop.database.work(shop.tenant_id) as work:
        await endpoints.delete_endpoint(work, endpoint_id)
    async with shop.database.work(shop.tenant_id) as work:
        assert not await record_round(work, due, [])
    await shop.deliver(endpoint_id)
    with pytest.raises(WebhookMissing):
        await shop.endpoint(endpoint_id)


async def test_what_waits_for_its_time_is_taken_up(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    receiver.answer(500)
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    async with shop.database.across_tenants() as work:
        await work.session.execute(
            text("delete from procrastinate_jobs where tenant_id = :tenant_id"), {"tenant_id": shop.tenant_id}
        )
    await take_up(shop.context())
    assert await shop.jobs() == 0
    shop.clock.forward(SOON)
    await take_up(shop.context())
    await take_up(shop.context())
    assert await shop.jobs() == 1


async def test_the_delivery_log_is_kept_for_a_month(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    shop.clock.forward(timedelta(days=29))
    await shop.happen(changed(2))
    await forget_old_deliveries(shop.context())
    assert len(await shop.deliveries(endpoint_id)) == 2
    shop.clock.forward(timedelta(days=2))
    await forget_old_deliveries(shop.context())
    (kept,) = await shop.deliveries(endpoint_id)
    assert kept.status == "pending"


@pytest.mark.parametrize("closed", [False, True])
async def test_the_delivery_log_is_kept_for_as_long_as_the_tenant_says(
    shop: Shop, receiver: Receiver, closed: bool
) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    async with shop.database.work(shop.tenant_id) as work:
        await change_settings(work, "retention", RetentionArea(webhook_body_days=60), version=None)
    await shop.happen(changed(1))
    await shop.deliver(endpoint_id)
    if closed:
        async with shop.database.across_tenants() as system:
            await system.session.execute(
                text("update tenant set closed_at = now() where id = :id"), {"id": shop.tenant_id}
            )
    shop.clock.forward(timedelta(days=59))
    await forget_old_deliveries(shop.context())
    assert len(await shop.deliveries(endpoint_id)) == 1
    shop.clock.forward(timedelta(days=2))
    await forget_old_deliveries(shop.context())
    assert await shop.deliveries(endpoint_id) == []


async def test_the_body_is_the_event_as_the_list_shows_it(shop: Shop, receiver: Receiver) -> None:
    endpoint_id, _ = await shop.add_endpoint(receiver)
    await shop.happen(changed(5))
    await shop.deliver(endpoint_id)
    said = json.loads(receiver.received[0].body)
    assert set(said) == {"id", "type", "version", "aggregate", "occurred_at", "data"}
    assert datetime.fromisoformat(said["occurred_at"]) == shop.clock.now().astimezone(UTC)
